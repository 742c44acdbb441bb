// The size budget of the build: node tools/check/size.mjs (after npm run build). Prints a table; exits 1 beyond the budget.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** @typedef {import('../site/bundleContents.ts').BundledChunk} BundledChunk */

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

/** Gzipped kilobytes of 1,000 bytes. The figures are those of the design. */
const budgets = { page: 220, worker: 350, firstRun: 6000, recordedRun: 40 };

/** What the first run downloads beside the page. */
const defaultModel = 'models/nano-1';

/** @param {string} file */
const gzippedKb = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000;

/** @param {string} folder */
const namesIn = (folder) => (existsSync(join(dist, folder)) ? readdirSync(join(dist, folder)).sort() : []);

/**
 * Gzipped size of a folder of the site, as a host that compresses would send it; 0 when it is not there.
 * @param {string} folder
 */
function folderKb(folder) {
  const path = join(dist, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return 0;
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  return files.reduce((sum, file) => (statSync(join(dist, file)).isFile() ? sum + gzippedKb(file) : sum), 0);
}

/**
 * `entry` and every file that it cannot start without.
 * @param {BundledChunk[]} chunks
 * @param {BundledChunk} entry
 * @returns {BundledChunk[]}
 */
export function withImports(chunks, entry) {
  const reached = new Set([entry]);
  for (const chunk of reached) {
    for (const file of chunk.imports) {
      const imported = chunks.find((candidate) => candidate.file === file);
      if (imported) reached.add(imported);
    }
  }
  return [...reached];
}

/**
 * What a bundle must not hold, whatever it weighs: one line per offence.
 * @param {BundledChunk[]} chunks
 * @returns {string[]}
 */
export function strangersIn(chunks) {
  return chunks.flatMap((chunk) => {
    const forbidden = chunk.room === 'page' ? /^@tensorflow\// : /^(react|react-dom|recharts|katex)$/;
    const packages = chunk.packages.filter((name) => forbidden.test(name));
    const room = chunk.room === 'page' ? /^src\/kernels\// : /^src\/ui\//;
    return [...packages, ...chunk.sources.filter((source) => room.test(source))].map(
      (name) => `${chunk.file} (${chunk.room}) holds ${name}`,
    );
  });
}

/**
 * What the first paint must not wait for: one line per offence.
 * @param {Iterable<BundledChunk>} eager what the page cannot start without
 * @returns {string[]}
 */
export function eagerStrangersIn(eager) {
  return [...eager].flatMap((chunk) =>
    chunk.packages
      .filter((name) => /^(recharts|katex)$/.test(name))
      .map((name) => `${chunk.file} is needed for the first paint and holds ${name}: import it when it is asked for`),
  );
}

function main() {
  /** @type {BundledChunk[]} */
  const chunks = JSON.parse(readFileSync(join(root, '.cache/bundle.json'), 'utf8'));
  const problems = strangersIn(chunks);
  /** @type {{ part: string, kb: number, budget: string }[]} */
  const rows = [];
  for (const room of /** @type {const} */ (['page', 'worker'])) {
    const all = chunks.filter((chunk) => chunk.room === room);
    const entries = all.filter((chunk) => chunk.isEntry);
    if (entries.length === 0) problems.push(`the build has no ${room} bundle`);
    const eager = new Set(entries.flatMap((entry) => withImports(all, entry)));
    // The page is weighed as it is first painted; a worker with everything that it may load later.
    const weighed = room === 'page' ? eager : new Set(all);
    const files = new Set([...weighed].flatMap((chunk) => [chunk.file, ...chunk.css]));
    if (room === 'page') {
      files.add('index.html');
      problems.push(...eagerStrangersIn(eager));
    }
    const kb = [...files].reduce((sum, file) => sum + gzippedKb(file), 0);
    const name = room === 'page' ? 'first paint: page, styles, shell and UI' : 'worker, with all that it loads later';
    rows.push({ part: name, kb, budget: String(budgets[room]) });
    if (kb > budgets[room]) problems.push(`${name}: ${kb.toFixed(1)} kB of at most ${budgets[room]}`);
    for (const chunk of all.filter((candidate) => !eager.has(candidate))) {
      const css = chunk.css.filter((file) => !files.has(file));
      rows.push({
        part: `${room === 'page' ? '  later: ' : '  of that later: '}${chunk.file}`,
        kb: [chunk.file, ...css].reduce((sum, file) => sum + gzippedKb(file), 0),
        budget: '',
      });
    }
  }
  const wasm = ['kernels/relaxed', 'kernels/simd', 'tfjs/tfjs-backend-wasm-simd'];
  for (const file of wasm.map((name) => `assets/${name}.wasm`)) {
    rows.push({ part: `  without WebGPU, one of: ${file}`, kb: gzippedKb(file), budget: '' });
  }

  /** @param {string} part @param {number} kb @param {number} budget */
  const weigh = (part, kb, budget) => {
    rows.push({ part, kb, budget: String(budget) });
    if (kb > budget) problems.push(`${part}: ${kb.toFixed(1)} kB of at most ${budget}`);
    if (kb === 0) problems.push(`${part}: it is not in the build`);
  };
  const sets = namesIn('datasets').map((name) => folderKb(`datasets/${name}`));
  weigh(
    `${defaultModel} and the largest data set`,
    folderKb(defaultModel) && folderKb(defaultModel) + Math.max(0, ...sets),
    budgets.firstRun,
  );
  const recordings = namesIn('recorded').filter((name) => name.endsWith('.json'));
  if (recordings.length === 0) problems.push('recorded: the build has no recorded run');
  for (const file of recordings) {
    weigh(`recorded/${file}`, gzippedKb(`recorded/${file}`), budgets.recordedRun);
  }
  const width = Math.max(...rows.map((row) => row.part.length));
  process.stdout.write(`${'gzipped'.padEnd(width)}        kB  at most\n`);
  for (const { part, kb, budget } of rows) {
    process.stdout.write(`${part.padEnd(width)}  ${kb.toFixed(1).padStart(8)}  ${budget.padStart(7)}\n`);
  }
  for (const problem of problems) process.stderr.write(`size: ${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (statSync(join(root, '.cache/bundle.json'), { throwIfNoEntry: false })) main();
  else {
    process.stderr.write('size: there is no build to weigh: run "npm run build" first.\n');
    process.exitCode = 1;
  }
}
