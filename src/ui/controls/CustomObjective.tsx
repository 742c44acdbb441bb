import { useState } from 'react';
import { type Experiment, readCustom } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { FormulaPanel } from './FormulaPanel.tsx';
import { ObjectiveEditor } from './ObjectiveEditor.tsx';

/** An objective of one's own: its text, and the formula it was last read as. */
export function CustomObjective({ experiment, disabled }: { experiment: Experiment; disabled: boolean }) {
  const { method, error } = readCustom(experiment.objective);
  const [lastRead, setLastRead] = useState(error === null ? method : null);
  if (error === null && lastRead !== method) setLastRead(method);
  return (
    <>
      <ObjectiveEditor experiment={experiment} disabled={disabled} />
      {lastRead === null ? null : (
        <div className={error === null ? undefined : 'stale'}>
          <FormulaPanel method={lastRead} experiment={experiment} />
          {error === null ? null : <p className="control-note">{text.objective.stale}</p>}
        </div>
      )}
    </>
  );
}
