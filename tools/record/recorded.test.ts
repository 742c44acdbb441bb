import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  decodeLink,
  metricById,
  PRESETS,
  PROTOCOL_VERSION,
  presetExperiment,
  type RecordedRun,
} from '../../src/engine/index.ts';
import { leftBands } from './outcome.ts';

const folder = fileURLToPath(new URL('../../public/recorded/', import.meta.url));
const GZIPPED_BYTES_MAX = 40_000;

const read = (name: string) => readFileSync(`${folder}${name}`, 'utf8');
const recording = (id: string): RecordedRun => JSON.parse(read(`${id}.json`));

it('holds a recording of every preset and nothing else; the first one is what the page opens with', () => {
  const expected = ['default', ...PRESETS.map(({ id }) => id)].map((id) => `${id}.json`);
  expect(readdirSync(folder).sort()).toEqual(expected.sort());
  expect(read('default.json')).toBe(read(`${PRESETS[0]?.id}.json`));
});

describe.each(PRESETS.map((preset) => [preset.id, preset] as const))('recording of %s', (id, preset) => {
  const run = recording(id);
  const experiment = presetExperiment(preset);

  it('belongs to this protocol and to the preset as it is now', () => {
    expect(run.protocol).toBe(PROTOCOL_VERSION);
    expect(decodeLink(run.link)).toMatchObject({ notes: [], readOnly: false, experiment });
    expect(run.command).toContain(run.link);
    expect(run.backend).toBe('wasm');
  });

  it('is complete: every step, every evaluation, known and finite metrics', () => {
    const { max_steps, eval_steps } = experiment;
    expect(run.records.map(({ step }) => step)).toEqual(Array.from({ length: max_steps }, (_, i) => i + 1));
    const due = Array.from({ length: max_steps }, (_, i) => i + 1).filter(
      (s) => s % eval_steps === 0 || s === max_steps,
    );
    expect(run.evaluations.map(({ step }) => step)).toEqual([0, ...due]);
    for (const { step, values } of [...run.records, ...run.evaluations]) {
      for (const [name, { value, n }] of Object.entries(values)) {
        expect(metricById(name), name).toBeDefined();
        expect(Number.isFinite(value) && n > 0, `${name} at step ${step}`).toBe(true);
      }
    }
    for (const { dots, samples } of run.evaluations) {
      expect(dots.length).toBeGreaterThan(50);
      expect(new Set(dots.map(({ role }) => role)).size).toBe(2);
      expect(samples.length).toBeGreaterThan(0);
    }
  });

  it('ends with a pair seen token by token', () => {
    expect(run.inspection?.step).toBe(experiment.max_steps);
    expect(run.inspection?.chosen.length).toBeGreaterThan(0);
    expect(run.inspection?.chosen.some(({ push }) => push !== 0)).toBe(true);
  });

  it('came to what the preset promises', () => {
    expect(leftBands(run.evaluations, preset.outcome)).toEqual([]);
  });

  it('is small', () => {
    expect(gzipSync(read(`${id}.json`)).length).toBeLessThan(GZIPPED_BYTES_MAX);
  });
});
