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
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
