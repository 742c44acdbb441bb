import type { BackendName } from '../../kernels/index.ts';
import type { Evaluation } from './evaluation.ts';
import type { Inspection } from './inspection.ts';
import type { StepRecord } from './stepRecord.ts';

/** A recorded run, as committed under `public/recorded/`: what the engine said, to be replayed by the page. */
export interface RecordedRun {
  readonly protocol: number;
  /** The link fragment it was made from, and the command. */
  readonly link: string;
  readonly command: string;
  readonly backend: BackendName;
  readonly records: readonly StepRecord[];
  readonly evaluations: readonly Evaluation[];
  readonly inspection: Inspection | null;
}
