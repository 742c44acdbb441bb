import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { type BundledPackage, licensesText } from './licenses.ts';

/** One JavaScript file of the build: what `tools/check/size.mjs` weighs and looks into. */
export interface BundledChunk {
  file: string;
  /** Which bundle it belongs to: the page's own, or that of a worker. */
  room: 'page' | 'worker';
  isEntry: boolean;
  /** Files this one cannot start without, and those it loads when asked. */
  imports: string[];
  dynamicImports: string[];
  /** CSS files that arrive with it. */
  css: string[];
  /** Names of the packages, and paths of the project's own modules, whose code it holds. */
  packages: string[];
  sources: string[];
}

interface OutputChunk {
  type: 'chunk';
  fileName: string;
  isEntry: boolean;
  imports: string[];
  dynamicImports: string[];
  modules: Record<string, { renderedLength: number }>;
  viteMetadata?: { importedCss: Set<string> };
}

/** The package a module belongs to, or undefined for the project's own modules and the bundler's virtual ones. */
function packageOf(id: string): { name: string; folder: string } | undefined {
  const match = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(id.replaceAll('\\', '/').replace(/^\0/, ''));
  return match?.[1] && match[2] ? { name: match[2], folder: match[1] } : undefined;
}

/**
 * Follows what really ends up in the site, over the page's bundle and the workers' alike: writes `licenses.txt` beside
 * the page and a report for the size check. `forPage` goes into the page's plugins, `forWorkers` into the workers'.
 */
export function bundleContents(root: string, reportFile: string): { forPage: () => Plugin; forWorkers: () => Plugin } {
  const chunks = new Map<string, BundledChunk>();
  const folders = new Map<string, string>();

  const collect = (room: 'page' | 'worker', bundle: Record<string, unknown>, moduleIds: Iterable<string>): void => {
    // Style sheets leave no rendered code in a chunk, and the fonts they name are not modules: the sheet stands for both.
    for (const id of moduleIds) {
      const owner = /\.css($|\?)/.test(id) ? packageOf(id) : undefined;
      if (owner) folders.set(owner.name, owner.folder);
    }
    for (const output of Object.values(bundle) as (OutputChunk | { type: 'asset' })[]) {
      if (output.type !== 'chunk') continue;
      const packages = new Set<string>();
      const sources: string[] = [];
      for (const [id, module] of Object.entries(output.modules)) {
        if (module.renderedLength === 0) continue;
        const owner = packageOf(id);
        if (owner) {
          packages.add(owner.name);
          folders.set(owner.name, owner.folder);
        } else if (!id.startsWith('\0')) {
          sources.push(relative(root, id.split('?')[0] ?? id).replaceAll('\\', '/'));
        }
      }
      chunks.set(output.fileName, {
        file: output.fileName,
        room,
        isEntry: output.isEntry,
        imports: output.imports,
        dynamicImports: output.dynamicImports,
        css: [...(output.viteMetadata?.importedCss ?? [])],
        packages: [...packages].sort(),
        sources: sources.sort(),
      });
    }
  };

  return {
    forWorkers: () => ({
      name: 'bundle-contents-of-workers',
      apply: 'build',
      generateBundle(_options, bundle) {
        collect('worker', bundle, this.getModuleIds());
      },
    }),
    forPage: () => ({
      name: 'bundle-contents',
      apply: 'build',
      generateBundle: {
        order: 'post',
        handler(_options, bundle) {
          collect('page', bundle, this.getModuleIds());
          // Its binaries are shipped whether or not a bundle of this build holds its code.
          folders.set('@tensorflow/tfjs-backend-wasm', join(root, 'node_modules/@tensorflow/tfjs-backend-wasm'));
          const packages = [...folders.values()].map((folder): BundledPackage => {
            const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
            return { name: manifest.name, version: manifest.version, license: manifest.license, folder };
          });
          this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: licensesText(root, packages) });
        },
      },
      writeBundle() {
        mkdirSync(dirname(reportFile), { recursive: true });
        writeFileSync(reportFile, `${JSON.stringify([...chunks.values()], null, 2)}\n`);
      },
    }),
  };
}
