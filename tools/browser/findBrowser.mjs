// Finds the Chromium that tests and headless runs use. As a command it prints the path.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const remedy = `No Chromium was found. Do one of these, then run the command again:
  npx playwright install chromium     downloads one for this project (on Linux add --with-deps, as root)
  apt-get install chromium            on Debian, as root
  CHROMIUM_PATH=/path/to/chrome       names the one that you have (Chrome, Chromium or Edge; not "headless shell",
                                      which has no WebGPU)`;

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ubuntu installs a script of that name that only asks for a snap, so a browser counts when it answers.
 * @param {string} path
 */
function answers(path) {
  if (!isExecutable(path)) return false;
  if (process.platform === 'win32') return true; // chrome.exe --version opens a window there
  return spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0;
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return roots.flatMap((root) => (root === undefined ? [] : programs.map((program) => join(root, program))));
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
}

function findInstalled() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!answers(named)) throw new Error(`CHROMIUM_PATH is ${named}, and that is not a browser that starts.`);
    return named;
  }
  const playwrights = chromium.executablePath();
  if (existsSync(playwrights) && answers(playwrights)) return playwrights;
  return usualPlaces().find(answers);
}

function canInstall() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function install() {
  process.stderr.write('No Chromium here: installing the package "chromium" with apt-get.\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    // What apt says goes to stderr: a command's stdout may be somebody's data.
    spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] });
  }
}

/** @type {string | undefined} */
let found;

/**
 * Path of a full Chromium: `CHROMIUM_PATH`, Playwright's own, the system's, or, as root on Debian, a freshly installed
 * one. Throws with what to do when there is none.
 * @returns {string}
 */
export function findBrowser() {
  found ??= findInstalled();
  if (found === undefined && canInstall()) {
    install();
    found = findInstalled();
  }
  if (found === undefined) throw new Error(remedy);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(`${findBrowser()}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
