import { describe, expect, it } from 'vitest';
import type { Launch, Plan, Value } from '../../kernels/index.ts';
import { peakTemporaryBytes } from './preflight.ts';

let ids = 0;
const value = (shape: readonly number[], storage: Value['storage'] = 'temporary'): Value => ({
  id: ids++,
  name: '',
  shape,
  dataType: 'float32',
  storage,
  offset: 0,
});
const launch = (inputs: readonly Value[], outputs: readonly Value[]): Launch => ({
  kernel: 'add',
  phase: 'forward',
  inputs,
  outputs,
  attributes: {},
});
const plan = (launches: readonly Launch[], outputs: readonly Value[] = []): Plan => ({
  layout: { entries: [], length: 0, decayLength: 0 },
  launches,
  inputs: new Map(),
  outputs: new Map(outputs.map((output, i) => [`output ${i}`, output])),
  states: [],
});

describe('peakTemporaryBytes', () => {
  it('counts what lives at once: 4 bytes an element, input and output of a launch together', () => {
    const [weights, a, b, c] = [value([1000], 'parameter'), value([4]), value([2, 4]), value([2])];
    const chain = [launch([weights], [a]), launch([a, weights], [b]), launch([b], [c])];
    // a: 16; a + b: 16 + 32 = 48; b + c: 32 + 8 = 40
    expect(peakTemporaryBytes(plan(chain, [c]))).toBe(48);
  });

  it('keeps what a later launch still reads, as a backward does with its forward’s activations', () => {
    const [a, b, c, d] = [value([10]), value([10]), value([10]), value([10])];
    const launches = [launch([], [a]), launch([a], [b]), launch([b], [c]), launch([c, a], [d])];
    // a + b = 80; a + b + c = 120; a + c + d = 120
    expect(peakTemporaryBytes(plan(launches))).toBe(120);
  });

  it('never frees outputs of the plan, and counts a value updated in place once', () => {
    const [kept, a, last] = [value([5]), value([7]), value([1])];
    const launches = [launch([], [kept]), launch([], [a]), launch([a], [a]), launch([], [last])];
    // kept + a = 48, twice; then kept + last = 24
    expect(peakTemporaryBytes(plan(launches, [kept]))).toBe(48);
  });

  it('counts no parameters, gradients or inputs', () => {
    const [input, gradient] = [value([64], 'input'), value([64], 'gradient')];
    expect(peakTemporaryBytes(plan([launch([input], [gradient])]))).toBe(0);
  });
});
