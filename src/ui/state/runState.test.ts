import { describe, expect, it } from 'vitest';
import { defaultExperiment, type EngineEvent } from '../../engine/index.ts';
import { plausibleRun } from './__fixtures__/plausibleRun.ts';
import { beginRun, EMPTY_RUN, RECORDED_RUN_ID, type RunView, reduceRun } from './runState.ts';

const experiment = defaultExperiment();
const recording = plausibleRun(30);
const steps = (runId: string): EngineEvent => ({ type: 'steps', runId, records: recording.records.slice(0, 4) });
const evaluation = (runId: string): EngineEvent => ({
  type: 'evaluation',
  runId,
  evaluation: recording.evaluations[1]!,
});
const play = (view: RunView, ...events: EngineEvent[]) => events.reduce(reduceRun, view);

describe('reduceRun', () => {
  it('shows a recording without becoming a run', () => {
    const view = play(EMPTY_RUN, steps(RECORDED_RUN_ID), evaluation(RECORDED_RUN_ID));
    expect(view).toMatchObject({ shown: 'recorded', runId: null, state: 'idle', step: 4 });
    expect(view.evaluation?.samples.length).toBeGreaterThan(0);
  });

  it('keeps the recording on screen until the first live point, then drops it whole', () => {
    const recorded = play(EMPTY_RUN, steps(RECORDED_RUN_ID), evaluation(RECORDED_RUN_ID));
    const begun = beginRun(recorded, 'a', experiment);
    expect(begun).toMatchObject({ shown: 'recorded', state: 'preparing', step: 0 });
    const live = play(begun, { type: 'state', runId: 'a', state: 'running', step: 0 }, steps('a'));
    expect(live).toMatchObject({ shown: 'live', evaluation: null, step: 4 });
  });

  it('drops events of runs it does not show', () => {
    const view = beginRun(EMPTY_RUN, 'b', experiment);
    expect(play(view, steps('a'), evaluation('a'), { type: 'state', runId: 'a', state: 'running', step: 3 })).toBe(
      view,
    );
    const live = play(view, steps('b'));
    expect(play(live, steps(RECORDED_RUN_ID))).toBe(live);
  });

  it('stops with the reason and forgets it once the run goes on', () => {
    const view = beginRun(EMPTY_RUN, 'a', experiment);
    const failed = play(view, { type: 'error', runId: 'a', code: 'LOSS_NOT_FINITE', data: { step: 83 }, rewindTo: 50 });
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'LOSS_NOT_FINITE', rewindTo: 50 } });
    const back = play(failed, { type: 'rewound', runId: 'a', step: 50, settings: { learning_rate: 1e-4 } });
    expect(back).toMatchObject({ problem: null, step: 50, liveSettings: { learning_rate: 1e-4 } });
  });

  it('keeps the cause on screen when something fails as its consequence', () => {
    const view = play(
      beginRun(EMPTY_RUN, 'a', experiment),
      { type: 'error', runId: 'a', code: 'LOSS_DIVERGED', data: { step: 2 }, rewindTo: 0 },
      { type: 'error', runId: 'a', code: 'BACKEND_FAILED', data: { detail: 'inspect' }, rewindTo: null },
    );
    expect(view.problem?.code).toBe('LOSS_DIVERGED');
  });

  it('does not end a run for an error that is not of it', () => {
    const view = play(beginRun(EMPTY_RUN, 'a', experiment), { type: 'state', runId: 'a', state: 'running', step: 1 });
    const after = play(view, { type: 'error', runId: null, code: 'DATA_NO_PAIRS', data: {}, rewindTo: null });
    expect(after).toMatchObject({ state: 'running', problem: { code: 'DATA_NO_PAIRS' } });
  });

  it('forgets an evaluation that a rewind has undone', () => {
    const view = play(beginRun(EMPTY_RUN, 'a', experiment), evaluation('a'));
    expect(play(view, { type: 'rewound', runId: 'a', step: 0, settings: {} }).evaluation).toBeNull();
  });

  it('goes on after a lost device and tells of full storage without stopping', () => {
    const view = play(
      beginRun(EMPTY_RUN, 'a', experiment),
      { type: 'state', runId: 'a', state: 'running', step: 60 },
      { type: 'recovered', runId: 'a', step: 50, attempt: 1 },
      { type: 'snapshot', runId: 'a', step: 60, saved: false, problem: 'STORAGE_FULL' },
    );
    expect(view).toMatchObject({
      state: 'running',
      recovered: { step: 50, attempt: 1 },
      snapshotProblem: 'STORAGE_FULL',
    });
  });
});
