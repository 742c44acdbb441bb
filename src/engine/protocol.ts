import type { BackendName, Diagnosis } from '../kernels/index.ts';
import type { EngineErrorCode, ErrorData } from './errors.ts';
import type { Experiment } from './experiment/schema.ts';
import type { ImportCommand, ImportEvent } from './importProtocol.ts';
import type { ReliabilityBin } from './metrics/calibration.ts';
import type { LengthControlWarning } from './metrics/lengthControl.ts';
import type { PairDots } from './metrics/pairDots.ts';
import type { MetricValue, MetricValues } from './metrics/types.ts';
import type { Comparison, JudgedComparison, PersonSet } from './person/types.ts';
import type { CheckpointComparison } from './train/compareCheckpoints.ts';

export * from './importProtocol.ts';

/**
 * The one door between page and engine: typed commands in, typed events out.
 *
 * Every event carries the id of the run it belongs to; the page drops events of a run it no longer shows. Bump
 * PROTOCOL_VERSION when a stored event (recorded runs) would be misread.
 */
export const PROTOCOL_VERSION = 1;

export type RunId = string;

export interface StepRecord {
  readonly step: number;
  readonly values: MetricValues;
}

/** A dot of the reward-against-length scatter: one held-out completion. */
export interface LengthDot {
  readonly length: number;
  readonly reward: number;
  /** World's gold score, where the rows have one. */
  readonly gold: number | null;
  readonly role: 'chosen' | 'rejected';
}

/** Where the pairs of a batch lie on the objective's shape, in the scores it compares. */
export interface PairScores {
  readonly chosen: readonly number[];
  readonly rejected: readonly number[];
  /** Each pair's loss, where the objective has one for it. */
  readonly losses: readonly number[] | null;
}

/** A token with what the policy and the reference think of it, and how the objective pushes it. */
export interface InspectedToken {
  readonly text: string;
  readonly logp: number;
  readonly refLogp: number;
  /** −d loss / d log-prob for this pair alone: positive = pushed up. 0 on prompt tokens (unless the method reads them). */
  readonly push: number;
  /** How much the token counts, where the objective has masks. */
  readonly mask?: number;
}

export interface Inspection {
  readonly step: number;
  readonly index: number;
  readonly count: number;
  readonly prompt: string;
  /** Of the rejected answer, where it is another one. */
  readonly rejectedPrompt?: string;
  readonly chosen: readonly InspectedToken[];
  readonly rejected: readonly InspectedToken[];
  /** The method's rewards of the pair, and their difference. */
  readonly chosenReward: number;
  readonly rejectedReward: number;
  readonly margin: number;
  readonly loss: number;
  readonly scoreChosen: number | null;
  readonly scoreRejected: number | null;
}

/** The same held-out prompt answered by policy and reference, with the judges' verdict (null without a world). */
export interface SamplePair {
  readonly prompt: string;
  readonly policy: string;
  readonly reference: string;
  readonly policyTokens: number;
  readonly referenceTokens: number;
  /** Training judge: 1 policy wins, 0.5 tie, 0 loses. */
  readonly judged: number | null;
  readonly goldJudged: number | null;
}

export interface Evaluation {
  readonly step: number;
  readonly values: MetricValues;
  readonly dots: readonly LengthDot[];
  readonly samples: readonly SamplePair[];
  /** What recordings made before it have not. */
  readonly details?: EvaluationDetails;
}

/** What plots need beside an evaluation's values. */
export interface EvaluationDetails {
  /** Held-out pairs against the theory's boundary; null without β against a reference. */
  readonly pairs: PairDots | null;
  /** Bins of like confidence; null where the labels' probabilities are unknown. */
  readonly reliability: readonly ReliabilityBin[] | null;
  /** Least squares of the implicit reward on length over all held-out completions. */
  readonly lengthLine: { readonly slope: number; readonly intercept: number } | null;
  /** Why the length-controlled win rate should not be taken at its word. */
  readonly lengthWarnings: readonly LengthControlWarning[];
}

/** A Bradley-Terry reward model as trained before a run. */
export interface RewardModelReport {
  /** Share of held-out pairs whose chosen answer it scores higher; ties count half. Null without held-out pairs. */
  readonly accuracy: MetricValue | null;
  /**
   * Share of held-out chosen answers that it scores higher after a prompt they satisfy than after one they violate; a half is chance. Null
   * where rows have no such prompts.
   */
  readonly promptAccuracy: MetricValue | null;
  readonly members: number;
  /** Of each member. */
  readonly steps: number;
  /** Of the last member's last step. */
  readonly loss: number;
}

export interface MemoryEstimate {
  readonly weightsBytes: number;
  readonly optimizerBytes: number;
  readonly activationBytes: number;
  readonly referenceBytes: number;
  readonly totalBytes: number;
  readonly limitBytes: number | null;
}

