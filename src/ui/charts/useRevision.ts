import { useEffect, useState } from 'react';
import { useSession } from '../state/SessionContext.ts';
import { cancelPaint, enqueuePaint } from './paintQueue.ts';

/** The curves' revision, followed only while the chart is visible, each chart in a task of its own. */
export function useRevision(isVisible: boolean): number {
  const { revision } = useSession().stores;
  const [value, setValue] = useState(() => revision.getState().value);
  useEffect(() => {
    if (!isVisible) return;
    const paint = () => setValue(revision.getState().value);
    const follow = () => enqueuePaint(paint);
    follow();
    const unsubscribe = revision.subscribe(follow);
    return () => {
      unsubscribe();
      cancelPaint(paint);
    };
  }, [isVisible, revision]);
  return value;
}
