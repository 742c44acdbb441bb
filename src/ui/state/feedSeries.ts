import type { EngineEvent } from '../../engine/index.ts';
import type { RunSeries } from '../series/RunSeries.ts';

/** What an event of a run means for its curves. */
export function feedSeries(series: RunSeries, event: EngineEvent): void {
  if (event.type === 'steps') for (const record of event.records) series.append('train', record.step, record.values);
  if (event.type === 'evaluation') series.append('evaluation', event.evaluation.step, event.evaluation.values);
  if (event.type === 'rewound' || event.type === 'recovered') series.truncate(event.step);
}
