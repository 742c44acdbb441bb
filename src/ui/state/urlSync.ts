import type { StoreApi } from 'zustand/vanilla';
import { decodeLink, encodeLink } from '../../engine/index.ts';
import { type ExperimentState, fromLink } from './experimentState.ts';

const DEBOUNCE_MS = 300;

/** What of the browser this needs; a test passes its own. */
export interface AddressBar {
  readonly hash: () => string;
  readonly replace: (fragment: string) => void;
  readonly onChange: (listener: () => void) => () => void;
}

export const browserAddressBar: AddressBar = {
  hash: () => location.hash,
  replace: (fragment) => history.replaceState(history.state, '', `#${fragment}`),
  onChange: (listener) => {
    addEventListener('hashchange', listener);
    return () => removeEventListener('hashchange', listener);
  },
};

/**
 * The address holds the experiment: opened with a fragment, the page takes it over (never running it); edits go back,
 * debounced. A link of a newer version is left in the address as it came.
 * @returns a function that ends it
 */
export function syncUrl(store: StoreApi<ExperimentState>, bar: AddressBar): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const open = () => {
    const fragment = bar.hash().replace(/^#/, '');
    if (fragment === '' || fragment === encodeLink(store.getState().experiment)) return;
    if (!fragment.includes('=')) return; // an in-page anchor such as a skip link
    store.setState(fromLink(decodeLink(fragment)));
  };
  open();
  const offChange = bar.onChange(open);
  const unsubscribe = store.subscribe((state, previous) => {
    if (state.experiment === previous.experiment || state.readOnly) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => bar.replace(encodeLink(store.getState().experiment)), DEBOUNCE_MS);
  });
  return () => {
    if (timer !== null) clearTimeout(timer);
    offChange();
    unsubscribe();
  };
}
