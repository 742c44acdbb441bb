import type {
  CheckpointComparison,
  EngineErrorCode,
  EngineEvent,
  ErrorData,
  Evaluation,
  Experiment,
  Inspection,
  LiveSettings,
  PairScores,
  Preflight,
  RewardModelReport,
  RunHistory,
  RunPhase,
  RunState,
  SamplePair,
  StepRecord,
} from '../../engine/index.ts';
import { RECENT_STEPS } from '../../engine/index.ts';

/** Runs replayed from a file carry this id; no live run can have it. */
export const RECORDED_RUN_ID = 'recorded';

export interface Progress {
  readonly phase: RunPhase;
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number | null;
}

export interface RunProblem {
  readonly code: EngineErrorCode;
  readonly data: ErrorData;
  readonly rewindTo: number | null;
}

/** What the page knows of the run it shows, without its curves (those live in RunSeries, outside React). */
export interface RunView {
  /** Whose curves are on screen: the recording stays until the live run's first point. */
  readonly shown: 'nothing' | 'recorded' | 'live';
  readonly runId: string | null;
  readonly experiment: Experiment | null;
  readonly state: RunState | 'idle';
  readonly step: number;
  readonly progress: Progress | null;
  readonly preflight: Preflight | null;
  readonly evaluation: Evaluation | null;
  readonly inspection: Inspection | null;
  readonly sampled: SamplePair | null;
  /** Its checkpoints against each other, once asked for. */
  readonly comparison: CheckpointComparison | null;
  /** The reward model that judges this run, as it was trained before it. */
  readonly rewardModel: RewardModelReport | null;
  /** Where the newest batch lies on the objective's shape. */
  readonly pairs: PairScores | null;
  /** What alarms look at. */
  readonly history: RunHistory;
  /** Settings changed while running, newest last. */
  readonly liveSettings: LiveSettings;
  readonly problem: RunProblem | null;
  readonly recovered: { readonly step: number; readonly attempt: number } | null;
  readonly snapshotStep: number | null;
  readonly snapshotProblem: EngineErrorCode | null;
}

const EMPTY_HISTORY: RunHistory = { evaluations: [], first: null, recent: [] };

export const EMPTY_RUN: RunView = {
  shown: 'nothing',
  runId: null,
  experiment: null,
  state: 'idle',
  step: 0,
  progress: null,
  preflight: null,
  evaluation: null,
  inspection: null,
  sampled: null,
  comparison: null,
  rewardModel: null,
  pairs: null,
  history: EMPTY_HISTORY,
  liveSettings: {},
  problem: null,
  recovered: null,
  snapshotStep: null,
  snapshotProblem: null,
};

/** A live run about to start; what is on screen stays until its first point. */
export function beginRun(view: RunView, runId: string, experiment: Experiment): RunView {
  const keepsRecording = view.shown === 'recorded';
  return {
    ...EMPTY_RUN,
    shown: keepsRecording ? 'recorded' : 'live',
    evaluation: keepsRecording ? view.evaluation : null,
    inspection: keepsRecording ? view.inspection : null,
    step: 0,
    runId,
    experiment,
    state: 'preparing',
  };
}

