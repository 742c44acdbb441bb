// Serves the built site: node tools/site/serve.mjs [--port 4173] [--strict-port] [--host 127.0.0.1] [--base /sub/path/]
// [--csp-header] [--root dist]. A plain static host on purpose: what works here works on any other.
// With --csp-header the policy is sent as a header too, and the violations that browsers report, a worker's among them,
// can be read (and are thereby forgotten) at BASE/csp-reports.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contentSecurityPolicy } from './csp.mjs';

/** @type {Record<string, string>} */
const mimeTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.safetensors': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * A server of the folder `root` below the path `base`.
 * @param {{ root: string, base?: string, cspHeader?: boolean }} options
 */
export function siteServer({ root, base = '/', cspHeader = false }) {
  const folder = resolve(root);
  const reportPath = `${base}csp-reports`;
  /** @type {string[]} */
  let reports = [];
  return createServer(async (request, response) => {
    /** @type {Record<string, string>} */
    const headers = { 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' };
    if (cspHeader) {
      headers['Content-Security-Policy'] = `${contentSecurityPolicy}; report-uri ${reportPath}`;
      if (request.url === reportPath && request.method === 'POST') {
        reports.push(await text(request));
        response.writeHead(204).end();
        return;
      }
      if (request.url === reportPath) {
        response.writeHead(200, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(reports));
        reports = [];
        return;
      }
    }
    /** @param {number} status @param {Record<string, string>} [more] */
    const end = (status, more) => {
      response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8', ...more });
      response.end(request.method === 'HEAD' ? undefined : `${status}\n`);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(405, { Allow: 'GET, HEAD' });
    let path;
    try {
      path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    } catch {
      return end(400);
    }
    if (`${path}/` === base) return end(308, { Location: base });
    if (!path.startsWith(base) || path.includes('\0')) return end(404);
    const inside = path.slice(base.length);
    const file = normalize(join(folder, inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside));
    const found = file.startsWith(folder + sep) ? await stat(file).catch(() => undefined) : undefined;
    if (!found?.isFile()) return end(404);
    response.writeHead(200, {
      ...headers,
      'Content-Type': mimeTypes[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'Content-Length': found.size,
    });
    if (request.method === 'HEAD') return response.end();
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
  });
}

/**
 * Listens on `port`, or on the next free one.
 * @param {import('node:http').Server} server
 * @param {{ port: number, host: string, strict: boolean }} options
 * @returns {Promise<number>}
 */
async function listen(server, { port, host, strict }) {
  for (let candidate = port; ; candidate += 1) {
    try {
      await new Promise((done, fail) => {
        server.once('error', fail);
        server.listen(candidate, host, () => {
          server.off('error', fail);
          done(undefined);
        });
      });
      return candidate;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || strict || candidate >= port + 100) throw error;
    }
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4173' },
      'strict-port': { type: 'boolean', default: false },
      host: { type: 'string', default: '127.0.0.1' },
      base: { type: 'string', default: '/' },
      'csp-header': { type: 'boolean', default: false },
      root: { type: 'string', default: fileURLToPath(new URL('../../dist', import.meta.url)) },
    },
  });
  const base = `/${values.base}/`.replace(/\/+/g, '/');
  if (!(await stat(join(values.root, 'index.html')).catch(() => undefined))) {
    throw new Error(`There is no built site in ${values.root}: run "npm run build" first.`);
  }
  const server = siteServer({ root: values.root, base, cspHeader: values['csp-header'] });
  const port = await listen(server, { port: Number(values.port), host: values.host, strict: values['strict-port'] });
  process.stdout.write(
    `Alignment playground: http://${values.host === '127.0.0.1' ? 'localhost' : values.host}:${port}${base}\n`,
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => process.exit(0));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  });
}
