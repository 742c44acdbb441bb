import { useEffect } from 'react';
import { usePreferences } from '../state/SessionContext.ts';

/** Keeps the screen awake while something runs, where the person wants that and the browser can. */
export function useWakeLock(isRunning: boolean): void {
  const keepAwake = usePreferences((preferences) => preferences.keepAwake);

  useEffect(() => {
    if (!isRunning || !keepAwake || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let isCurrent = true;
    // Refused on low battery or in the background: the run goes on all the same.
    navigator.wakeLock.request('screen').then(
      (sentinel) => {
        if (isCurrent) lock = sentinel;
        else void sentinel.release();
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
      void lock?.release();
    };
  }, [isRunning, keepAwake]);
}
