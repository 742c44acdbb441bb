// Measures the kernels in Chromium with emulated WebGPU: `node tools/dawn/measureInChromium.mjs`.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findBrowser } from '../browser/findBrowser.mjs';
import { webgpuFlags } from '../browser/flags.mjs';

const server = await createServer({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  cacheDir: '.cache/vite-measure',
  logLevel: 'error',
  server: { port: 0, host: '127.0.0.1', hmr: false, ws: false },
  optimizeDeps: {
    entries: [],
    include: [
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgpu',
    ],
  },
});
await server.listen();
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...webgpuFlags] });
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${error}\n`));
  const address = server.resolvedUrls?.local[0];
  await page.route('**/blank.html', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(`${address}blank.html`);
  await page.exposeFunction('print', (line) => process.stdout.write(`${line}\n`));
  await page.evaluate(async () => {
    const { measure } = await import('/src/kernels/webgpu/measure.ts');
    await measure(window.print);
  });
} finally {
  await browser.close();
  await server.close();
}
