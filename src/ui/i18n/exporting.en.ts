import { formatWhole } from './numbers.ts';

/** What leaves the page as files. */
export const exportTexts = {
  folder: 'Go on with it in TRL',
  folderWhat:
    'A zip with the experiment as a Python script for Hugging Face TRL, the data in the order of the seed, the starting model and the exact versions. It runs on one GPU or on many.',
  folderPlain:
    'A zip with the data, the starting model and the settings, to go on with elsewhere; without a script, because:',
  noTarget: {
    no_counterpart: (reason: string) => `TRL has no counterpart of this objective. ${reason}`,
    other_settings_only: (reason: string) => `TRL has it, but not with these settings. ${reason}`,
    unknown_trainer: (reason: string) => `TRL’s ${reason} trains it, for which no script is written yet.`,
    draws_answers: (reason: string) =>
      `TRL’s ${reason} trains it on answers that it draws as it goes, and needs a Python function that judges them. The README names its arguments.`,
  },
  toTrl: 'Export to TRL',
  toFolder: 'Export data and model',
  folderStates: {
    none: '',
    working: 'Packing the folder',
    saved: 'The folder is in your downloads.',
    failed: 'The folder could not be made.',
  },
  metrics: 'Metrics',
  metricsWhat: (records: number) =>
    records === 0
      ? 'Every step and evaluation of a run, with the number of examples behind each value. There is no run on screen yet.'
      : `Every step and evaluation on screen (${formatWhole(records)}), under TRL’s names, with the number of examples behind each value.`,
  metricsAs: (kind: string) => `Metrics as ${kind}`,
  plots: 'Plots',
  plotsWhat: 'A plot as it is on screen, with its caption, the seed and the link.',
  plot: 'Plot',
  plotAs: (kind: string) => `Plot as ${kind}`,
  seed: (seed: number, what: string) => `Seed ${seed} · ${what}`,
  recorded: 'a recorded run',
  live: 'a run on this device',
  changed: 'a run on this device, with settings changed under way',
};
