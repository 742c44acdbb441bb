import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { hasDataSection } from './hasDataSection.ts';

type KernelBuild = 'relaxed' | 'simd';

const root = join(import.meta.dirname, '../..');
const sourceFolder = 'src/kernels';
const entry = `${sourceFolder}/wasm/kernels.wasm.ts`;
const cache = join(root, '.cache/kernels');
const { version } = createRequire(import.meta.url)('assemblyscript/package.json') as { version: string };

/** Where the binaries lie below the page, in the build and in dev alike. */
const servedFolder = 'assets/kernels/';
const builds: readonly KernelBuild[] = ['relaxed', 'simd'];

const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory', '--enable', 'simd'];

/**
 * The binary of our WASM kernels, compiled unless it was before from the same sources.
 *
 * @throws Error with the compiler's messages
 */
export async function compileKernels(build: KernelBuild): Promise<Uint8Array<ArrayBuffer>> {
  const allOptions = build === 'relaxed' ? [...options, '--enable', 'relaxed-simd'] : options;
  const hash = createHash('sha256').update(JSON.stringify([version, allOptions]));
  for (const file of sourceFiles())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  const path = join(cache, `${build}-${hash.digest('hex').slice(0, 24)}.wasm`);
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    const binary = await compile(allOptions);
    mkdirSync(cache, { recursive: true });
    // Several processes may compile at once: a file is there whole or not at all.
    writeFileSync(`${path}.${process.pid}`, binary);
    renameSync(`${path}.${process.pid}`, path);
    return binary;
  }
}

function sourceFiles(): string[] {
  return readdirSync(join(root, sourceFolder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.wasm.ts'))
    .map((file) => `${sourceFolder}/${file.replaceAll('\\', '/')}`)
    .sort();
}

async function compile(allOptions: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  // Late: the compiler is large, and mostly the cache answers.
  const { default: asc } = await import('assemblyscript/asc');
  const outFile = 'kernels.wasm';
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, ...allOptions, '--baseDir', root, '--outFile', outFile], {
    writeFile: (name: string, contents: string | Uint8Array) => {
      if (name === outFile && typeof contents !== 'string') binary = contents;
    },
  });
  if (error || !binary)
    throw new Error(`The WASM kernels do not compile: ${error?.message ?? ''}\n${stderr.toString()}`);
  if (hasDataSection(binary)) {
    throw new Error('The WASM kernels have a data section, which would overwrite the memory that the host lays out.');
  }
  return new Uint8Array(binary);
}

/** Ships our WASM kernels with the page. */
export function wasmKernels(): Plugin {
  return {
    name: 'wasm-kernels',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const build = builds.find((name) => path.endsWith(`/${servedFolder}${name}.wasm`));
        if (build === undefined) return next();
        compileKernels(build).then((binary) => {
          response.setHeader('Content-Type', 'application/wasm');
          response.end(binary);
        }, next);
      });
    },
    async generateBundle() {
      for (const build of builds) {
        this.emitFile({ type: 'asset', fileName: `${servedFolder}${build}.wasm`, source: await compileKernels(build) });
      }
    },
  };
}
