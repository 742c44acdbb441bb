import { describe, expect, it } from 'vitest';
import type { MetricValues } from '../metrics/types.ts';
import { divergenceWatch } from './divergence.ts';

const VOCABULARY = 1024;
const HEALTHY = -2; // nats a token, far above ln(1/1024)

function values(changes: Record<string, number> = {}): MetricValues {
  const all = { loss: 0.6, grad_norm: 1, 'logps/chosen': -40, learning_rate: 1e-4, ...changes };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { value, n: 1 }]));
}

/** A watch that has seen `steps` calm steps. */
function calmFor(steps: number) {
  const watch = divergenceWatch(VOCABULARY);
  for (let step = 1; step <= steps; step++) expect(watch(step, values(), HEALTHY)).toBeNull();
  return watch;
}

describe('divergenceWatch', () => {
  it.each([
    ['loss', Number.NaN],
    ['grad_norm', Number.POSITIVE_INFINITY],
    ['logps/chosen', Number.NEGATIVE_INFINITY],
  ])('stops at a %s of %s and names it', (metric, value) => {
    expect(calmFor(3)(4, values({ [metric]: value }), HEALTHY)).toEqual({
      code: 'LOSS_NOT_FINITE',
      data: { step: 4, metric, cause: 'objective' },
    });
  });

  it('suspects the learning rate where it is large, else the objective', () => {
    const cause = (learning_rate: number) =>
      divergenceWatch(VOCABULARY)(1, values({ loss: Number.NaN, learning_rate }), HEALTHY)?.data.cause;
    expect(cause(3e-3)).toBe('learning_rate');
    expect(cause(2.9e-3)).toBe('objective');
  });

  it('stops when chosen answers are much less likely than a uniform guess, and not before', () => {
    const uniform = -Math.log(VOCABULARY);
    expect(divergenceWatch(VOCABULARY)(7, values(), 1.99 * uniform)).toBeNull();
    expect(divergenceWatch(VOCABULARY)(7, values(), 2.01 * uniform)).toEqual({
      code: 'LOSS_DIVERGED',
      data: { step: 7, metric: 'logps/chosen', cause: 'learning_rate' },
    });
  });

  it('calls a model ruined by where it began, where that is text it has never seen', () => {
    const uniform = -Math.log(VOCABULARY);
    const watch = divergenceWatch(VOCABULARY);
    expect(watch(1, values(), 2.2 * uniform)).toBeNull();
    expect(watch(2, values(), 4.1 * uniform)).toBeNull();
    expect(watch(3, values(), 4.3 * uniform)?.code).toBe('LOSS_DIVERGED');
  });

  it('knows where a run began that goes on past its first step', () => {
    const uniform = -Math.log(VOCABULARY);
    const resumed = divergenceWatch(VOCABULARY, 2.2 * uniform);
    expect(resumed(26, values(), 4.1 * uniform)).toBeNull();
    expect(resumed(27, values(), 4.3 * uniform)?.code).toBe('LOSS_DIVERGED');
    // One that began well gets no more room than a run whose beginning is not known.
    expect(divergenceWatch(VOCABULARY, HEALTHY)(26, values(), 2.01 * uniform)?.code).toBe('LOSS_DIVERGED');
    expect(divergenceWatch(VOCABULARY)(26, values(), 2.01 * uniform)?.code).toBe('LOSS_DIVERGED');
  });

  it('stops at the third gradient in a row of more than fifty times the typical norm', () => {
    const watch = calmFor(10);
    expect(watch(11, values({ grad_norm: 51 }), HEALTHY)).toBeNull();
    expect(watch(12, values({ grad_norm: 51 }), HEALTHY)).toBeNull();
    expect(watch(13, values({ grad_norm: 51 }), HEALTHY)).toMatchObject({
      code: 'LOSS_DIVERGED',
      data: { step: 13, metric: 'grad_norm' },
    });
  });

  it('lets single spikes pass, however many', () => {
    const watch = calmFor(10);
    for (let step = 11; step < 40; step++) {
      expect(watch(step, values({ grad_norm: step % 3 === 0 ? 1 : 1000 }), HEALTHY)).toBeNull();
    }
  });

  it('needs ten norms before it calls one untypical', () => {
    const watch = calmFor(9);
    expect(watch(10, values({ grad_norm: 1000 }), HEALTHY)).toBeNull(); // the tenth norm it keeps
    expect(watch(11, values({ grad_norm: 1000 }), HEALTHY)).toBeNull();
    expect(watch(12, values({ grad_norm: 1000 }), HEALTHY)).toBeNull();
    expect(watch(13, values({ grad_norm: 1000 }), HEALTHY)?.code).toBe('LOSS_DIVERGED');
  });
});
