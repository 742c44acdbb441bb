import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { methodById } from '../methods/index.ts';
import { metricById } from '../metrics/index.ts';
import { decodeLink, encodeLink } from './codec.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import { PRESETS, presetExperiment } from './presets.ts';

const listed = (folder: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../public/${folder}/index.json`, import.meta.url)), 'utf8'));

it('has ids that are unique and fit a file name', () => {
  const ids = PRESETS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z-]*$/);
});

it('starts with what the page opens with', () => {
  const [first] = PRESETS;
  expect(first && presetExperiment(first)).toEqual(defaultExperiment());
});

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s', (_, preset) => {
  const experiment = presetExperiment(preset);

  it('names a known method, its own hyperparameters, a bundled model and a bundled set', () => {
    const method = methodById(preset.loss);
    expect(experiment.loss).toBe(preset.loss);
    expect(Object.keys(experiment.hyperparameters).sort()).toEqual(
      method?.hyperparameters.map(({ name }) => name).sort(),
    );
    expect(JSON.stringify(listed('models'))).toContain(JSON.stringify(experiment.model));
    expect(JSON.stringify(listed('datasets'))).toContain(JSON.stringify(experiment.data));
  });

  it('survives its link: in range, nothing clamped, nothing unknown', () => {
    const { experiment: decoded, notes } = decodeLink(encodeLink(experiment));
    expect(notes).toEqual([]);
    expect(decoded).toEqual(experiment);
  });

  it('has bands on metrics that exist, open on one side at most', () => {
    expect(preset.outcome.length).toBeGreaterThan(0);
    for (const { metric, min, max } of preset.outcome) {
      expect(metricById(metric), metric).toBeDefined();
      expect(min !== undefined || max !== undefined, metric).toBe(true);
      if (min !== undefined && max !== undefined) expect(min).toBeLessThan(max);
    }
  });
});
