import { text } from '../i18n/text.ts';
import { isActive, type RunView } from '../state/runState.ts';

/** What a run is doing: its phase while it is active, else its state. */
export function runWords({ state, progress }: Pick<RunView, 'state' | 'progress'>): string {
  return isActive(state) && progress !== null ? text.run.phases[progress.phase] : text.run.states[state];
}
