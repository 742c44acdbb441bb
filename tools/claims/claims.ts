/**
 * Checks papers' claims at this page's scale, through the page's own engine on WebAssembly.
 *
 *   npm run --silent claims -- [ID…] [--seeds 1,2,3] [--json]
 *
 * stdout: with --json a line {"id","claim","measured","sd","n","verdict","figure","setting","expected","seeds"} a claim, else a table.
 * Figures of single seeds are kept in .cache/claims, so a call that was cut short goes on; a changed claim is measured anew.
 * Exit code 0 whatever the verdicts are: a claim that does not hold is a result.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLAIMS } from '../../src/engine/claims/index.ts';
import { openLab } from '../../src/engine/claims/lab.ts';
import type { Claim, Lab } from '../../src/engine/claims/types.ts';
import { judge } from '../../src/engine/claims/verdict.ts';
import { functionSource } from '../../src/engine/model/modelSource.ts';
import { openBackend } from '../../src/kernels/index.ts';
import { compileKernels } from '../site/wasmKernels.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kept = `${root}.cache/claims/`;
const USAGE = 'usage: npm run --silent claims -- [ID…] [--seeds 1,2,3] [--json]';

function fail(message: string): never {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '1,2,3' }, json: { type: 'boolean', default: false } },
});
const seeds = values.seeds
  .split(',')
  .map((seed) => (/^\d{1,9}$/.test(seed.trim()) ? Number(seed) : fail(`no seed: "${seed}"`)));
const unknown = positionals.filter((id) => !CLAIMS.some((claim) => claim.id === id.toUpperCase()));
if (unknown.length > 0) fail(`unknown: ${unknown.join(', ')}; there are ${CLAIMS.map(({ id }) => id).join(', ')}`);
const wanted = new Set(positionals.map((id) => id.toUpperCase()));
const claims = CLAIMS.filter(({ id }) => wanted.size === 0 || wanted.has(id));

/** Opened when a claim first trains: claims that need no model start at once. */
let lab: Promise<Lab> | null = null;
const laboratory: Lab = {
  train: async (...call) => (await openedLab()).train(...call),
  set: async (experiment) => (await openedLab()).set(experiment),
};
async function openedLab(): Promise<Lab> {
  lab ??= openBackend({
    prefer: 'wasm',
    wasmBaseUrl: `${root}node_modules/@tensorflow/tfjs-backend-wasm/dist/`,
    loadKernels: compileKernels,
  }).then((backend) =>
    openLab(backend, (folder) => functionSource((path) => readFile(`${root}public/${folder}${path}`))),
  );
  return lab;
}

/** Of a claim as it stands: another measure, setting or bound is another claim. */
function fingerprint(claim: Claim): string {
  const { id, figure, setting, preset } = claim;
  return createHash('sha256')
    .update(JSON.stringify([id, figure, setting, preset, String(claim.measure)]))
    .digest('hex')
    .slice(0, 16);
}

async function figureOf(claim: Claim, seed: number): Promise<number> {
  const file = `${kept}${claim.id}-${seed}-${fingerprint(claim)}.json`;
  try {
    return Number(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    const started = performance.now();
    const figure = await claim.measure(laboratory, seed);
    await mkdir(kept, { recursive: true });
    await writeFile(file, JSON.stringify(figure));
    process.stderr.write(
      `${claim.id} seed ${seed}: ${figure.toFixed(4)}, ${Math.round((performance.now() - started) / 1000)} s\n`,
    );
    return figure;
  }
}

for (const { expected, ...claim } of claims) {
  const figures: number[] = [];
  for (const seed of seeds) figures.push(await figureOf({ ...claim, expected }, seed));
  const { id, figure, setting } = claim;
  const judged = judge(figures, expected);
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ id, claim: claim.claim, ...judged, figure, setting, expected, figures, seeds })}\n`,
    );
  } else {
    process.stdout.write(
      `${id}  ${judged.verdict.padEnd(14)} ${judged.measured.toFixed(3)} ± ${judged.sd.toFixed(3)} (n = ${judged.n})  ${claim.claim}\n     ${figure}; ${setting}\n`,
    );
  }
}
process.exit(0); // The backend keeps timers.
