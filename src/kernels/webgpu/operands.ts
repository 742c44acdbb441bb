import { KernelError } from '../plan/executor.ts';
import { elementCount as elementsOfShape } from '../plan/layoutParameters.ts';
import type { Launch, Value } from '../plan/types.ts';

/** Access to a launch's operands that names what is missing instead of returning undefined. */
export function input(launch: Launch, index: number): Value {
  const value = launch.inputs[index];
  if (!value) throw new KernelError('PLAN_INVALID', { kernel: launch.kernel, missing: `input ${index}` });
  return value;
}

export function output(launch: Launch, index: number): Value {
  const value = launch.outputs[index];
  if (!value) throw new KernelError('PLAN_INVALID', { kernel: launch.kernel, missing: `output ${index}` });
  return value;
}

export function attribute(launch: Launch, name: string): number {
  const value = launch.attributes[name];
  if (value === undefined) throw new KernelError('PLAN_INVALID', { kernel: launch.kernel, missing: name });
  return value;
}

export function elementCount(value: Value): number {
  return elementsOfShape(value.shape);
}

/** The value as a matrix: [product of all but the last dimension, last dimension]. */
export function matrixShape(value: Value): [rows: number, cols: number] {
  const cols = value.shape.at(-1) ?? 1;
  return [cols === 0 ? 0 : elementCount(value) / cols, cols];
}

/** @throws KernelError PLAN_INVALID unless the sizes agree */
export function expectSize(launch: Launch, what: string, actual: number, expected: number): void {
  if (actual !== expected) {
    throw new KernelError('PLAN_INVALID', { kernel: launch.kernel, what, actual, expected });
  }
}
