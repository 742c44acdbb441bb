/**
 * The one policy the page runs under. The build writes it as a meta tag, the server of the end-to-end tests sends it
 * as a header as well: a worker is held to the header of its own script, never to the meta tag of the page.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  // The Hub, for a set that a person asks for by its name: its API, and where it keeps large files.
  "connect-src 'self' https://huggingface.co https://*.huggingface.co https://*.hf.co",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
