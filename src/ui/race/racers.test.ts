import { expect, test } from 'vitest';
import { defaultExperiment, metricById } from '../../engine/index.ts';
import { beginRivals } from '../state/Rival.ts';
import { beginRun, EMPTY_RUN } from '../state/runState.ts';
import { defaultUntil, FIGURES, racers } from './racers.ts';

const race = { ...defaultExperiment('simpo'), race: 'ipo', max_steps: 60 };
const run = beginRun(EMPTY_RUN, 'run-1', race);

test('the run’s own objective comes first, its rivals in the order of the experiment', () => {
  expect(racers(run, beginRivals('run-1', race)).map(({ id, label }) => `${id} ${label}`)).toEqual([
    'run-1 SimPO',
    'run-1/ipo IPO',
  ]);
});

test('one goes on alone to the end of the race, or as far again from there', () => {
  expect(defaultUntil({ ...run, step: 25 })).toBe(60);
  expect(defaultUntil({ ...run, step: 60 })).toBe(120);
});

test('every figure of the table is a metric that is explained', () => {
  for (const { metric } of FIGURES) expect(metricById(metric)?.meaning, metric).toBeDefined();
});
