import type { CellResult, SurveyAxis, SurveyTags } from '../../engine/index.ts';
import { formatCount, formatDuration, formatWhole } from './numbers.ts';

/** What surveys, sweeps and the survey's tags say. */
export const surveyTexts = {
  title: 'Survey',
  hint: 'many objectives, or one over its settings, as one table',
  what: 'Many runs, one table: objectives side by side on the same world, rows, seeds and tokens, or one objective over its settings.',
  kinds: { objectives: 'Objectives', sweep: 'Sweep' },
  kindLabel: 'What to run',
  add: 'Add an objective…',
  remove: (method: string) => `Take ${method} out of the survey`,
  addShown: (count: number) => `Add all ${formatWhole(count)}`,
  addOwn: (method: string) => `Add ${method}, the experiment’s own`,
  removeAll: 'Take all out',
  objectivesNote:
    'The experiment’s own objective keeps its settings; others start from the page’s own, learning rate included. All train on as many tokens ' +
    'as the experiment’s steps of pairs hold: an objective that reads more of a row takes fewer steps.',
  seeds: 'Seeds',
  seedsNote: 'By commas, ten at most; empty for the experiment’s own.',
  axis: (index: number) => (index === 0 ? 'Setting' : 'Second setting'),
  noAxis: 'none',
  from: 'from',
  to: 'to',
  values: 'values',
  cells: 'Cells',
  grid: 'a grid',
  random: 'random draws',
  draws: 'draws',
  sweepNote:
    'Coarse cells run first. From half of its steps on, a cell is stopped as hopeless when the 95 % interval of its gold win rate (without a gold ' +
    'judge: of its ranking accuracy) lies wholly below that of the best finished cell of the same seed at the same step.',
  clamped: 'Taken into the setting’s range.',
  notTaken: (found: string) => `Not taken: ${found}.`,
  run: (count: number) => `Run ${formatCount(count, 'run', 'runs')}`,
  goOn: (left: number) => `Go on with ${formatCount(left, 'run', 'runs')}`,
  pause: 'Pause the survey',
  measure: 'How long will it take?',
  again: 'Run all again',
  nothing: { objectives: 'Add objectives to run.', sweep: 'Choose a setting to sweep.' },
  takes: 'Your own run on screen ends when a survey begins, and pressing Play pauses the survey.',
  status: {
    idle: (done: number, total: number) =>
      done === 0
        ? `${formatCount(total, 'run', 'runs')} planned.`
        : `${formatWhole(done)} of ${formatWhole(total)} runs done earlier.`,
    measuring: (done: number, total: number) =>
      `Measuring what it takes: ${formatWhole(done)} of ${formatWhole(total)}.`,
    measured: (total: number, seconds: number) =>
      `${formatCount(total, 'run takes', 'runs take')} about ${formatDuration(seconds)} in all on this device.`,
    running: (done: number, total: number, seconds: number | null) =>
      `${formatWhole(done)} of ${formatWhole(total)} runs done${seconds === null ? '' : `, about ${formatDuration(seconds)} left`}.`,
    paused: (done: number, total: number) => `Paused at ${formatWhole(done)} of ${formatWhole(total)} runs.`,
    overtaken: (done: number, total: number) =>
      `Paused at ${formatWhole(done)} of ${formatWhole(total)} runs: another run took the engine. The cell it interrupted begins again.`,
    done: (total: number) => `All ${formatWhole(total)} runs done.`,
  },
  now: (cell: string, step: number, steps: number) => `Now ${cell}, step ${formatWhole(step)} of ${formatWhole(steps)}`,
  cellOf: (row: string, seed: number) => `${row}, seed ${seed}`,
  changed: 'The experiment has been changed since: the table is of the settings that the survey began with.',
  showCurrent: 'Show what the form asks for now',
  kept: 'Results stay in this browser, by the link.',
  notKept: 'This browser keeps nothing for this page: a reload loses the results.',
  onBackend: (backend: string) => `On ${backend}.`,
  table: 'Survey in numbers',
  mapTable: 'Sweep in numbers',
  objective: 'objective',
  settingsColumn: 'settings',
  runsColumn: 'runs',
  columns: {
    gold_win_rate: 'gold win rate',
    lc_win_rate: 'length-controlled win rate',
    accuracy: 'reward accuracy',
    ranking_accuracy: 'ranking accuracy',
    kl: 'KL, nats',
    length: 'length, tokens',
    chosen_drift: 'chosen drift, nats',
    seconds: 'time, s',
    win_rate: 'win rate',
    margin: 'margin',
    length_correlation: 'r of log-ratio with length',
  } as Readonly<Record<string, string>>,
  drift: 'Change of the chosen answers’ log-prob since before the first step, on held-out pairs',
  time: 'From the first step to the end, evaluations counted. Of this machine: the one figure that no link gives again',
  sortBy: (column: string) => `Sort by ${column}`,
  compare: 'Compare with',
  best: 'the best of each column',
  alike: 'within the spread of the one it is compared with',
  caption: (seeds: number) =>
    seeds > 1
      ? `Mean ± sample standard deviation over ${formatCount(seeds, 'seed', 'seeds')}. ≈ marks a figure whose band overlaps that of the one it is compared with: these runs do not tell them apart. Bold: best of its column.`
      : 'One seed: ≈ marks a figure whose 95 % interval over prompts or pairs overlaps that of the one it is compared with. Figures without an interval say nothing of their spread; take more seeds. Bold: best of its column.',
  runs: (done: number, planned: number) => `${formatWhole(done)} of ${formatWhole(planned)}`,
  ended: {
    done: () => '',
    hopeless: (step: number) => `hopeless, stopped at step ${formatWhole(step)}`,
    diverged: (step: number) => `diverged at step ${formatWhole(step)}`,
    failed: () => 'failed',
  } satisfies Record<CellResult['state'], (step: number) => string>,
  failedWhy: (title: string) => `failed: ${title}`,
  open: 'Open',
  openHint: (row: string) => `Open the run of ${row} by itself, in another tab`,
  map: 'Map of the sweep',
  figure: 'Figure',
  mapLabel: (figure: string, low: string, high: string) => `${figure} over the swept settings, from ${low} to ${high}`,
  mapEmpty: 'The map fills as cells end.',
  mapScale: (low: string, high: string) =>
    `The stronger the colour the larger: ${low} to ${high}. × hopeless, ! diverged or failed.`,
  exportAs: (kind: string) => `Table as ${kind}`,
  exporting:
    'CSV has a line a run with full numbers, n, 95 % intervals and its link; Markdown and LaTeX hold the table as it is sorted here.',
  copy: 'Copy the link',
  copied: 'Link copied. It runs the same survey again, to the same numbers on this machine and browser.',
  copyFailed: 'Copying is not allowed here; the address bar holds the link.',
  filter: 'Filter objectives',
  filterCount: (shown: number, total: number) => `${formatWhole(shown)} of ${formatWhole(total)}`,
  filterAny: 'any',
  filterNote:
    'The four axes of the survey of direct preference optimisation (arXiv 2503.11701). No objective has all of these: clear one.',
  axes: {
    data: 'Data strategy',
    framework: 'Learning framework',
    constraint: 'Constraint',
    property: 'Model property',
  } satisfies Record<SurveyAxis, string>,
  tags: {
    data: {
      'pair-wise': 'pairs',
      'point-wise': 'single answers',
      'list-wise': 'ranked lists',
      distinguishability: 'how far apart they are',
      noise: 'noisy labels',
      'token-level': 'token by token',
      'step-level': 'step by step',
      demonstrations: 'demonstrations',
      samples: 'samples of the policy',
    },
    framework: {
      offline: 'offline',
      online: 'online',
      'self-play': 'self-play',
      'multi-objective': 'several objectives',
    },
    constraint: {
      'fixed-reference': 'fixed reference',
      'dynamic-reference': 'moving reference',
      'reference-free': 'no reference',
      'other-divergence': 'another divergence',
      'clipped-ratio': 'limited ratio',
    },
    property: {
      general: 'none in particular',
      length: 'length',
      likelihood: 'likelihood of chosen',
      alignment: 'ranking and its price',
      distribution: 'distribution shift',
    },
  } satisfies { readonly [axis in SurveyAxis]: Readonly<Record<SurveyTags[axis], string>> },
};
