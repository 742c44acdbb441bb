import type { MethodFamily } from '../../engine/index.ts';

/** The form of the experiment. */
export const controlTexts = {
  families: {
    reference: 'Pairs, against a reference',
    referenceFree: 'Pairs, without a reference',
    single: 'Single answers, good or bad',
    ranked: 'Ranked answers',
    more: 'Pairs and more: scores, gold answers, rationales',
    imitation: 'Imitation of chosen answers',
    sampling: 'Needs sampling: to look at',
  } satisfies Record<MethodFamily, string>,
  ownObjective: 'Typed here',
  knob: (label: string) => `What it answers to: ${label}`,
  asGiven: 'as given',
  needsSampling:
    'Needs sampling: it learns from answers drawn while it trains, which this page does not do yet. Formula and shape can be looked at.',
  reading: 'Our reading of the paper.',
  preset: 'Starting point',
  custom: 'Custom',
  model: 'Model',
  data: 'Data',
  bundledSets: 'Bundled',
  generatedSets: 'Made here from a seed',
  styleWorld: 'Style',
  ownRows: 'Yours',
  untaught: (model: string, world: string) =>
    `${model} has never seen the world “${world}”: its answers there will not be well-formed.`,
  chooseModel: (model: string) => `Use ${model}`,
  objective: 'Objective',
  learning_rate: 'Learning rate',
  max_steps: 'Steps',
  more: 'More settings',
  changed: (count: number) => `${count} changed`,
  resetField: (name: string, value: string) => `Set ${name} back to ${value}`,
  clamped: (found: string, min: string, max: string, used: string) =>
    `${found} is outside ${min} to ${max}; using ${used}.`,
  notANumber: (found: string) => `“${found}” is not a number; kept the value before.`,
  paper: 'Paper',
  formula: 'The objective, with this run’s numbers',
  symbols: 'What the symbols mean',
  reducesSum: 'Works on the sum of token log-probs.',
  reducesMean: 'Works on the mean of token log-probs.',
  off: 'the set’s own rows',
  useKnob: 'generate rows anew with this knob',
  change: 'Change the experiment',
  hide: 'Hide the experiment',
};
