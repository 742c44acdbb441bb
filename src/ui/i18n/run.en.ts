import type { RunPhase } from '../../engine/index.ts';
import { formatBytes, formatCount, formatDuration, formatWhole } from './numbers.ts';

const PHASE_UNITS: Readonly<Record<Exclude<RunPhase, 'download'>, string>> = {
  compile: 'kernels',
  judge: 'steps',
  reference: 'pairs',
  train: 'steps',
  evaluate: 'prompts',
};

/** What the run controls say. */
export const runTexts = {
  bar: 'Run',
  play: 'Play',
  pause: 'Pause',
  resume: 'Resume',
  playAgain: 'Play again',
  runAnyway: 'Run anyway',
  preparing: 'Preparing',
  step: 'Step',
  stepHint: 'Train one step',
  rewind: (steps: number) => `Back ${steps}`,
  rewindHint: (steps: number) => `Rewind about ${steps} steps, to a snapshot`,
  reset: 'Reset',
  resetHint: 'Back to step 0, with the same seed',
  newSeed: 'New seed',
  newSeedHint: 'Back to step 0, with another seed',
  share: 'Share',
  settings: 'Settings',
  stepOf: (step: number, total: number) => `step ${formatWhole(step)} of ${formatWhole(total)}`,
  seed: (seed: number) => `seed ${seed}`,
  about: (seconds: number) => `about ${formatDuration(seconds)} left`,
  applyRestart: 'Restart with changes',
  pending: (count: number) => `${formatCount(count, 'change waits', 'changes wait')} for the next run`,
  pendingTag: 'next run',
  pendingTagHint: 'Applies on the next run: press Reset',
  liveTag: 'live',
  blocked: { expression: 'Mend your objective first', sampling: 'Needs sampling: to look at' },
  states: {
    idle: 'Ready to play',
    preparing: 'Preparing',
    ready: 'Prepared',
    running: 'Training',
    paused: 'Paused',
    finished: 'Finished',
    stopped: 'Stopped',
    failed: 'Stopped by an error',
  },
  phases: {
    download: 'Downloading',
    compile: 'Compiling kernels',
    judge: 'Training the reward model',
    reference: 'Reference pass',
    train: 'Training',
    evaluate: 'Evaluating',
  } satisfies Record<RunPhase, string>,
  phaseProgress: (phase: RunPhase, done: number, total: number) =>
    phase === 'download'
      ? `${formatBytes(done)} of ${formatBytes(total)}`
      : `${formatWhole(done)} of ${formatWhole(total)} ${PHASE_UNITS[phase]}`,
};
