import { useDocumentTitle } from './useDocumentTitle.ts';
import { useRunGuards } from './useRunGuards.ts';

/** What goes on with every step but is not on the page. A component of its own, so that a step redraws nothing else. */
export function Background() {
  useDocumentTitle();
  useRunGuards();
  return null;
}
