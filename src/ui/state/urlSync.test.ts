import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { decodeLink } from '../../engine/index.ts';
import { type ExperimentState, initialExperiment, withHyperparameter, withSetting } from './experimentState.ts';
import { type AddressBar, syncUrl } from './urlSync.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(hash: string) {
  const listeners: (() => void)[] = [];
  const replaced: string[] = [];
  const state = { hash };
  const bar: AddressBar = {
    hash: () => state.hash,
    replace: (fragment) => {
      replaced.push(fragment);
      state.hash = `#${fragment}`;
    },
    onChange: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const store = createStore<ExperimentState>(() => initialExperiment());
  syncUrl(store, bar);
  const visit = (next: string) => {
    state.hash = next;
    for (const listener of listeners) listener();
  };
  return { store, replaced, visit };
}

describe('syncUrl', () => {
  it('takes the experiment of the link it was opened with', () => {
    const { store } = open('#v=1&model=small-1&loss=simpo&seed=7');
    expect(store.getState().experiment).toMatchObject({ model: 'small-1', loss: 'simpo', seed: 7 });
  });

  it('leaves the address alone until something changes, then writes once it rests', () => {
    const { store, replaced } = open('');
    expect(replaced).toEqual([]);
    for (const seed of [1, 2, 3])
      store.setState((state) => ({ experiment: withSetting(state.experiment, 'seed', seed) }));
    store.setState((state) => ({ experiment: withHyperparameter(state.experiment, 'beta', 0.5) }));
    vi.advanceTimersByTime(1000);
    expect(replaced).toHaveLength(1);
    expect(decodeLink(replaced[0] ?? '').experiment).toEqual(store.getState().experiment);
  });

  it('keeps notes about a hostile link and does not break', () => {
    const { store } = open('#v=1&model=nano-1&beta=1e309&__proto__=x&max_steps=99999999&seed=NaN');
    expect(store.getState().notes.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['invalid', 'clamped', 'unknown_key']),
    );
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('shows a newer link without running or rewriting it', () => {
    const { store, replaced } = open('#v=9&model=nano-1&loss=from_the_future');
    expect(store.getState().readOnly).toBe(true);
    store.setState((state) => ({ experiment: withSetting(state.experiment, 'seed', 3) }));
    vi.advanceTimersByTime(1000);
    expect(replaced).toEqual([]);
  });

  it('follows a link pasted into the address bar, but not an in-page anchor', () => {
    const { store, visit } = open('');
    visit('#plots');
    expect(store.getState().presetId).not.toBeNull();
    visit('#v=1&model=nano-1&seed=99');
    expect(store.getState().experiment.seed).toBe(99);
  });
});
