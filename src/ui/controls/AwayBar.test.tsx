import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { pressShortcut } from '../a11y/pressShortcut.ts';
import { SkipLinks } from '../a11y/SkipLinks.tsx';
import { Notices } from '../panels/Notices.tsx';
import { FakeEngine } from '../state/__fixtures__/FakeEngine.ts';
import { withSetting } from '../state/experimentState.ts';
import { Session } from '../state/Session.ts';
import { SessionContext } from '../state/SessionContext.ts';
import { createStores } from '../state/stores.ts';
import { AwayBar } from './AwayBar.tsx';

function open() {
  const engine = new FakeEngine();
  const session = new Session(engine, createStores(), () => false);
  session.stores.experiment.setState((state) => ({ experiment: { ...state.experiment, max_steps: 12 } }));
  const game = (value: string) => session.editExperiment((edited) => withSetting(edited, 'game', value));
  /** As a run that has trained three steps. */
  const train = () => {
    session.play();
    const runId = session.stores.run.getState().runId ?? '';
    engine.say({ type: 'state', runId, state: 'ready', step: 0 }, { type: 'state', runId, state: 'running', step: 3 });
    return runId;
  };
  return { engine, session, game, train };
}

/** What is rendered without a browser is each store's first state. */
function html({ stores }: Session, element: React.ReactNode): string {
  const { run, experiment, machine } = stores;
  const shown = {
    ...stores,
    run: { ...run, getInitialState: run.getState },
    experiment: { ...experiment, getInitialState: experiment.getState },
    machine: { ...machine, getInitialState: machine.getState },
  };
  const view = new Session(new FakeEngine(), shown, () => false);
  return renderToStaticMarkup(<SessionContext value={view}>{element}</SessionContext>);
}

describe('while an exact world is open', () => {
  beforeEach(() => {
    vi.stubGlobal('document', { hidden: false });
    return () => vi.unstubAllGlobals();
  });

  test('no key reaches the run; the settings still open', () => {
    const { engine, session, game, train } = open();
    game('bandit');
    const openSettings = vi.fn();
    for (const key of ['k', 'K', 'j', 'b', 'r']) expect(pressShortcut(session, key, openSettings), key).toBe(false);
    expect(engine.commands).toEqual([]);
    expect(pressShortcut(session, '?', openSettings)).toBe(true);
    expect(openSettings).toHaveBeenCalledOnce();
    game('');
    expect(pressShortcut(session, 'k', openSettings)).toBe(true);
    expect(engine.told('prepare')).toHaveLength(1);
    game('game');
    train();
    const told = engine.commands.length;
    for (const key of ['k', 'j', 'b', 'r']) pressShortcut(session, key, openSettings);
    expect(engine.commands).toHaveLength(told);
    game('');
    expect(pressShortcut(session, 'K', openSettings)).toBe(true);
    expect(engine.told('pause')).toHaveLength(1);
    expect(pressShortcut(session, 'constructor', openSettings)).toBe(false);
  });

  test('a run that goes on is named with the way back, one that rests too, and without one there is nothing', () => {
    const { engine, session, game, train } = open();
    expect(html(session, <AwayBar />)).not.toContain('<button');
    const runId = train();
    game('game');
    const going = html(session, <AwayBar />);
    expect(going).toContain('The model’s run goes on: training, step 3 of 12.');
    expect(going.match(/<button[^>]*>([^<]*)/)?.[1]).toBe('Return to the run');
    expect(going).not.toContain('Play');
    engine.say({ type: 'state', runId, state: 'paused', step: 5 });
    expect(html(session, <AwayBar />)).toContain('The model’s run: paused, step 5 of 12.');
  });

  test('nothing else on the page begins or seeks a run', () => {
    const { session, game } = open();
    const snapshot = { runId: 'r', step: 8, savedAt: 1, experiment: session.stores.experiment.getState().experiment };
    session.stores.machine.setState({ snapshots: [{ ...snapshot, bytes: 1 }] });
    expect(html(session, <Notices />)).toContain('<button');
    expect(html(session, <SkipLinks />).match(/<button/g)).toHaveLength(3);
    game('game');
    expect(html(session, <Notices />)).not.toContain('<button');
    expect(html(session, <SkipLinks />).match(/<button/g)).toHaveLength(1);
  });
});
