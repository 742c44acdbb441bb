import { openOurs } from '../ourBackend.ts';
import { ourTrainingStep } from '../ourTraining.ts';
import { SHAPE_S } from '../shape.ts';
import type { OpenedCase } from '../types.ts';

/** The step's batch, and eight times as many tokens. */
export async function open(): Promise<OpenedCase> {
  const backend = await openOurs('wasm');
  const one = await ourTrainingStep(backend, SHAPE_S);
  const eight = await ourTrainingStep(backend, { ...SHAPE_S, sequences: 8 * SHAPE_S.sequences });
  return { units: { one: one.unit, eight: eight.unit } };
}
