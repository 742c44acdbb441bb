import { describe, expect, it } from 'vitest';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import { normals, openForTest, type ParityCase, parityError } from '../webgpu/parity.ts';
import { chooseToken } from './chooseToken.ts';

const LENGTH = 3;

/** Rows at different counts, one of them done. */
function choice(options: {
  vocabulary: number;
  temperature: number;
  topP: number;
  spread?: number;
  rounded?: boolean;
  advance?: number;
}): ParityCase {
  const { vocabulary, temperature, topP, spread = 2, rounded = false, advance = 1 } = options;
  const rows = 6;
  const logits = normals(rows * vocabulary, 5).map((value) => (rounded ? Math.round(value) : value) * spread);
  return {
    kernel: 'chooseToken',
    attributes: { advance, capacity: 12 },
    inputs: [
      { shape: [rows, vocabulary], data: logits },
      {
        shape: [LENGTH, rows],
        data: Float32Array.from({ length: LENGTH * rows }, (_, i) => ((i * 7) % 18) / 18 + 0.01),
      },
      { shape: [8], data: Float32Array.of(temperature, topP, 3, 2, -1, -1, -1, -1) },
      { shape: [rows], data: new Int32Array(rows).fill(1) },
      { shape: [rows], data: Int32Array.of(3, 4, 5, 6, 11, 2) },
      { shape: [rows], data: Int32Array.of(0, 1, 2, -3, 0, 1) },
      { shape: [rows, LENGTH, 2], data: new Float32Array(rows * LENGTH * 2) },
    ],
    outputs: [{ overwrites: 3 }, { overwrites: 4 }, { overwrites: 5 }, { overwrites: 6 }],
  };
}

describe('chooseToken on WebGPU', () => {
  it.each([
    { vocabulary: 3, temperature: 1, topP: 1 },
    { vocabulary: 70, temperature: 0, topP: 1 },
    { vocabulary: 70, temperature: 0, topP: 1, rounded: true },
    { vocabulary: 257, temperature: 0.7, topP: 0.9 },
    { vocabulary: 257, temperature: 1.5, topP: 0.3, rounded: true, advance: 0 },
    { vocabulary: 1024, temperature: 1, topP: 0.95, spread: 20 },
    { vocabulary: 64, temperature: 1, topP: 0 },
  ])('$vocabulary ids, temperature $temperature, top-p $topP', async (options) => {
    expect(await parityError(choice(options))).toBeLessThan(1e-5);
  });

  it('rows with ruined logits end, and answer no number', async () => {
    const gpu = await openForTest();
    const layout = layoutParameters([]);
    const plan = new PlanBuilder(layout);
    const logits = [
      [0, Number.NaN, 1],
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
      [0, Number.POSITIVE_INFINITY, 1],
      [Number.NEGATIVE_INFINITY, 3, Number.NEGATIVE_INFINITY],
    ];
    const rows = logits.length;
    const answers = {
      uniforms: plan.input('uniforms', [1, rows]),
      settings: plan.input('settings', [8]),
      ids: plan.input('ids', [rows], 'int32'),
      positions: plan.input('positions', [rows], 'int32'),
      progress: plan.input('progress', [rows], 'int32'),
      chosen: plan.input('chosen', [rows, 1, 2]),
    };
    chooseToken(plan, plan.input('logits', [rows, 3]), answers, { advance: false, capacity: 9 });
    plan.output('chosen', answers.chosen);
    plan.output('progress', answers.progress);
    const executor = await gpu.prepare(plan.build(), gpu.createStore(layout, { trainable: false }));
    executor.write('logits', Float32Array.from(logits.flat()));
    executor.write('uniforms', new Float32Array(rows).fill(0.5));
    executor.write('settings', Float32Array.of(1, 0.9, 9, -1, -1, -1, -1, -1));
    executor.run('forward');
    expect([...(await executor.read('chosen'))]).toEqual([0, Number.NaN, 0, Number.NaN, 0, Number.NaN, 1, 0]);
    expect([...(await executor.read('progress'))]).toEqual([-2, -2, -2, 1]);
    gpu.dispose();
  });
});