export interface Preflight {
  readonly backend: BackendName;
  readonly parameters: number;
  readonly downloadBytes: number;
  readonly memory: MemoryEstimate;
  /** Measured on this device with one dummy step; null until measured. */
  readonly secondsPerStep: number | null;
  readonly secondsTotal: number | null;
  readonly rows: number;
  readonly truncatedRows: number;
  readonly tooLongRows: number;
  readonly tokens: TrainingTokens;
}

/** Tokens that a step trains on, a mean over all training rows. */
export interface TrainingTokens {
  /** Of what the method reads of its rows. */
  readonly perStep: number;
  /** Of the same rows' chosen and rejected answers with their prompts: the measure of a token budget. */
  readonly pairsPerStep: number;
}

export type RunPhase = 'download' | 'compile' | 'judge' | 'reference' | 'train' | 'evaluate';

export interface SnapshotSummary {
  readonly runId: RunId;
  readonly step: number;
  readonly savedAt: number;
  readonly bytes: number;
  readonly experiment: Experiment;
}

export type RunState = 'preparing' | 'ready' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/** What may change while a run is going. */
export interface LiveSettings {
  readonly learning_rate?: number;
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

export type EngineCommand =
  /** First command: where models, data sets and WASM binaries lie. Absolute address ending in '/'. */
  | { readonly type: 'configure'; readonly baseUrl: string }
  /** Ask what this machine can do. Answer: 'device'. */
  | {
      readonly type: 'diagnose';
      /** As in 'prepare', so that the backend opened now can stay. */
      readonly tune?: boolean;
    }
  /** Load, compile, measure; then 'preflight' and state 'ready'. `autostart` goes on into training. */
  | {
      readonly type: 'prepare';
      readonly runId: RunId;
      readonly experiment: Experiment;
      readonly backend: 'auto' | BackendName;
      readonly autostart: boolean;
      /** Resume from the latest snapshot of this run instead of step 0. */
      readonly resumeFrom?: RunId;
      /** Kernel variants by measurement on this device, then remembered for it; default: the fixed table. */
      readonly tune?: boolean;
    }
  | { readonly type: 'start'; readonly runId: RunId }
  | { readonly type: 'pause'; readonly runId: RunId }
  /** Train `count` steps, then pause. */
  | { readonly type: 'step'; readonly runId: RunId; readonly count: number }
  | { readonly type: 'stop'; readonly runId: RunId }
  /** Back to the newest snapshot at or before `toStep`, then pause. */
  | { readonly type: 'rewind'; readonly runId: RunId; readonly toStep: number; readonly learningRateFactor?: number }
  | { readonly type: 'set'; readonly runId: RunId; readonly settings: LiveSettings }
  /** Held-out pair `index` under the current policy. Answer: 'inspection'. */
  | { readonly type: 'inspect'; readonly runId: RunId; readonly index: number }
  /** One answer of policy and reference to any prompt. Answer: 'sampled'. */
  | { readonly type: 'sample'; readonly runId: RunId; readonly prompt: string }
  /** Two answers each to `count` training prompts, blind, from the one numbered `from` on. Answer: 'comparisons'. */
  | {
      readonly type: 'compare';
      readonly runId: RunId;
      readonly count: number;
      readonly from: number;
      readonly between: 'policy_reference' | 'policy_policy';
    }
  /** How often the run's training judge prefers what the person preferred. Answer: 'agreement'. */
  | { readonly type: 'agree'; readonly runId: RunId; readonly judged: readonly JudgedComparison[] }
  /** What this browser keeps of the person's judgements. Answer: 'personSet'. */
  | { readonly type: 'loadPersonSet' }
  /** Keeps them, in place of those before. Answer: 'personSaved'. */
  | { readonly type: 'savePersonSet'; readonly set: PersonSet }
  /** Evaluate now. Answer: 'evaluation'. */
  | { readonly type: 'evaluate'; readonly runId: RunId }
  | ImportCommand
  /** The run's saved checkpoints against each other, on the evaluation prompts. Answer: 'checkpoints'. */
  | { readonly type: 'compareCheckpoints'; readonly runId: RunId }
  | { readonly type: 'listSnapshots' }
  | { readonly type: 'deleteSnapshots'; readonly runId: RunId }
  /** Safetensors of the current policy. Answer: 'weights'. */
  | { readonly type: 'exportWeights'; readonly runId: RunId }
  /** The experiment as a folder that trains elsewhere, zipped. Of no run: asked at any time. Answer: 'folder'. */
  | {
      readonly type: 'exportFolder';
      readonly experiment: Experiment;
      /** Address of the page without its fragment, for the link in the folder. */
      readonly address: string;
      /** The page's own metrics of this experiment, where it has run. */
      readonly metrics?: { readonly csv: string; readonly json: string };
    }
  /** Test hook: lose the device as if the driver had. */
  | { readonly type: 'loseDevice' };

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
      readonly total: number /** null until stable to ±20 %. */;
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
      readonly data: ErrorData /** Whether the run can be rewound from here. */;
      readonly rewindTo: number | null;
    };

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
