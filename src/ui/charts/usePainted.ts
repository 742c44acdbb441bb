import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useSession } from '../state/SessionContext.ts';
import { cancelPaint, enqueuePaint } from './paintQueue.ts';

/**
 * What `read` says (stable, and the same value as long as nothing changed), looked at when the curves' revision moves and only
 * while the chart is visible: each chart in a task of its own, and a chart about which nothing is new not at all.
 */
export function usePainted<T>(isVisible: boolean, read: () => T): T {
  const { revision } = useSession().stores;
  const [value, setValue] = useState(read);
  useEffect(() => {
    if (!isVisible) return;
    let shown: unknown = NOTHING;
    const paint = () => {
      shown = read();
      // At once: what React would do later it would do for several charts together.
      flushSync(() => setValue(() => read()));
    };
    const follow = () => {
      if (read() !== shown) enqueuePaint(paint);
    };
    follow();
    const unsubscribe = revision.subscribe(follow);
    return () => {
      unsubscribe();
      cancelPaint(paint);
    };
  }, [isVisible, revision, read]);
  return value;
}

const NOTHING = Symbol('nothing shown yet');
