/**
 * Checks papers' claims at this page's scale, through the page's own engine on WebAssembly.
 *
 *   npm run --silent claims -- [ID…] [--seeds 1,2,3] [--json] [--write]
 *
 * stdout: with --json a line {"id","claim","measured","sd","n","verdict","figure","setting","expected","seeds"} a claim, else a table.
 * Figures of single seeds are kept in .cache/claims, so a call that was cut short goes on; a changed claim is measured anew.
 * --write puts what was measured, after every claim, into public/claims/claims.json, which the page shows, and docs/claims.md;
 * claims that were not asked for keep what these say of them. Exit code 0 whatever the verdicts are: a claim that does not hold is
 * a result.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CLAIMS } from '../../src/engine/claims/index.ts';
import { openLab } from '../../src/engine/claims/lab.ts';
import type { Claim, Lab } from '../../src/engine/claims/types.ts';
import { judge } from '../../src/engine/claims/verdict.ts';
import { encodeLink } from '../../src/engine/index.ts';
import { functionSource } from '../../src/engine/model/modelSource.ts';
import { openBackend } from '../../src/kernels/index.ts';
import { compileKernels } from '../site/wasmKernels.ts';
import { claimsPage } from './claimsPage.ts';
import { type ClaimsOptions, parseOptions, USAGE } from './parseOptions.ts';
import { type Measured, reportClaims } from './reportClaims.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kept = `${root}.cache/claims/`;
const reportFile = `${root}public/claims/claims.json`;

const { ids, seeds, json, write } = options();
const claims = CLAIMS.filter(({ id }) => ids.includes(id));

function options(): ClaimsOptions {
  try {
    return parseOptions(
      process.argv.slice(2),
      CLAIMS.map(({ id }) => id),
    );
  } catch (failure) {
    process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n${USAGE}\n`);
    process.exit(2);
  }
}

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
    .update(JSON.stringify([id, figure, setting, encodeLink(preset), String(claim.measure)]))
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

async function writeReport(measured: readonly Measured[]): Promise<void> {
  let earlier = [];
  try {
    earlier = JSON.parse(await readFile(reportFile, 'utf8')).claims;
  } catch {
    // The first report.
  }
  const report = reportClaims(CLAIMS, earlier, measured);
  await mkdir(`${root}public/claims`, { recursive: true });
  await writeFile(reportFile, `${JSON.stringify({ claims: report }, null, 2)}\n`);
  await writeFile(`${root}docs/claims.md`, claimsPage(report));
}

const measured: Measured[] = [];
for (const claim of claims) {
  const figures: number[] = [];
  for (const seed of seeds) figures.push(await figureOf(claim, seed));
  const { id, figure, setting, expected } = claim;
  const judged = judge(figures, expected);
  measured.push({ id, seeds, judged });
  if (write) await writeReport(measured);
  if (json) {
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
