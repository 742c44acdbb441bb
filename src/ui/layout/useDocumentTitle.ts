import { useEffect } from 'react';
import { useStore } from 'zustand';
import { MARGINS } from '../charts/metricIds.ts';
import { formatFixed, formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { isActive } from '../state/runState.ts';
import { useRun, useSession } from '../state/SessionContext.ts';

/** The tab says how far a run is: "62 % · margin 1.4". */
export function useDocumentTitle(): void {
  const { stores } = useSession();
  const revision = useStore(stores.revision, ({ value }) => value);
  const isRunning = useRun((run) => isActive(run.state) && run.shown === 'live');
  const step = useRun((run) => run.step);
  const total = useRun((run) => run.experiment?.max_steps ?? 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision says that the series (mutable) changed
  useEffect(() => {
    const margin = stores.series.latest('train', MARGINS)?.value;
    document.title =
      isRunning && total > 0
        ? `${text.page.titleRunning(formatPercent(step / total), margin === undefined ? null : formatFixed(margin))} · ${text.page.title}`
        : text.page.title;
  }, [stores, revision, isRunning, step, total]);
}
