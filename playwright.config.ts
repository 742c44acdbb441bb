import { defineConfig } from '@playwright/test';
import { findBrowser } from './tools/browser/findBrowser.mjs';
import { plainFlags, webgpuFlags } from './tools/browser/flags.mjs';

const port = 4199;
const executablePath = findBrowser();

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  // One page at a time: the machine has one emulated GPU, and a run that shares it takes twice as long.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/reports/e2e.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}/sub/path/`,
    viewport: { width: 1280, height: 800 },
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'webgpu',
      testIgnore: '**/*.nowebgpu.spec.ts',
      use: { launchOptions: { executablePath, args: webgpuFlags } },
    },
    {
      name: 'no-webgpu',
      testMatch: '**/*.nowebgpu.spec.ts',
      use: { launchOptions: { executablePath, args: plainFlags } },
    },
  ],
  // The build, below a path, with the policy as a header: a worker is held to the header only.
  webServer: {
    command: `node tools/site/serve.mjs --port ${port} --strict-port --base /sub/path/ --csp-header`,
    url: `http://127.0.0.1:${port}/sub/path/`,
    reuseExistingServer: false,
  },
});
