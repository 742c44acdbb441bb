import { chartTexts } from './charts.en.ts';
import { controlTexts } from './controls.en.ts';
import { dataTexts } from './data.en.ts';
import { deviceTexts } from './device.en.ts';
import { evaluationTexts } from './evaluation.en.ts';
import { exportTexts } from './exporting.en.ts';
import { inspectorTexts } from './inspector.en.ts';
import { judges } from './judges.en.ts';
import { labTexts } from './lab.en.ts';
import { linkTexts } from './link.en.ts';
import { formatCount, formatWhole } from './numbers.ts';
import { objectiveTexts } from './objective.en.ts';
import { person } from './person.en.ts';
import { preferenceTexts } from './preferences.en.ts';
import { preflightTexts } from './preflight.en.ts';
import { raceTexts } from './race.en.ts';
import { runTexts } from './run.en.ts';
import { sampleTexts } from './samples.en.ts';
import { settingTexts } from './settings.en.ts';
import { surveyTexts } from './survey.en.ts';

/** A label's words within a sentence. */
const inSentence = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);

/**
 * Every sentence of the page. Metric ids, method ids and formulas are not translated; a method's label and idea come from
 * its own file. Another language is another object of this type: a missing key does not compile.
 */
export const en = {
  page: {
    title: 'Alignment playground',
    titleRunning: (percent: string, margin: string | null) =>
      margin === null ? percent : `${percent} · margin ${margin}`,
    tagline: 'Align a real small language model, live, in your browser.',
    skipToRun: 'Skip to the run controls',
    skipToPlots: 'Skip to the plots',
    skipToSamples: 'Skip the plots',
    experiment: 'Experiment',
    plots: 'Plots',
    words: 'What it says',
    privacy:
      'Everything is computed on this device. Nothing you enter leaves it, but the name of a Hub set that you ask for.',
    licences: 'Licences',
    close: 'Close',
    dismiss: 'Dismiss',
  },
  run: runTexts,
  alarms: {
    title: 'Worth noticing',
    count: (count: number) => `${formatWhole(count)} to notice`,
    next: 'To try:',
  },
  evaluation: evaluationTexts,
  games: {
    open: 'Games',
    openHint: 'Exact worlds: games, bandits and a grid, without a model',
    close: 'Back to the model',
    runGoesOn: (words: string, standing: string) => `The model’s run goes on: ${inSentence(words)}, ${standing}.`,
    runStands: (words: string, standing: string) => `The model’s run: ${inSentence(words)}, ${standing}.`,
    toRun: 'Return to the run',
  },
  lab: labTexts,
  race: raceTexts,
  survey: surveyTexts,
  recorded: {
    label: 'Recorded run',
    what: (method: string, backend: string) => `${method}, recorded on ${backend}.`,
    invite: 'Press Play to train it here, on your own machine.',
    pause: 'Pause recording',
    resume: 'Go on',
    replay: 'Show again',
    waiting: 'Recorded curves stay until your own run has its first point.',
  },
  shown: {
    live: 'Your run',
    on: (backend: string) => `on ${backend}`,
    nothing: 'No curves yet. Press Play to train on this device, or Step for a single update.',
  },
  controls: controlTexts,
  objective: objectiveTexts,
  settings: settingTexts,
  judges,
  person,
  schedules: {
    constant_with_warmup: 'constant after warm-up',
    linear: 'linear to zero',
    cosine: 'cosine to zero',
  } as Readonly<Record<string, string>>,
  models: {
    'nano-1': ['nano-1', 'about 0.3 M parameters, runs everywhere'],
    'small-1': ['small-1', 'about 2 M parameters, for a GPU'],
    'nano-2': ['nano-2', 'about 0.5 M parameters: style, cyclic and instructions'],
    'small-2': ['small-2', 'about 2 M parameters: six worlds, for a GPU'],
    'lists-1': ['lists-1', 'about 0.5 M parameters: lists by instructions alone'],
    'arith-1': ['arith-1', 'about 0.5 M parameters: sums alone, half of them right'],
    'planner-1': ['planner-1', 'about 0.5 M parameters: plans, in the planner world alone'],
    'nano-1-base': ['nano-1-base', 'nano-1 before it saw any answers'],
  } as Readonly<Record<string, readonly [label: string, note: string]>>,
  datasets: {
    'style-length-biased': ['Style, length-biased', 'labels favour quality and length'],
    style: ['Style, fair', 'labels favour quality alone'],
    'style-noisy': ['Style, noisy', 'some labels are flipped'],
    own: ['My own file', 'a file, pasted rows, or a set of the Hugging Face Hub'],
  } as Readonly<Record<string, readonly [label: string, note: string]>>,
  charts: chartTexts,
  samples: sampleTexts,
  inspector: inspectorTexts,
  device: deviceTexts,
  preflight: preflightTexts,
  data: dataTexts,
  runs: {
    title: 'Runs',
    current: 'Current run',
    empty: 'Finished runs stay here, and as fainter lines in the plots.',
    name: (number: number, method: string) => `Run ${number}: ${method}`,
    steps: (step: number) => formatCount(step, 'step', 'steps'),
    pin: 'Pin',
    pinned: 'Pinned',
    pinHint: (name: string) => `Keep ${name} to compare with`,
    unpinHint: (name: string) => `Stop comparing with ${name}`,
    use: 'Use these settings',
    useHint: (name: string) => `Put the settings of ${name} into the form`,
    comparedWith: (name: string) => `compared with ${name}`,
    changed: (key: string, before: string, after: string) =>
      before === '' ? `${key} ${after}` : after === '' ? `no ${key}` : `${key} ${before} → ${after}`,
    same: 'same settings',
    first: 'the first run',
  },
  link: linkTexts,
  exporting: exportTexts,
  resume: {
    title: (step: number) => `A run was interrupted at step ${formatWhole(step)}.`,
    go: (step: number) => `Resume at step ${formatWhole(step)}`,
    forget: 'Forget it',
  },
  notices: {
    recovered: (step: number) => `The browser took the GPU away; the run goes on from step ${formatWhole(step)}.`,
    storage: 'Snapshots can no longer be saved: this browser’s storage is full. The run goes on.',
  },
  problem: {
    rewind: (step: number) => `Rewind to step ${formatWhole(step)}, half the learning rate`,
    openFile: 'Open the file',
    chooseWorld: 'Choose another world',
    chooseObjective: 'Choose another objective',
    useWasm: 'Use WebAssembly',
    reload: 'Reload and resume',
    reset: 'Reset',
    details: 'Details',
  },
  preferences: preferenceTexts,
  announce: {
    started: 'Training has started.',
    progress: (percent: string, margin: string | null) =>
      `${percent} done${margin === null ? '' : `, margin ${margin}`}.`,
    finished: (margin: string | null) => `Training is finished${margin === null ? '' : ` at margin ${margin}`}.`,
    paused: 'Paused.',
    reset: 'Back at step 0.',
  },
};

export type Messages = typeof en;
