import {
  CUSTOM_LOSS,
  type DecodedLink,
  defaultExperiment,
  describeDifference,
  type Experiment,
  type LinkNote,
  methodOf,
  PRESETS,
  presetExperiment,
  readCustom,
  readRace,
  readSurvey,
  SETTINGS,
  WORLD_FACTS,
  withData,
} from '../../engine/index.ts';

/** The experiment as edited in the form: what the next run will be. */
export interface ExperimentState {
  readonly experiment: Experiment;
  /** The preset it started from; reset dots and the count under More compare with it. */
  readonly presetId: string | null;
  readonly notes: readonly LinkNote[];
  /** The link was made by a newer version: shown, not run. */
  readonly readOnly: boolean;
  readonly rawLink: string;
}

const OWN = 'own';

export type SettingKey = Exclude<keyof Experiment, 'version' | 'hyperparameters' | 'world_knobs'>;

export function initialExperiment(): ExperimentState {
  const preset = PRESETS[0];
  return {
    experiment: preset === undefined ? defaultExperiment() : presetExperiment(preset),
    presetId: preset?.id ?? null,
    notes: [],
    readOnly: false,
    rawLink: '',
  };
}

export function fromLink(link: DecodedLink): ExperimentState {
  const preset = PRESETS.find(
    (candidate) => describeDifference(presetExperiment(candidate), link.experiment).length === 0,
  );
  return {
    experiment: link.experiment,
    presetId: preset?.id ?? null,
    notes: link.notes,
    readOnly: link.readOnly,
    rawLink: link.raw,
  };
}

/** What the experiment would be without the person's changes: the preset, with the chosen objective's own defaults. */
export function baseExperiment(state: Pick<ExperimentState, 'experiment' | 'presetId'>): Experiment {
  const { loss, objective } = state.experiment;
  const defaults = loss === CUSTOM_LOSS ? defaultExperiment(loss, objective) : defaultExperiment(loss);
  const preset = PRESETS.find(({ id }) => id === state.presetId);
  if (preset === undefined) return defaults;
  return preset.loss === loss ? presetExperiment(preset) : { ...defaults, ...preset.changes };
}

export function withSetting(experiment: Experiment, key: SettingKey, value: string | number | null): Experiment {
  if (key === 'loss') return withLoss(experiment, String(value));
  if (key === 'data') return withSurvey(withRoom(withData(experiment, String(value)), experiment.data));
  return { ...experiment, [key]: value };
}

/** Another world brings the lengths that its rows need, where the person had left those of the one before. */
function withRoom(experiment: Experiment, dataBefore: string): Experiment {
  const roomOf = (data: string) => {
    const { max_length, max_completion_length } = defaultExperiment(experiment.loss, experiment.objective);
    return { max_length, max_completion_length, ...WORLD_FACTS.find(({ id }) => id === data)?.room };
  };
  const [before, now] = [roomOf(dataBefore), roomOf(experiment.data)];
  const fitted = (key: keyof typeof now) => (experiment[key] === before[key] ? now[key] : experiment[key]);
  return { ...experiment, max_length: fitted('max_length'), max_completion_length: fitted('max_completion_length') };
}

/** What the survey, the sweep or their seeds shall be, as far as the experiment's objective and data can have it. */
export function withSurvey(
  experiment: Experiment,
  changes: Partial<Pick<Experiment, 'bench' | 'sweep' | 'seeds'>> = {},
): Experiment {
  const method = methodOf(experiment);
  if (method === undefined) return experiment;
  const { bench, sweep, seeds } = readSurvey({ ...experiment, ...changes }, method, experiment.data === OWN);
  return { ...experiment, bench, sweep, seeds };
}

/**
 * Another objective brings its own hyperparameters, and its learning rate unless the person had chosen one.
 * @param objective the text of a custom one
 */
export function withLoss(experiment: Experiment, loss: string, objective?: string): Experiment {
  const defaults = defaultExperiment(loss, objective);
  const chosenRate = experiment.learning_rate !== defaultExperiment(experiment.loss).learning_rate;
  return withSurvey({
    ...experiment,
    loss: defaults.loss,
    objective: defaults.objective,
    race: readRace(experiment.race, defaults.loss).race, // None races against itself.
    hyperparameters: defaults.hyperparameters,
    learning_rate: chosenRate ? experiment.learning_rate : defaults.learning_rate,
  });
}

/** Another text of a custom objective: settings whose words it still has keep their values, all do while it cannot be read. */
export function withObjective(experiment: Experiment, objective: string): Experiment {
  const { hyperparameters } = defaultExperiment(CUSTOM_LOSS, objective);
  const kept = Object.entries(hyperparameters).map(
    ([name, value]) => [name, experiment.hyperparameters[name] ?? value] as const,
  );
  return { ...experiment, loss: CUSTOM_LOSS, objective, hyperparameters: Object.fromEntries(kept) };
}

/** Why the experiment cannot be run as it stands: the text of its objective cannot be read, or it needs a sampler. */
export function blockedBy({ loss, objective }: Experiment): 'expression' | 'sampling' | null {
  if (loss === CUSTOM_LOSS) return readCustom(objective).error === null ? null : 'expression';
  return methodOf({ loss, objective })?.needs.sampling ? 'sampling' : null;
}

export function isBlocked(experiment: Experiment): boolean {
  return blockedBy(experiment) !== null;
}

/** Whether settings of one mean the same in the other. */
export function hasSameObjective(a: Experiment, b: Experiment): boolean {
  return a.loss === b.loss && a.objective === b.objective;
}

export function withHyperparameter(experiment: Experiment, name: string, value: number): Experiment {
  return { ...experiment, hyperparameters: { ...experiment.hyperparameters, [name]: value } };
}

export function withWorldKnob(experiment: Experiment, name: string, value: number): Experiment {
  return { ...experiment, world_knobs: { ...experiment.world_knobs, [name]: value } };
}

/** Whether a running experiment may change this setting (or hyperparameter, by name). */
export function isLiveSetting(experiment: Experiment, key: string): boolean {
  const setting = SETTINGS.find((candidate) => candidate.key === key);
  if (setting !== undefined) return setting.kind === 'number' && setting.live === true;
  const parameter = methodOf(experiment)?.hyperparameters.find(({ name }) => name === key);
  return parameter !== undefined && parameter.live !== false;
}

/** The name of an experiment's objective; empty where there is no experiment. */
export function objectiveLabel(experiment: Experiment | null): string {
  return experiment === null ? '' : (methodOf(experiment)?.label ?? experiment.loss);
}

/** Of a survey, and of no run. */
const NOT_OF_A_RUN: ReadonlySet<string> = new Set(['bench', 'sweep', 'seeds']);

/** Changes of the form that the current run cannot take up: they wait for the next one. */
export function pendingChanges(running: Experiment | null, edited: Experiment): string[] {
  if (running === null) return [];
  if (!hasSameObjective(running, edited))
    return describeDifference(running, edited)
      .map(({ key }) => key)
      .filter((key) => !NOT_OF_A_RUN.has(key));
  return describeDifference(running, edited)
    .map(({ key }) => key)
    .filter((key) => !NOT_OF_A_RUN.has(key) && !isLiveSetting(edited, key));
}
