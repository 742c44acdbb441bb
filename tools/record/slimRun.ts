import type {
  Evaluation,
  Inspection,
  LengthDot,
  MetricValue,
  MetricValues,
  RecordedRun,
  StepRecord,
} from '../../src/engine/index.ts';

/** A recording is drawn, never computed with: these keep it small, and a plot looks the same. */
const DIGITS = 5;
const DOT_DIGITS = 4;
const DOTS_MAX = 120;
const SAMPLES_MAX = 4;

/** A recording with fewer digits, dots and samples. Records and evaluations keep their number and order. */
export function slimRun(run: RecordedRun): RecordedRun {
  return {
    ...run,
    records: run.records.map(slimRecord),
    evaluations: run.evaluations.map(slimEvaluation),
    inspection: run.inspection && slimInspection(run.inspection),
  };
}

function slimRecord({ step, values }: StepRecord): StepRecord {
  return { step, values: roundedValues(values) };
}

function slimEvaluation({ step, values, dots, samples }: Evaluation): Evaluation {
  return { step, values: roundedValues(values), dots: thinned(dots), samples: samples.slice(0, SAMPLES_MAX) };
}

/** Dots spread evenly over the whole list, so that chosen and rejected stay in proportion. */
function thinned(dots: readonly LengthDot[]): LengthDot[] {
  const count = Math.min(dots.length, DOTS_MAX);
  return Array.from({ length: count }, (_, i) => dots[Math.floor((i * dots.length) / count)])
    .filter((dot) => dot !== undefined)
    .map(({ length, reward, gold, role }) => ({
      length,
      reward: rounded(reward, DOT_DIGITS),
      gold: gold === null ? null : rounded(gold, DOT_DIGITS),
      role,
    }));
}

function slimInspection(inspection: Inspection): Inspection {
  const tokens = (list: Inspection['chosen']) =>
    list.map(({ text, logp, refLogp, push }) => ({
      text,
      logp: rounded(logp),
      refLogp: rounded(refLogp),
      push: rounded(push),
    }));
  return {
    ...inspection,
    chosen: tokens(inspection.chosen),
    rejected: tokens(inspection.rejected),
    chosenReward: rounded(inspection.chosenReward),
    rejectedReward: rounded(inspection.rejectedReward),
    margin: rounded(inspection.margin),
    loss: rounded(inspection.loss),
  };
}

function roundedValues(values: MetricValues): MetricValues {
  const kept: Record<string, MetricValue> = {};
  for (const [name, { value, n }] of Object.entries(values)) kept[name] = { value: rounded(value), n };
  return kept;
}

function rounded(value: number, digits = DIGITS): number {
  return Number(value.toPrecision(digits));
}
