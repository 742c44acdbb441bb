/** A golden file as `shared/golden/README.md` describes it, checked field by field by `readGolden`. */
export interface GoldenFile {
  readonly path: string;
  readonly family: string;
  readonly kind: string;
  readonly tolerance: Tolerance;
  readonly cases: readonly GoldenCase[];
}

export interface GoldenCase {
  readonly id: string;
  /** '' where the file's cases have none. */
  readonly loss: string;
  readonly hyperparameters: JsonObject;
  readonly source: JsonObject;
  readonly inputs: JsonObject;
  readonly expected: JsonObject;
  readonly flags: readonly string[];
  /** The cases before this one in its file: steps of one run build on each other. */
  readonly earlier: readonly GoldenCase[];
}

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export type Outcome =
  | { readonly id: string; readonly status: 'passed' }
  | { readonly id: string; readonly status: 'failed'; readonly reason: string }
  | { readonly id: string; readonly status: 'skipped'; readonly reason: string };

/** What a checker throws for a case it does not know, with the reason. */
export class Unknown extends Error {}

/** What float64 programs agree to, by the golden README. */
export const FLOAT64: Tolerance = { rtol: 1e-9, atol: 1e-9 };
/** The README's tolerance of float32 programs, unless a file says otherwise. */
export const FLOAT32: Tolerance = { rtol: 1e-4, atol: 1e-5 };
