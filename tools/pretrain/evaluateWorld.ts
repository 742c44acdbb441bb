/**
 * Scores sampled answers (sample.py's lines) with a world's own rules:
 *
 *     npx tsx tools/pretrain/evaluateWorld.ts WORLD SAMPLES.jsonl [--json]
 *
 * Well-formed means: closed by the model itself with </s>, and the world's `wellFormed` for its prompt. `right` is the share
 * of answers that its verifier finds right in everything, `verified` the mean share of what holds; null where the world has no verifier.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { WORLDS } from '../../src/engine/worlds/index.ts';

interface Sample {
  readonly prompt: string;
  readonly answer: string;
  readonly ended: boolean;
  readonly tokens: number;
}

export interface WorldReport {
  readonly n: number;
  readonly wellFormed: number;
  readonly ended: number;
  readonly distinctAnswers: number;
  readonly right: number | null;
  readonly verified: number | null;
  /** Of the answers' tokens. */
  readonly tokens: Readonly<Record<'min' | 'q1' | 'median' | 'q3' | 'max', number>>;
  readonly goldScore: { readonly mean: number; readonly sd: number };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [id, file] = positionals;
const world = WORLDS.find((candidate) => candidate.id === id);
if (world === undefined || file === undefined) {
  process.stderr.write('usage: npx tsx tools/pretrain/evaluateWorld.ts WORLD SAMPLES.jsonl [--json]\n');
  process.exit(2);
}
const samples: Sample[] = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const isWellFormed = ({ prompt, answer, ended }: Sample) => ended && world.wellFormed(prompt, answer);
const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
const round = (x: number) => Math.round(x * 1000) / 1000;
const share = (holds: (sample: Sample) => boolean) => round(mean(samples.map((sample) => (holds(sample) ? 1 : 0))));
const lengths = samples.map(({ tokens }) => tokens).sort((a, b) => a - b);
const quantile = (at: number) => lengths[Math.floor(at * (lengths.length - 1))] ?? Number.NaN;
const gold = samples.map(({ prompt, answer }) => world.goldScore(prompt, answer));
const { verify } = world;

const report: WorldReport = {
  n: samples.length,
  wellFormed: share(isWellFormed),
  ended: share(({ ended }) => ended),
  distinctAnswers: new Set(samples.map(({ answer }) => answer)).size,
  right: verify ? share(({ prompt, answer }) => verify(prompt, answer) === 1) : null,
  verified: verify ? round(mean(samples.map(({ prompt, answer }) => verify(prompt, answer)))) : null,
  tokens: { min: quantile(0), q1: quantile(0.25), median: quantile(0.5), q3: quantile(0.75), max: quantile(1) },
  goldScore: { mean: round(mean(gold)), sd: round(Math.sqrt(mean(gold.map((score) => (score - mean(gold)) ** 2)))) },
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
if (!values.json) {
  for (const { prompt, answer } of samples.filter((sample) => !isWellFormed(sample)).slice(0, 25)) {
    process.stdout.write(`${JSON.stringify([prompt, answer])}\n`);
  }
}
