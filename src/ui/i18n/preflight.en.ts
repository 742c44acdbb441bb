import { formatBytes, formatDuration, formatValue, formatWhole } from './numbers.ts';

/** What a run will take. */
export const preflightTexts = {
  title: 'Before you run',
  check: 'Check memory and time',
  checking: 'Checking',
  memory: 'Memory',
  memoryOf: (used: number, limit: number | null) =>
    limit === null ? formatBytes(used) : `${formatBytes(used)} of ${formatBytes(limit)}`,
  overLimit: (needed: number, limit: number) =>
    `This run needs ${formatBytes(needed)}; the device offers ${formatBytes(limit)}. Lower the batch size or the maximum length, or run anyway.`,
  parts: { weights: 'weights', optimizer: 'optimiser', activations: 'activations', reference: 'reference' },
  time: 'Time',
  timeOf: (total: number | null, perStep: number | null) =>
    total === null || perStep === null
      ? 'not measured yet'
      : `about ${formatDuration(total)} (${formatValue(perStep * 1000)} ms a step)`,
  download: 'Download',
  parameters: 'Parameters',
  rows: 'Rows',
  rowsOf: (rows: number, truncated: number, tooLong: number) =>
    `${formatWhole(rows)}${truncated > 0 ? `, ${formatWhole(truncated)} cut to length` : ''}${tooLong > 0 ? `, ${formatWhole(tooLong)} left out as too long` : ''}`,
  unknown: 'Measured on this device with one dummy step, before anything is trained.',
};
