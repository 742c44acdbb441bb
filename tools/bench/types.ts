/** What the page and the driver say to each other. */

/** Work a page asked of its GPU. */
export interface GpuCounts {
  readonly dispatches: number;
  readonly passes: number;
  readonly submits: number;
  /** Bind groups made. */
  readonly bind_groups: number;
  readonly readbacks: number;
}

/** One timed run of a unit. */
export interface Sample {
  readonly ms: number;
  /** Main-thread time spent in the library's calls: absent where computing itself is on that thread. */
  readonly jsMs?: number;
  readonly loss?: number;
  readonly counts: GpuCounts;
}

/** What a unit tells of a run that ended in synchronisation. */
export interface UnitOutcome {
  readonly loss?: number;
  readonly jsMs?: number;
}

export interface Unit {
  run(): Promise<UnitOutcome>;
  /** Floating-point operations of one run, for units that measure a rate. */
  readonly flops?: number;
  /** Tokens of one run. */
  readonly tokens?: number;
}

/** A case as its file opens it: what is timed, by name, and what else is worth knowing. */
export interface OpenedCase {
  readonly units: Readonly<Record<string, Unit>>;
  readonly facts?: Readonly<Record<string, number | string>>;
}

/** The driver's view of an opened case. */
export interface CaseDescription {
  readonly units: Readonly<Record<string, { readonly flops: number | null; readonly tokens: number | null }>>;
  readonly facts: Readonly<Record<string, number | string>>;
  readonly crossOriginIsolated: boolean;
}

/** All that was measured of a unit. Warm-up runs come first and count for losses alone. */
export interface UnitResult {
  readonly samples: readonly Sample[];
  readonly losses: readonly number[];
  readonly flops: number | null;
  readonly tokens: number | null;
}

export interface CaseResult {
  readonly units: Readonly<Record<string, UnitResult>>;
  readonly facts: Readonly<Record<string, number | string>>;
  readonly peakGpuBytes: number;
  /** Why there is no more of it, when it failed. */
  readonly error: string | null;
}

export type Results = Readonly<Record<string, CaseResult>>;
