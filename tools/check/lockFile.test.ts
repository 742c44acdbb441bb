import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// npm writes an incomplete lock file without a word, and `npm ci` on a fresh machine is the first to notice.

interface LockedPackage {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
  engines?: { node?: string };
  optional?: boolean;
}

const root = join(import.meta.dirname, '../..');
const lockedIn = (folder: string): Record<string, LockedPackage> =>
  JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8')).packages;
const entriesOf = (packages: Record<string, LockedPackage>) => Object.entries(packages).filter(([path]) => path !== '');
const entries = entriesOf(lockedIn('.'));
/** What a command installs for itself has a lock of its own. */
const folders = ['.', 'tools/bench', 'tools/dawn'];

test.each(folders)('%s: names no registry', (folder) => {
  expect(entriesOf(lockedIn(folder)).filter(([, locked]) => locked.resolved !== undefined)).toEqual([]);
});

test("holds every platform's binaries", () => {
  const names = new Set(entries.map(([path]) => path.replace(/^.*node_modules\//, '')));
  const missing = entries.flatMap(([path, locked]) =>
    Object.keys(locked.optionalDependencies ?? {}).flatMap((name) => (names.has(name) ? [] : [`${path}: ${name}`])),
  );
  expect(missing).toEqual([]);
});

test.each(folders)('%s: pins exact versions of what we depend upon', (folder) => {
  const packages = lockedIn(folder);
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect([name, version]).toEqual([name, packages[`node_modules/${name}`]?.version]);
  }
});

test('needs no newer Node than package.json asks for', () => {
  // The ranges that occur are "^20.19.0 || >=22", ">=18" and the like: 20.19.0 lies within one when an alternative of it does.
  const accepts = (range: string): boolean =>
    range.split('||').some((alternative) => {
      const [, operator, major, minor] = /^\s*(>=|\^|>|~)?\s*v?(\d+|\*)(?:\.(\d+|x))?/.exec(alternative) ?? [];
      if (major === '*') return true;
      const below = Number(major) < 20 || (Number(major) === 20 && Number(minor ?? 0) <= 19);
      return below && (operator === '>=' || operator === '>' || Number(major) === 20);
    });
  const tooNew = entries.flatMap(([path, { engines, optional }]) =>
    engines?.node === undefined || optional || accepts(engines.node) ? [] : [`${path}: ${engines.node}`],
  );
  expect(tooNew).toEqual([]);
});
