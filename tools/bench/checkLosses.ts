import { AGREEING_STEPS, SHAPE_S } from './shape.ts';
import type { Results } from './types.ts';

/** Cases that train the same model from the same weights on the same tokens. */
const SAME_MODEL = [
  'ours-webgpu',
  'ours-wasm',
  'ours-tfjs-wasm',
  'jaxjs-webgpu',
  'jaxjs-wasm',
  'jaxjs-wasm-isolated',
  'tfjs-webgpu',
  'tfjs-wasm',
];
const TOLERANCE = 1e-3;
/** nanogpt has weights of its own: it must only start where an untrained model starts. */
const UNTRAINED_TOLERANCE = 0.3;

const lossesOf = (results: Results, name: string) => results[name]?.units.step?.losses ?? [];

/** What is wrong with the losses, in sentences; none when every library computed what it should have. */
export function lossProblems(results: Results): string[] {
  const problems: string[] = [];
  const measured = SAME_MODEL.filter((name) => lossesOf(results, name).length > 0);
  const first = measured[0];
  if (first !== undefined) {
    for (const name of measured) {
      const steps = Math.min(AGREEING_STEPS, lossesOf(results, first).length, lossesOf(results, name).length);
      for (let step = 0; step < steps; step++) {
        const [expected, found] = [lossesOf(results, first)[step], lossesOf(results, name)[step]];
        // Written so that NaN, too, is a disagreement.
        if (!(Math.abs((expected ?? Number.NaN) - (found ?? Number.NaN)) <= TOLERANCE)) {
          problems.push(`${name}: loss ${found} in step ${step + 1}, ${first} has ${expected}`);
          break;
        }
      }
    }
  }
  const untrained = lossesOf(results, 'nanogpt-webgpu')[0];
  const expected = Math.log(SHAPE_S.vocabulary);
  if (untrained !== undefined && !(Math.abs(untrained - expected) <= UNTRAINED_TOLERANCE))
    problems.push(`nanogpt-webgpu: first loss ${untrained}, an untrained model has ${expected.toFixed(3)}`);
  return problems;
}
