import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { fetchSource } from './modelSource.ts';

async function withServer<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/m/`);
  } finally {
    server.close();
  }
}

test('bytes arrive whole, with progress and total', async () => {
  const body = Uint8Array.from({ length: 200_000 }, (_, i) => i & 255);
  await withServer(
    (request, response) => {
      expect(request.url).toBe('/m/model.safetensors');
      response.writeHead(200, { 'content-length': body.length }).end(body);
    },
    async (url) => {
      const progress: [number, number | null][] = [];
      const bytes = await fetchSource(url).read('model.safetensors', (...state) => progress.push(state));
      expect(bytes).toEqual(body);
      expect(progress.at(-1)).toEqual([body.length, body.length]);
      expect(progress.every(([loaded], i) => i === 0 || loaded > (progress[i - 1] as [number, number])[0])).toBe(true);
    },
  );
});

test('an unknown length is null, never a guess', async () => {
  await withServer(
    (_, response) => response.writeHead(200).end('four'),
    async (url) => {
      const progress: [number, number | null][] = [];
      await fetchSource(url).read('x', (...state) => progress.push(state));
      expect(progress.at(-1)).toEqual([4, null]);
    },
  );
});

test('not found, a start page instead of the file, and no server are MODEL_NOT_FOUND', async () => {
  const gone = await withServer(
    (request, response) => {
      if (request.url === '/m/page')
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>');
      else response.writeHead(404).end();
    },
    async (url) => {
      await expect(fetchSource(url).read('x')).rejects.toMatchObject({
        code: 'MODEL_NOT_FOUND',
        data: { path: 'x', status: 404 },
      });
      await expect(fetchSource(url).read('page')).rejects.toMatchObject({
        code: 'MODEL_NOT_FOUND',
        data: { status: 200 },
      });
      return url;
    },
  );
  await expect(fetchSource(gone).read('x')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', data: { status: 0 } });
});

test('an aborted download ends with the reason given', async () => {
  const controller = new AbortController();
  await withServer(
    (_, response) => void response.writeHead(200).write('a'),
    async (url) => {
      const reading = fetchSource(url, controller.signal).read('x', () => controller.abort(new Error('stopped')));
      await expect(reading).rejects.toThrow('stopped');
    },
  );
});
