import { displacement } from './displacement.ts';
import { divergence } from './divergence.ts';
import { kl } from './kl.ts';
import { length } from './length.ts';
import { overoptimisation } from './overoptimisation.ts';
import { saturation } from './saturation.ts';
import type { AlarmDefinition, AlarmId, RunHistory, Sighting } from './types.ts';

/** Every alarm, the most urgent first. Nothing else lists them. */
const ALARMS: readonly AlarmDefinition[] = [divergence, kl, length, overoptimisation, displacement, saturation];

export interface Alarm {
  readonly id: AlarmId;
  readonly seen: Sighting;
}

/** What is to be seen of a run now. */
export function findAlarms(history: RunHistory): Alarm[] {
  return ALARMS.flatMap(({ id, check }) => {
    const seen = check(history);
    return seen === null ? [] : [{ id, seen }];
  });
}