/** Events of runs that are not shown are dropped; device and data events are not of a run and belong elsewhere. */
export function reduceRun(view: RunView, event: EngineEvent): RunView {
  if (!('runId' in event)) return view;
  if (event.type === 'error') {
    if (event.runId !== null && event.runId !== view.runId) return view;
    const problem = { code: event.code, data: event.data, rewindTo: event.rewindTo };
    // What fails after a run has failed is a consequence: the cause stays on screen.
    if (view.state === 'failed' && view.problem !== null && event.code === 'BACKEND_FAILED') return view;
    // An error without a run is of a command (an import, say): it does not end the run.
    return event.runId === null ? { ...view, problem } : { ...view, problem, state: 'failed', progress: null };
  }
  const isRecorded = event.runId === RECORDED_RUN_ID;
  if (isRecorded ? view.shown === 'live' : event.runId !== view.runId) return view;
  switch (event.type) {
    case 'state': {
      if (isRecorded) return view;
      const isOver = event.state === 'finished' || event.state === 'stopped' || event.state === 'failed';
      const resumes = event.state === 'running';
      return {
        ...view,
        state: event.state,
        step: event.step,
        progress: isOver || event.state === 'paused' || event.state === 'ready' ? null : view.progress,
        problem: resumes ? null : view.problem,
      };
    }
    case 'progress': {
      const { phase, done, total, secondsLeft } = event;
      return { ...view, progress: { phase, done, total, secondsLeft } };
    }
    case 'preflight':
      return { ...view, preflight: event.preflight };
    case 'steps': {
      const step = event.records.at(-1)?.step ?? view.step;
      const next = takeOver(view, isRecorded);
      return { ...next, step, pairs: event.pairs ?? next.pairs, history: withRecords(next.history, event.records) };
    }
    case 'evaluation': {
      const next = takeOver(view, isRecorded);
      const { step, values } = event.evaluation;
      const others = next.history.evaluations.filter((known) => known.step < step);
      const history = { ...next.history, evaluations: [...others, { step, values }] };
      return { ...next, evaluation: event.evaluation, history };
    }
    case 'inspection':
      return isRecorded || view.shown !== 'recorded' || view.state !== 'idle'
        ? { ...view, inspection: event.inspection }
        : view;
    case 'rewardModel':
      return { ...view, rewardModel: event.report };
    case 'agreement':
    case 'comparisons': // The person's store takes them.
      return view;
    case 'sampled':
      return { ...view, sampled: event.sample };
    case 'checkpoints':
      return { ...view, comparison: event.comparison, progress: null };
    case 'rewound':
      return {
        ...view,
        step: event.step,
        problem: null,
        comparison: null,
        history: historyUpTo(view.history, event.step),
        liveSettings: event.settings,
        evaluation: view.evaluation !== null && view.evaluation.step > event.step ? null : view.evaluation,
      };
    case 'settings':
      return { ...view, liveSettings: { ...view.liveSettings, ...event.settings } };
    case 'snapshot':
      return {
        ...view,
        snapshotStep: event.saved ? event.step : view.snapshotStep,
        snapshotProblem: event.problem,
      };
    case 'recovered':
      return {
        ...view,
        history: historyUpTo(view.history, event.step),
        step: event.step,
        recovered: { step: event.step, attempt: event.attempt },
        problem: null,
      };
    case 'weights':
    case 'rival': // Has a view of its own.
      return view;
  }
}

/** The first live point replaces the recording. */
function takeOver(view: RunView, isRecorded: boolean): RunView {
  if (isRecorded) return { ...view, shown: 'recorded' };
  return view.shown === 'live'
    ? view
    : { ...view, shown: 'live', evaluation: null, inspection: null, sampled: null, history: EMPTY_HISTORY };
}

function withRecords({ evaluations, first, recent }: RunHistory, records: readonly StepRecord[]): RunHistory {
  return { evaluations, first: first ?? records[0] ?? null, recent: [...recent, ...records].slice(-RECENT_STEPS) };
}

function historyUpTo({ evaluations, first, recent }: RunHistory, step: number): RunHistory {
  const upTo = <T extends { readonly step: number }>(items: readonly T[]) => items.filter((item) => item.step <= step);
  return { evaluations: upTo(evaluations), first: step === 0 ? null : first, recent: upTo(recent) };
}

export function isActive(state: RunView['state']): boolean {
  return state === 'preparing' || state === 'running';
}

/** Whether the engine holds a trained policy that can be had as a file. */
export function hasPolicy({ shown, runId, state }: RunView): boolean {
  return shown === 'live' && runId !== null && state !== 'preparing' && state !== 'failed';
}

/** Whether a run exists that commands (pause, step, rewind) can reach. */
export function isAlive(state: RunView['state']): boolean {
  return isActive(state) || state === 'ready' || state === 'paused';
}
