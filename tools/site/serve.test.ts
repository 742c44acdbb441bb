import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicy } from './csp.mjs';
import { siteServer } from './serve.mjs';

let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  for (const file of ['index.html', 'assets/a.js', 'assets/a.wasm', 'm.safetensors', 'd.jsonl', 'x.bin']) {
    writeFileSync(join(folder, 'dist', file), file);
  }
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = siteServer({ root: join(folder, 'dist'), base: '/sub/path/', cspHeader: true });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks for a path as it is: `fetch` would tidy it first. */
function ask(
  path: string,
  method = 'GET',
  body = '',
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, method }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on('error', fail);
    asked.end(body);
  });
}

test('serves the site below its path, with the types that browsers insist on', async () => {
  for (const [path, type] of [
    ['', 'text/html; charset=utf-8'],
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/a.js', 'text/javascript; charset=utf-8'],
    ['assets/a.wasm?x=1', 'application/wasm'],
    ['m.safetensors', 'application/octet-stream'],
    ['d.jsonl', 'application/jsonl; charset=utf-8'],
    ['x.bin', 'application/octet-stream'],
  ]) {
    const answer = await ask(`/sub/path/${path}`);
    expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, type]);
    expect(answer.text).toBe((path || 'index.html').split('?')[0]);
  }
  expect((await ask('/sub/path/assets/a.js', 'HEAD')).text).toBe('');
});

test('sends the policy with every answer, and keeps what browsers report', async () => {
  for (const path of ['/sub/path/', '/sub/path/assets/a.js', '/nowhere']) {
    const policy = (await ask(path)).headers['content-security-policy'];
    expect(policy).toBe(`${contentSecurityPolicy}; report-uri /sub/path/csp-reports`);
  }
  expect((await ask('/sub/path/csp-reports', 'POST', 'a report')).status).toBe(204);
  expect((await ask('/sub/path/csp-reports')).text).toBe('["a report"]');
  expect((await ask('/sub/path/csp-reports')).text).toBe('[]');
});

test('gives out nothing else', async () => {
  for (const path of [
    '/',
    '/index.html',
    '/sub/path/none.js',
    '/sub/path/assets/',
    '/sub/path/assets',
    '/sub/path/../../secret.txt',
    '/sub/path/..%2f..%2fsecret.txt',
    '/sub/path/%2e%2e/secret.txt',
    '/sub/path/..%5csecret.txt',
    '/sub/path/a%00.js',
  ]) {
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
  }
  expect((await ask('/sub/path/%E0%A4%A')).status).toBe(400);
  expect((await ask('/sub/path/', 'PUT')).status).toBe(405);
  expect((await ask('/sub/path')).headers.location).toBe('/sub/path/');
});
