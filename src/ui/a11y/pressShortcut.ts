import type { Session } from '../state/Session.ts';

/** What the single keys do to the run. */
const RUN_KEYS: Readonly<Record<string, (session: Session) => void>> = {
  k: (session) => session.toggle(),
  j: (session) => session.step(),
  b: (session) => session.rewind(),
  r: (session) => session.reset(),
};

/**
 * Acts on a key. While an exact world is open no key reaches the run: it would train out of sight.
 *
 * @returns whether the key means anything
 */
export function pressShortcut(session: Session, key: string, openSettings: () => void): boolean {
  const name = key.toLowerCase();
  if (name === '?') {
    openSettings();
    return true;
  }
  const act = Object.hasOwn(RUN_KEYS, name) ? RUN_KEYS[name] : undefined;
  if (act === undefined || session.stores.experiment.getState().experiment.game !== '') return false;
  act(session);
  return true;
}
