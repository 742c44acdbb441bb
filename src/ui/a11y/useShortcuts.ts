import { useEffect } from 'react';
import { useSession } from '../state/SessionContext.ts';
import { pressShortcut } from './pressShortcut.ts';

/** Single keys, unless switched off, typing, or held with a modifier (2.1.4). */
export function useShortcuts(openSettings: () => void): void {
  const session = useSession();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!session.stores.preferences.getState().shortcuts) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (pressShortcut(session, event.key, openSettings)) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [session, openSettings]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}
