import { rivalExperiment } from '../experiment/race.ts';
import { type Experiment, SETTINGS } from '../experiment/schema.ts';
import { methodOf } from '../methods/methodOf.ts';
import { readSeeds, readSurvey, readSweep } from './readSurvey.ts';
import { type SweepAxis, type SweepPoint, sweepPoints } from './sweep.ts';

/** A line of the table, or a place of the map: one experiment with each seed. */
export interface SurveyRow {
  /** What sets it apart: a method's id, or 'beta=0.1,learning_rate=0.001'. */
  readonly key: string;
  readonly loss: string;
  /** A value for each axis of a sweep. */
  readonly point: SweepPoint | null;
}

/** One experiment to run. */
export interface SurveyCell {
  /** Row and seed; unique in the plan. */
  readonly id: string;
  readonly row: SurveyRow;
  readonly seed: number;
  /** Runs by itself: no race, no survey. Of a survey of objectives, its steps are yet to be fitted to the token budget. */
  readonly experiment: Experiment;
}

/** A plan of experiments, run one after the other in the order of `cells`: every row once before any seed comes again. */
export interface SurveyPlan {
  readonly kind: 'objectives' | 'sweep';
  readonly rows: readonly SurveyRow[];
  readonly seeds: readonly number[];
  readonly axes: readonly SweepAxis[];
  readonly isDrawn: boolean;
  readonly cells: readonly SurveyCell[];
}

/** The experiment alone: what Play runs. */
export function withoutSurvey<E extends Experiment>(experiment: E): E {
  return { ...experiment, bench: '', sweep: '', seeds: '' };
}

/** What an experiment's `bench` or `sweep`, and its `seeds`, ask for; null where neither asks for anything. */
export function surveyPlan(experiment: Experiment): SurveyPlan | null {
  const own = methodOf(experiment);
  if (own === undefined) return null;
  // A snapshot or a saved run of an earlier version has none of them.
  const isOwnData = experiment.data === 'own';
  const { bench, sweep, seeds: seedText } = readSurvey(experiment, own, isOwnData);
  const listed = readSeeds(seedText);
  const seeds = listed.length === 0 ? [experiment.seed] : listed;
  const base: Experiment = { ...withoutSurvey(experiment), race: '', game: '' };
  const swept = readSweep(sweep, own, isOwnData);
  if (swept !== null) {
    const points = sweepPoints(swept, experiment.seed);
    const rows = points.map((point, draw) => sweepRow(swept.axes, point, experiment.loss, draw));
    return {
      kind: 'sweep',
      rows,
      seeds,
      axes: swept.axes,
      isDrawn: swept.draws !== null,
      cells: cellsOf(rows, seeds, ({ point }) => withValues(base, swept.axes, point?.values ?? [])),
    };
  }
  const ids = bench.split(',').filter((id) => id !== '');
  if (ids.length === 0) return null;
  const rows = ids.map((loss) => ({ key: loss, loss, point: null }));
  const experimentOf = ({ loss }: SurveyRow) => {
    const method = methodOf({ loss, objective: experiment.objective });
    return loss === experiment.loss || method === undefined ? base : rivalExperiment(base, method);
  };
  return { kind: 'objectives', rows, seeds, axes: [], isDrawn: false, cells: cellsOf(rows, seeds, experimentOf) };
}

function cellsOf(
  rows: readonly SurveyRow[],
  seeds: readonly number[],
  experimentOf: (row: SurveyRow) => Experiment,
): SurveyCell[] {
  return seeds.flatMap((seed) =>
    rows.map((row) => ({ id: `${row.key}/${seed}`, row, seed, experiment: { ...experimentOf(row), seed } })),
  );
}

/** Two draws may be equal after rounding: the number of the draw keeps their keys apart. */
function sweepRow(axes: readonly SweepAxis[], point: SweepPoint, loss: string, draw: number): SurveyRow {
  const key = axes.map(({ setting }, axis) => `${setting.name}=${point.values[axis]}`).join(',');
  return { key: point.at === null ? `${draw + 1}:${key}` : key, loss, point };
}

function withValues(experiment: Experiment, axes: readonly SweepAxis[], values: readonly number[]): Experiment {
  const own: Record<string, number> = { ...experiment.hyperparameters };
  const shared: Record<string, number> = {};
  for (const [axis, { setting }] of axes.entries()) {
    const value = values[axis];
    if (value === undefined) continue;
    if (setting.isHyperparameter) own[setting.name] = value;
    else shared[setting.name] = value;
  }
  // A swept setting's name is one of the schema's keys, by how it was found.
  const known = Object.fromEntries(SETTINGS.flatMap(({ key }) => (key in shared ? [[key, shared[key]]] : [])));
  return { ...experiment, ...(known as Partial<Experiment>), hyperparameters: own };
}
