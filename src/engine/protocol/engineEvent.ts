import type { BackendName, Diagnosis } from '../../kernels/index.ts';
import type { EngineErrorCode, ErrorData } from '../errors.ts';
import type { MetricValue } from '../metrics/types.ts';
import type { Comparison, PersonSet } from '../person/types.ts';
import type { CheckpointComparison } from '../train/compareCheckpoints.ts';
import type { Evaluation, SamplePair } from './evaluation.ts';
import type { ImportEvent } from './importProtocol.ts';
import type { Inspection } from './inspection.ts';
import type { Preflight } from './preflight.ts';
import type { RewardModelReport } from './rewardModelReport.ts';
import type { LiveSettings, RunId, RunPhase, RunState, SnapshotSummary } from './runState.ts';
import type { PairScores, StepRecord } from './stepRecord.ts';

export type EngineEvent =
  | { readonly type: 'hello'; readonly protocol: number }
  | {
      readonly type: 'device';
      readonly diagnosis: Diagnosis;
      readonly backend: BackendName | null;
      readonly variants: Readonly<Record<string, string>>;
      readonly generation: number;
    }
  | { readonly type: 'state'; readonly runId: RunId; readonly state: RunState; readonly step: number }
  | {
      readonly type: 'progress';
      readonly runId: RunId;
      readonly phase: RunPhase;
      readonly done: number;
      readonly total: number;
      /** null until stable to ±20 %. */
      readonly secondsLeft: number | null;
    }
  | { readonly type: 'preflight'; readonly runId: RunId; readonly preflight: Preflight }
  /** Steps since the last such event, batched to at most four events a second. */
  | {
      readonly type: 'steps';
      readonly runId: RunId;
      readonly records: readonly StepRecord[];
      /** Of the newest of them; recordings have none. */
      readonly pairs?: PairScores | null;
    }
  | { readonly type: 'evaluation'; readonly runId: RunId; readonly evaluation: Evaluation }
  /** The judge was trained; before state 'ready'. */
  | { readonly type: 'rewardModel'; readonly runId: RunId; readonly report: RewardModelReport }
  /** Fewer than asked for where the two answers were the same; `next` is the `from` to go on with. */
  | {
      readonly type: 'comparisons';
      readonly runId: RunId;
      readonly step: number;
      readonly comparisons: readonly Comparison[];
      readonly next: number;
    }
  /** Over the comparisons that both decide; null without any, or without a training judge. */
  | { readonly type: 'agreement'; readonly runId: RunId; readonly training: MetricValue | null }
  | { readonly type: 'personSet'; readonly set: PersonSet }
  /** `saved: false`: this browser could not, and a reload would lose them. */
  | { readonly type: 'personSaved'; readonly saved: boolean }
  | { readonly type: 'inspection'; readonly runId: RunId; readonly inspection: Inspection }
  | { readonly type: 'sampled'; readonly runId: RunId; readonly step: number; readonly sample: SamplePair }
  | { readonly type: 'checkpoints'; readonly runId: RunId; readonly comparison: CheckpointComparison }
  /** The run went back: drop records beyond this step. */
  | { readonly type: 'rewound'; readonly runId: RunId; readonly step: number; readonly settings: LiveSettings }
  | { readonly type: 'settings'; readonly runId: RunId; readonly settings: LiveSettings }
  | {
      readonly type: 'snapshot';
      readonly runId: RunId;
      readonly step: number;
      readonly saved: boolean;
      readonly problem: EngineErrorCode | null;
    }
  /** What another objective of the race says, as a run of its own would: `runId` is the race's, the event has its own. */
  | { readonly type: 'rival'; readonly runId: RunId; readonly event: EngineEvent }
  | { readonly type: 'snapshots'; readonly snapshots: readonly SnapshotSummary[] }
  | ImportEvent
  | { readonly type: 'weights'; readonly runId: RunId; readonly step: number; readonly file: Uint8Array }
  /** `file` is a zip of one folder, `name`. */
  | { readonly type: 'folder'; readonly name: string; readonly file: Uint8Array; readonly hasScript: boolean }
  /** The device was lost and the run goes on from a snapshot. */
  | { readonly type: 'recovered'; readonly runId: RunId; readonly step: number; readonly attempt: number }
  | {
      readonly type: 'error';
      readonly runId: RunId | null;
      readonly code: EngineErrorCode;
      readonly data: ErrorData;
      /** The step to which the run can be rewound from here. */
      readonly rewindTo: number | null;
    };
