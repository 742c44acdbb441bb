import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '../../engine/index.ts';
import { plausibleRun } from './__fixtures__/plausibleRun.ts';
import { RecordedPlayback } from './RecordedPlayback.ts';
import { readRecording } from './readRecording.ts';

const recording = plausibleRun(120);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const events: EngineEvent[] = [];
  const states: string[] = [];
  const playback = new RecordedPlayback(
    recording,
    (event) => events.push(event),
    (state) => states.push(state),
  );
  const stepsShown = () => events.reduce((sum, event) => sum + (event.type === 'steps' ? event.records.length : 0), 0);
  const evaluationsShown = () => events.filter(({ type }) => type === 'evaluation').length;
  return { playback, states, stepsShown, evaluationsShown };
}

describe('RecordedPlayback', () => {
  it('shows points at once, all of them in the end, and says so', () => {
    const { playback, states, stepsShown, evaluationsShown } = open();
    playback.play();
    expect(stepsShown()).toBeGreaterThan(0);
    vi.advanceTimersByTime(60_000);
    expect(stepsShown()).toBe(120);
    expect(evaluationsShown()).toBe(recording.evaluations.length);
    expect(states).toEqual(['playing', 'ended']);
  });

  it('stands still while paused', () => {
    const { playback, stepsShown } = open();
    playback.play();
    vi.advanceTimersByTime(2000);
    playback.pause();
    const shown = stepsShown();
    vi.advanceTimersByTime(5000);
    expect(stepsShown()).toBe(shown);
    expect(shown).toBeLessThan(120);
  });

  it('shows everything at once for less motion', () => {
    const { playback, states, stepsShown, evaluationsShown } = open();
    playback.showAll();
    expect([stepsShown(), evaluationsShown()]).toEqual([120, recording.evaluations.length]);
    expect(states).toEqual(['ended']);
  });
});

describe('readRecording', () => {
  it('takes a recording and nothing else', () => {
    expect(readRecording(recording)).toBe(recording);
    for (const value of [null, 3, [], {}, { ...recording, protocol: 99 }, { ...recording, records: 'x' }]) {
      expect(readRecording(value)).toBeNull();
    }
  });
});
