import { causalAttention } from '../causalAttention/causalAttention.ts';
import { embedding } from '../embedding/embedding.ts';
import { maskedSum } from '../maskedSum/maskedSum.ts';
import { matmul } from '../matmul/matmul.ts';
import { layoutParameters, type ParameterDeclaration } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Plan } from '../plan/types.ts';
import { rmsNorm } from '../rmsNorm/rmsNorm.ts';
import { rope } from '../rope/rope.ts';
import { swiglu } from '../swiglu/swiglu.ts';
import { headLogps } from '../tokenLogps/headLogps.ts';
import { gaussians, integers } from './seeded.ts';

export interface TinyLlama {
  readonly sequences: number;
  readonly tokens: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly channels: number;
  readonly width: number;
  readonly vocabulary: number;
}

export const TINY: TinyLlama = {
  sequences: 3,
  tokens: 5,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headSize: 6,
  channels: 10,
  width: 14,
  vocabulary: 23,
};

/** A Llama with a tied head, trained on weighted sums of token log-probs; every op of a training step is in it. M = N·T rows. */
export function tinyLlamaPlan(size: TinyLlama, options: { readonly wholeElements?: number } = {}): Plan {
  const { tokens, layers, heads, kvHeads, headSize, channels, width, vocabulary } = size;
  const matrix = (name: string, rows: number, columns: number, joined = false): ParameterDeclaration => ({
    name,
    shape: [rows, columns],
    decay: true,
    joined,
  });
  const gain = (name: string): ParameterDeclaration => ({ name, shape: [channels], decay: false });
  const declarations = [matrix('table', vocabulary, channels), gain('norm')];
  for (let layer = 0; layer < layers; layer++) {
    declarations.push(
      gain(`${layer}.norm1`),
      matrix(`${layer}.q`, heads * headSize, channels),
      matrix(`${layer}.k`, kvHeads * headSize, channels, true),
      matrix(`${layer}.v`, kvHeads * headSize, channels, true),
      matrix(`${layer}.o`, channels, heads * headSize),
      gain(`${layer}.norm2`),
      matrix(`${layer}.gate`, width, channels),
      matrix(`${layer}.up`, width, channels, true),
      matrix(`${layer}.down`, channels, width),
    );
  }
  const plan = new PlanBuilder(layoutParameters(declarations));
  const rows = size.sequences * tokens;
  const ids = plan.input('ids', [rows], 'int32');
  const targets = plan.input('targets', [rows], 'int32');
  const positions = plan.input('positions', [rows], 'int32');
  const segments = plan.input('segments', [rows, 2], 'int32');
  const weights = plan.input('weights', [rows]);
  const table = plan.parameter('table');
  let x = embedding(plan, ids, table);
  for (let layer = 0; layer < layers; layer++) {
    const parameter = (name: string) => plan.parameter(`${layer}.${name}`);
    const joined = (...names: string[]) => plan.joined(names.map((name) => `${layer}.${name}`));
    const transposeB = true;
    const before = rmsNorm(plan, x, parameter('norm1'), 1e-5);
    const qkv = matmul(plan, before, joined('q', 'k', 'v'), { transposeB });
    const turned = rope(plan, qkv, positions, { heads: heads + kvHeads, headSize, theta: 100 });
    const mixed = causalAttention(plan, turned, segments, { heads, kvHeads, headSize });
    x = matmul(plan, mixed, parameter('o'), { transposeB, residual: x });
    const after = rmsNorm(plan, x, parameter('norm2'), 1e-5);
    const gateUp = matmul(plan, after, joined('gate', 'up'), { transposeB });
    x = matmul(plan, swiglu(plan, gateUp), parameter('down'), { transposeB, residual: x });
  }
  const final = rmsNorm(plan, x, plan.parameter('norm'), 1e-5);
  const { logps, entropy } = headLogps(plan, final, table, targets, options);
  const sums = maskedSum(plan, logps, weights, { tokens });
  plan.output('logps', logps);
  plan.output('entropy', entropy);
  plan.output('sums', sums);
  plan.backward([{ value: sums, gradient: plan.input('dSums', [size.sequences]) }]);
  plan.output('norm', plan.optimizer().norm);
  return plan.build();
}

/** One batch: lengths T, T − 2, …, down to 0; weights 0 beyond a length and on first tokens. */
export function tinyLlamaInputs(size: TinyLlama, seed: number): Record<string, Float32Array | Int32Array> {
  const { sequences, tokens, vocabulary } = size;
  const rows = sequences * tokens;
  const lengths = Int32Array.from({ length: sequences }, (_, n) => Math.max(0, tokens - 2 * n));
  const used = (row: number): boolean => row % tokens > 0 && row % tokens < lengths[Math.floor(row / tokens)]!;
  return {
    ids: integers(seed, rows, vocabulary),
    targets: integers(seed + 1, rows, vocabulary),
    positions: Int32Array.from({ length: rows }, (_, row) => row % tokens),
    segments: Int32Array.from({ length: 2 * rows }, (_, i) => {
      const row = Math.floor(i / 2);
      const first = row - (row % tokens);
      const length = lengths[first / tokens]!;
      return row % tokens < length ? first + (i % 2) * length : 0;
    }),
    weights: gaussians(seed + 2, rows).map((weight, row) => (used(row) ? weight : 0)),
    dSums: gaussians(seed + 3, sequences),
  };
}
