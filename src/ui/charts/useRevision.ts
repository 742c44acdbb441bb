import { startTransition, useEffect, useState } from 'react';
import { useSession } from '../state/SessionContext.ts';

/** The curves' revision, followed only while the chart is visible, and as a transition: typing never waits for a plot. */
export function useRevision(isVisible: boolean): number {
  const { revision } = useSession().stores;
  const [value, setValue] = useState(() => revision.getState().value);
  useEffect(() => {
    if (!isVisible) return;
    const follow = () => startTransition(() => setValue(revision.getState().value));
    follow();
    return revision.subscribe(follow);
  }, [isVisible, revision]);
  return value;
}
