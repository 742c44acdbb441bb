import { describe, expect, it } from 'vitest';
import { defaultExperiment, type EngineEvent } from '../../engine/index.ts';
import { plausibleRun } from './__fixtures__/plausibleRun.ts';
import { beginRivals } from './Rival.ts';

const recording = plausibleRun(30);
const race = { ...defaultExperiment('simpo'), race: 'ipo,sft', seed: 7, learning_rate: 0.01 };

describe('rivals', () => {
  it('are runs of their own: the objective’s defaults, all else as in the race', () => {
    const [ipo, sft] = beginRivals('run-1', race);
    expect([ipo?.id, sft?.id]).toEqual(['run-1/ipo', 'run-1/sft']);
    expect(ipo?.experiment).toEqual({ ...defaultExperiment('ipo'), seed: 7 });
    expect(beginRivals('run-1', defaultExperiment())).toEqual([]);
  });

  it('keep what is said of them and nothing else', () => {
    const [ipo] = beginRivals('run-1', race);
    const say = (...events: EngineEvent[]) => {
      for (const event of events) ipo?.receive(event);
    };
    const steps = (runId: string): EngineEvent => ({ type: 'steps', runId, records: recording.records.slice(0, 20) });
    say(steps('run-1'), steps('run-1/sft'));
    expect(ipo?.series.isEmpty).toBe(true);
    say(steps('run-1/ipo'), { type: 'rewound', runId: 'run-1/ipo', step: 12, settings: { learning_rate: 1e-4 } });
    expect(ipo?.view).toMatchObject({ step: 12, liveSettings: { learning_rate: 1e-4 } });
    expect(ipo?.series.get('train', 'rewards/margins')?.latest()?.step).toBe(12);
    say({ type: 'error', runId: 'run-1/ipo', code: 'LOSS_DIVERGED', data: { step: 12 }, rewindTo: null });
    expect(ipo?.view).toMatchObject({ state: 'failed', problem: { code: 'LOSS_DIVERGED' } });
  });
});
