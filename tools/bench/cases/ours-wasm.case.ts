import { openOurs } from '../ourBackend.ts';
import { ourTrainingStep } from '../ourTraining.ts';
import { SHAPE_S } from '../shape.ts';
import type { OpenedCase } from '../types.ts';

export async function open(): Promise<OpenedCase> {
  const backend = await openOurs('wasm');
  const { unit } = await ourTrainingStep(backend, SHAPE_S);
  return { units: { step: unit }, facts: { ...backend.variants } };
}
