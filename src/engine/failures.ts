import { KernelError } from '../kernels/index.ts';
import { EngineError, type EngineErrorCode, type ErrorData } from './errors.ts';

export function isDeviceLoss(failure: unknown): boolean {
  return failure instanceof KernelError && failure.code === 'GPU_LOST';
}

/** A device lost before there is a run: nothing recovers, so a person must be told. */
export function unrecovered(failure: unknown): never {
  throw isDeviceLoss(failure) ? new EngineError('GPU_LOST', { attempts: 0 }, failure) : failure;
}

/** Codes of the kernels room are a subset of ours, but for a faulty plan, which is our own mistake. */
export function describeFailure(failure: unknown): { readonly code: EngineErrorCode; readonly data: ErrorData } {
  if (failure instanceof EngineError) return failure;
  if (failure instanceof KernelError && failure.code !== 'PLAN_INVALID')
    return { code: failure.code, data: failure.data };
  const detail = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  return { code: 'BACKEND_FAILED', data: { detail } };
}
