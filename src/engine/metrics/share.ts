import type { MetricDefinition } from './types.ts';

/** A metric that is a share of something: from 0 to 1, said in per cent. */
export function share(
  id: string,
  direction: MetricDefinition['direction'],
  meaning: string,
  digits = 0,
): MetricDefinition {
  return { id, unit: '', direction, meaning, range: [0, 1], format: { style: 'percent', digits } };
}
