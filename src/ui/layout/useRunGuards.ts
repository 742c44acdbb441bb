import { useEffect } from 'react';
import { isActive } from '../state/runState.ts';
import { useRun, useSession } from '../state/SessionContext.ts';
import { useWakeLock } from './useWakeLock.ts';

/** While a run is under way: keep the screen awake, and ask before a close that would lose more than a snapshot holds. */
export function useRunGuards(): void {
  const session = useSession();
  const isRunning = useRun((run) => isActive(run.state));
  const wouldLose = useRun(
    (run) =>
      run.shown === 'live' && (isActive(run.state) || (run.state === 'paused' && run.step > (run.snapshotStep ?? 0))),
  );

  useEffect(() => {
    if (!wouldLose) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [wouldLose]);

  useEffect(() => {
    const flush = () => session.flush();
    document.addEventListener('visibilitychange', flush);
    return () => document.removeEventListener('visibilitychange', flush);
  }, [session]);

  useWakeLock(isRunning);
}
