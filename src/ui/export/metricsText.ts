import type { RunRecord } from '../series/RunSeries.ts';
import type { ShownOrigin } from './shownOrigin.ts';

const COLUMNS = 'run,phase,step,metric,value,n,low,high';

/** Long form, a value a line, with its 95 % interval where it has one; names are TRL's. A value that is no number (a diverged run's loss) is `NaN` or `Infinity`. */
export function metricsCsv({ name }: ShownOrigin, records: readonly RunRecord[]): string {
  const lines = records.flatMap(({ source, step, values }) =>
    Object.entries(values).map(([metric, { value, n, low, high }]) =>
      [name, source, String(step), metric, String(value), String(n), optional(low), optional(high)]
        .map(csvField)
        .join(','),
    ),
  );
  return `${[COLUMNS, ...lines].join('\n')}\n`;
}

/** Empty where a metric has no interval. */
function optional(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** Quoted where RFC 4180 asks for it. */
function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The same with what the run was; `null` for a value that is no number, as JSON knows none. */
export function metricsJson(origin: ShownOrigin, records: readonly RunRecord[], address: string): string {
  const of = (source: RunRecord['source']) =>
    records.filter((record) => record.source === source).map(({ step, values }) => ({ step, values }));
  const document = {
    schema: 'alignment-playground/metrics/1',
    run: origin.name,
    link: `${address}#${origin.link}`,
    recorded: origin.kind === 'recorded',
    settings_changed_under_way: origin.isChanged,
    experiment: origin.experiment,
    steps: of('train'),
    evaluations: of('evaluation'),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
