import { useEffect, useState } from 'react';
import { MARGINS } from '../charts/metricIds.ts';
import { formatFixed, formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useSession } from '../state/SessionContext.ts';
import { Announcer, tenthOf } from './Announcer.ts';

/** Status for screen readers (4.1.3). Errors are spoken by their own alert. */
export function LiveRegion() {
  const { stores } = useSession();
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const announcer = new Announcer(setSentence);
    const margin = () => {
      const value = stores.series.latest('train', MARGINS)?.value;
      return value === undefined ? null : formatFixed(value);
    };
    const unsubscribe = stores.run.subscribe((run, before) => {
      if (run.runId === null && before.runId === null) return; // the recording is not a run
      const total = run.experiment?.max_steps ?? 0;
      if (run.state !== before.state) {
        if (run.state === 'running' && before.state !== 'running') announcer.announce(text.announce.started);
        if (run.state === 'paused') announcer.announce(text.announce.paused);
        if (run.state === 'finished') announcer.announce(text.announce.finished(margin()));
        if (run.state === 'idle') announcer.announce(text.announce.reset);
        return;
      }
      if (run.state !== 'running' || tenthOf(run.step, total) <= tenthOf(before.step, total)) return;
      announcer.announce(text.announce.progress(formatPercent(run.step / total), margin()));
    });
    return () => {
      unsubscribe();
      announcer.dispose();
    };
  }, [stores]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {sentence}
    </p>
  );
}
