// Runs the kernels' browser tests in Node on Dawn: `node tools/dawn/run.mjs [vitest filters]`. See README.md beside this file.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** @param {string} reason */
function skip(reason) {
  process.stderr.write(`SKIPPED: the kernel tests on Dawn did not run. ${reason}\nSee tools/dawn/README.md.\n`);
  process.exit(0);
}

if (!existsSync(join(here, 'node_modules/webgpu'))) skip('Install Dawn: npm ci --prefix tools/dawn');

const env = { ...process.env };
if (process.platform === 'linux' && env.VK_DRIVER_FILES === undefined) {
  const driver = ['/usr/share/vulkan/icd.d/lvp_icd.json', '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json'].find(
    existsSync,
  );
  if (driver === undefined) skip('There is no Vulkan driver of Mesa (lavapipe), and VK_DRIVER_FILES names no other.');
  env.VK_DRIVER_FILES = driver;
}
env.XDG_RUNTIME_DIR ??= mkdtempSync(join(tmpdir(), 'dawn-'));

const probe = spawnSync(process.execPath, [join(here, 'describeAdapter.mjs')], {
  env,
  encoding: 'utf8',
  timeout: 60_000,
});
if (probe.status !== 0)
  skip(`Dawn found no adapter with ${env.VK_DRIVER_FILES ?? 'the system’s drivers'}.\n${probe.stderr}`);
process.stdout.write(probe.stdout);

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const config = join(here, 'vitest.config.ts');
const tests = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)], {
  env,
  stdio: 'inherit',
});
process.exit(tests.status ?? 1);
