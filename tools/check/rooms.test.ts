import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The walls between the rooms are only as good as the tools that hold them: these tests try to climb each one.

const root = join(import.meta.dirname, '../..');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('the compiler', () => {
  let folder: string;
  beforeAll(() => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    folder = mkdtempSync(join(root, '.cache/rooms-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Error codes that compiling `text` as a file of `room` gives. */
  function errorsOf(room: 'kernels' | 'engine' | 'ui', text: string): string[] {
    const project = mkdtempSync(join(folder, `${room}-`));
    write(join(project, 'fixture.tsx'), text);
    write(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        extends: join(root, `src/${room}/tsconfig.json`),
        compilerOptions: {
          composite: false,
          declaration: false,
          emitDeclarationOnly: false,
          noEmit: true,
          rootDir: root,
        },
        include: ['fixture.tsx'],
        references: [],
      }),
    );
    const run = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
      encoding: 'utf8',
    });
    return [...new Set(run.stdout.match(/TS\d+/g) ?? [])];
  }

  const useDocument = 'export const title = document.title;';
  const useWindow = 'export const width = window.innerWidth;';
  const useReact = "import { useState } from 'react';\nexport const state = useState;";
  const useReactDom = "import { createRoot } from 'react-dom/client';\nexport const root = createRoot;";
  const useWorker = 'export const scope: DedicatedWorkerGlobalScope | undefined = undefined;';

  test.each(['engine', 'kernels'] as const)('%s sees neither the DOM nor React', (room) => {
    expect(errorsOf(room, useDocument)).toContain('TS2584');
    expect(errorsOf(room, useWindow)).toContain('TS2304');
    expect(errorsOf(room, useReact)).toContain('TS2306');
    expect(errorsOf(room, useReactDom)).toContain('TS2306');
    expect(errorsOf(room, useWorker)).toEqual([]);
  });

  test('ui sees the DOM and React', () => {
    for (const text of [useDocument, useWindow, useReact, useReactDom]) expect(errorsOf('ui', text)).toEqual([]);
  });

  test('all rooms are strict about indices, optional properties and any', () => {
    for (const room of ['kernels', 'engine', 'ui'] as const) {
      expect(errorsOf(room, 'export const f = (xs: number[]): number => xs[0];')).toEqual(['TS2322']);
      expect(errorsOf(room, 'export const o: { a?: number } = { a: undefined };')).toEqual(['TS2375']);
      expect(errorsOf(room, 'export const f = (x) => x;')).toEqual(['TS7006']);
    }
  });
});

describe('lint', () => {
  /** An import, the file that makes it, and whether the rooms allow it. */
  const imports: [file: string, specifier: string, allowed: boolean][] = [
    ['src/ui/a.ts', '../engine/index.ts', true],
    ['src/ui/deep/b.ts', '../../engine/index.ts', true],
    ['src/ui/c.ts', '../engine/methods/dpo.ts', false],
    ['src/ui/d.ts', '../kernels/index.ts', false],
    ['src/ui/e.ts', '@tensorflow/tfjs-core', false],
    ['src/engine/a.ts', '../kernels/index.ts', true],
    ['src/engine/train/b.ts', '../../kernels/index.ts', true],
    ['src/engine/c.ts', '../kernels/backend.ts', false],
    ['src/engine/train/d.ts', '../../kernels/matmul/matmul.ts', false],
    ['src/engine/e.ts', '../ui/main.tsx', false],
    ['src/engine/f.ts', 'react', false],
    ['src/engine/g.ts', 'react-dom/client', false],
    ['src/engine/methods/h.ts', '@tensorflow/tfjs-core', false],
    ['src/kernels/a.ts', '@tensorflow/tfjs-core', true],
    ['src/kernels/b.ts', '@tensorflow/tfjs-core/dist/register_all_gradients', true],
    ['src/kernels/c.ts', '../engine/index.ts', false],
    ['src/kernels/d.ts', '../ui/main.tsx', false],
    ['tools/golden/a.ts', '@tensorflow/tfjs-core', false],
    ['tools/golden/b.ts', '../../src/engine/index.ts', true],
  ];
  const forms = {
    'an import': (specifier: string) => `import { x } from '${specifier}';\nconsole.log(x);\n`,
    'a dynamic import': (specifier: string) => `console.log(await import('${specifier}'));\n`,
    'a re-export': (specifier: string) => `export { x } from '${specifier}';\n`,
  };

  /** Runs the project's rules over files in an empty copy of the tree; names of the files that break `rule`. */
  function offenders(files: Record<string, string>, rule: string): string[] {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rooms-')));
    try {
      copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
      execFileSync('git', ['init', '-q'], { cwd: folder });
      for (const [file, text] of Object.entries(files)) write(join(folder, file), text);
      const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
      const run = spawnSync(
        process.execPath,
        [biome, 'lint', `--only=${rule}`, '--reporter=github', '--max-diagnostics=none', '.'],
        {
          cwd: folder,
          encoding: 'utf8',
        },
      );
      const found = [...run.stdout.matchAll(/^::error title=([^,]*),file=([^,]*),/gm)];
      for (const [, title] of found) expect(title).toBe(`lint/${rule}`);
      return [...new Set(found.map(([, , file = '']) => relative(folder, file)))].sort();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test.each(Object.entries(forms))('lets %s pass only through the doors', (_name, form) => {
    const files = Object.fromEntries(imports.map(([file, specifier]) => [file, form(specifier)]));
    const forbidden = imports.filter(([, , allowed]) => !allowed).map(([file]) => file);
    expect(offenders(files, 'style/noRestrictedImports')).toEqual(forbidden.sort());
  });

  test('finds a cycle', () => {
    const files = {
      'src/engine/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'src/engine/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
      'src/engine/c.ts': "import { a } from './a.ts';\nexport const c = a;\n",
    };
    expect(offenders(files, 'suspicious/noImportCycles')).toEqual(['src/engine/a.ts', 'src/engine/b.ts']);
  });
});
