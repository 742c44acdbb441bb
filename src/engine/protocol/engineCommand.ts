import type { BackendName } from '../../kernels/index.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { JudgedComparison, PersonSet } from '../person/types.ts';
import type { ImportCommand } from './importProtocol.ts';
import type { LiveSettings, RunId } from './runState.ts';

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
