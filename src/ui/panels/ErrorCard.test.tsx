import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FakeEngine } from '../state/__fixtures__/FakeEngine.ts';
import type { RunProblem } from '../state/runState.ts';
import { Session } from '../state/Session.ts';
import { SessionContext } from '../state/SessionContext.ts';
import { createStores } from '../state/stores.ts';
import { ErrorCard } from './ErrorCard.tsx';
import { remedyOf } from './remedyOf.ts';

const missing = (data: RunProblem['data']): RunProblem => ({ code: 'DATA_RELATION_MISSING', data, rewindTo: null });
const ofWorld = missing({ world: 'claims', relation: 'ranking', row: 'Is 7 odd?' });
const ofFile = missing({ relation: 'ranking', row: 'Is 7 odd?' });

describe('remedyOf', () => {
  it('offers a file to rows of one’s own, never to a world', () => {
    expect(remedyOf(ofFile, 'wasm')).toBe('openFile');
    expect(remedyOf(ofWorld, 'wasm')).toBe('chooseOther');
    expect(remedyOf({ ...ofWorld, code: 'DATA_HASH_MISMATCH' }, 'wasm')).toBe('openFile');
  });

  it('offers WebAssembly to a fault of the GPU alone', () => {
    const fault: RunProblem = { code: 'BACKEND_FAILED', data: {}, rewindTo: null };
    expect([remedyOf(fault, 'webgpu'), remedyOf(fault, 'wasm'), remedyOf(fault, null)]).toEqual([
      'useWasm',
      'reload',
      'reload',
    ]);
  });

  it('has none where words must do', () => {
    expect(remedyOf({ code: 'JUDGE_UNAVAILABLE', data: {}, rewindTo: null }, 'wasm')).toBeUndefined();
  });
});

/** The card's buttons, as they read. */
function buttons(problem: RunProblem): (string | undefined)[] {
  const stores = createStores();
  stores.run.setState({ problem });
  // What is rendered without a browser is each store's first state.
  const shown = { ...stores, run: { ...stores.run, getInitialState: stores.run.getState } };
  const session = new Session(new FakeEngine(), shown, () => false);
  const html = renderToStaticMarkup(
    <SessionContext value={session}>
      <ErrorCard />
    </SessionContext>,
  );
  return [...html.matchAll(/<button[^>]*>([^<]*)/g)].map(([, label]) => label);
}

describe('the card', () => {
  it('leads from a world that lacks a relation to other worlds and objectives', () => {
    expect(buttons(ofWorld)).toEqual(['Choose another world', 'Choose another objective', 'Dismiss']);
    expect(buttons(ofFile)).toEqual(['Open the file', 'Dismiss']);
  });
});
