import type { EngineErrorCode, ErrorData } from '../errors.ts';
import type { MetricValue, MetricValues } from '../metrics/types.ts';

/** A cell's judged figure at an evaluation. */
export interface JudgedPoint extends MetricValue {
  readonly step: number;
}

/** What became of a cell. Plain data: it is stored as it is. */
export interface CellResult {
  /** `hopeless`: stopped by the rule of `hopeless.ts`; `diverged`: by the engine's; `failed`: for any other reason. */
  readonly state: 'done' | 'hopeless' | 'diverged' | 'failed';
  /** Steps taken, and planned. */
  readonly step: number;
  readonly steps: number;
  /** Tokens trained on in all steps taken. */
  readonly tokens: number;
  /** From the first step to the end, evaluations counted, pauses not. Of this machine: no link gives it again. */
  readonly seconds: number;
  /** Before that: loading, compiling, measuring. */
  readonly preparationSeconds: number;
  /** Before the first step, and at the newest evaluation. */
  readonly first: MetricValues;
  readonly last: MetricValues;
  readonly curve: readonly JudgedPoint[];
  readonly failure: { readonly code: EngineErrorCode; readonly data: ErrorData } | null;
}
