import fc from 'fast-check';
import katex from 'katex';
import { expect, test } from 'vitest';
import { pairArrays } from '../../testing/pairArrays.ts';
import { evaluateObjective } from '../objective.ts';
import { readCustom } from './customMethod.ts';

interface Sample {
  readonly text: string;
  /** Worked out by the generator, not by the parser. */
  readonly value: (delta: number, chosen: number) => number;
}

const { sample: anySample } = fc.letrec<{ sample: Sample; leaf: Sample; pair: [Sample, Sample] }>((tie) => ({
  leaf: fc.oneof(
    fc.constant<Sample>({ text: 'delta', value: (delta) => delta }),
    fc.constant<Sample>({ text: 'chosen_logps', value: (_, chosen) => chosen }),
    fc.integer({ min: 0, max: 9 }).map<Sample>((n) => ({ text: String(n), value: () => n })),
    fc.constant<Sample>({ text: '2.5e-1', value: () => 0.25 }),
  ),
  pair: fc.tuple(tie('sample'), tie('sample')),
  sample: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('pair').map<Sample>(([a, b]) => ({
      text: `(${a.text}) + ${b.text}`,
      value: (x, y) => a.value(x, y) + b.value(x, y),
    })),
    tie('pair').map<Sample>(([a, b]) => ({
      text: `${a.text} - (${b.text})`,
      value: (x, y) => a.value(x, y) - b.value(x, y),
    })),
    tie('pair').map<Sample>(([a, b]) => ({
      text: `(${a.text})*(${b.text})`,
      value: (x, y) => a.value(x, y) * b.value(x, y),
    })),
    tie('pair').map<Sample>(([a, b]) => ({
      text: `(${a.text}) / (1 + (${b.text})^2)`,
      value: (x, y) => a.value(x, y) / (1 + b.value(x, y) ** 2),
    })),
    tie('pair').map<Sample>(([a, b]) => ({
      text: `max(${a.text}, min(${b.text}, 1))`,
      value: (x, y) => Math.max(a.value(x, y), Math.min(b.value(x, y), 1)),
    })),
    tie('pair').map<Sample>(([a, b]) => ({
      text: `select(${a.text} > ${b.text}, ${b.text}, 1)`,
      value: (x, y) => (a.value(x, y) - b.value(x, y) > 0 ? b.value(x, y) : 1),
    })),
    tie('sample').map<Sample>((a) => ({ text: `-(${a.text})^3`, value: (x, y) => -(a.value(x, y) ** 3) })),
    tie('sample').map<Sample>((a) => ({ text: `softplus(${a.text})`, value: (x, y) => softplus(a.value(x, y)) })),
  ),
}));

const softplus = (x: number) => (x > 30 ? x : Math.log(1 + Math.exp(x)));

test('any expression has the value that arithmetic gives it, and TeX that can be set', () => {
  fc.assert(
    fc.property(anySample, ({ text, value }) => {
      const { method, error } = readCustom(`${text} + 0 * delta`);
      if (error !== null) {
        expect(['too_long', 'too_deep', 'too_many_nodes', 'not_finite']).toContain(error.code);
        return;
      }
      const { losses } = evaluateObjective(method, pairArrays([-2, -1], [-3, -5]), {});
      for (const [i, [delta, chosen]] of [[1, -2] as const, [4, -1] as const].entries()) {
        const want = value(delta, chosen);
        if (!Number.isFinite(want)) continue;
        expect(Math.abs((losses[i] ?? Number.NaN) - want), text).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(want)));
      }
      expect(() => katex.renderToString(method.formula, { throwOnError: true, strict: 'error' }), text).not.toThrow();
    }),
    { numRuns: 400 },
  );
});
