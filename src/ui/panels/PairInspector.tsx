import { useState } from 'react';
import type { Inspection } from '../../engine/index.ts';
import { formatFixed } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useRun, useSession } from '../state/SessionContext.ts';
import { Pager } from './Pager.tsx';
import { strongestPush } from './pushColour.ts';
import { TokenRow } from './TokenRow.tsx';
import { TokenTable } from './TokenTable.tsx';

/** A held-out pair, each token coloured by −d loss / d log-prob: how hard the objective pushes it up or down. */
export function PairInspector() {
  const session = useSession();
  const inspection = useRun((run) => run.inspection);
  const isRecorded = useRun((run) => run.shown === 'recorded');
  return (
    <section className="card panel panel-inspector" aria-labelledby="inspector-title">
      <div className="panel-head">
        <h2 id="inspector-title">{text.inspector.title}</h2>
        {inspection === null || isRecorded ? null : (
          <Pager
            index={inspection.index}
            count={inspection.count}
            previous={text.inspector.previous}
            next={text.inspector.next}
            onChange={(index) => session.inspect(index)}
          />
        )}
      </div>
      {inspection === null ? <p className="empty">{text.inspector.empty}</p> : <Pair inspection={inspection} />}
    </section>
  );
}

function Pair({ inspection }: { inspection: Inspection }) {
  const [readout, setReadout] = useState('');
  const strongest = strongestPush(inspection);
  return (
    <>
      <p className="panel-what">{text.inspector.what}</p>
      <p className="prompt-text">{inspection.prompt}</p>
      <TokenRow
        side="chosen"
        tokens={inspection.chosen}
        reward={inspection.chosenReward}
        strongest={strongest}
        onRead={setReadout}
      />
      {inspection.rejectedPrompt === undefined ? null : <p className="prompt-text">{inspection.rejectedPrompt}</p>}
      <TokenRow
        side="rejected"
        tokens={inspection.rejected}
        reward={inspection.rejectedReward}
        strongest={strongest}
        onRead={setReadout}
      />
      <p className="readout" aria-live="polite">
        {readout === '' ? text.inspector.readoutIdle : readout}
      </p>
      <div className="push-legend">
        <span className="push-key push-key-up">{text.inspector.up}</span>
        <span className="push-key push-key-down">{text.inspector.down}</span>
        <span className="push-margin">
          {text.inspector.margin} <b>{formatFixed(inspection.margin)}</b>
        </span>
      </div>
      <details>
        <summary>{text.inspector.table}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <div className="table-scroll table-short" tabIndex={0} role="region" aria-label={text.inspector.table}>
          <TokenTable inspection={inspection} />
        </div>
      </details>
    </>
  );
}
