import type { EngineEvent } from '../../engine/index.ts';
import { feedSeries } from './feedSeries.ts';
import { reduceRun } from './runState.ts';
import type { Stores } from './stores.ts';

/** What an event says of the run on screen and its rivals: view and curves. @returns whether they may have changed */
export function applyRunEvent({ run, rivals, series }: Stores, event: EngineEvent): boolean {
  const before = run.getState();
  if (event.type === 'rival') {
    if (event.runId === before.runId) for (const rival of rivals.getState()) rival.receive(event.event);
    return true;
  }
  const after = reduceRun(before, event);
  if (after === before) return false;
  const isTakenOver = before.shown !== 'live' && after.shown === 'live';
  if (isTakenOver) series.clear();
  run.setState(after, true);
  feedSeries(series, event);
  if (event.type === 'recovered') for (const rival of rivals.getState()) feedSeries(rival.series, event);
  return true;
}
