import { type DragEvent, useRef, useState } from 'react';
import { OWN_DATA } from '../controls/catalogue.ts';
import { text } from '../i18n/text.ts';
import { useExperiment, useMachine, useSession } from '../state/SessionContext.ts';
import { DataReportView } from './DataReportView.tsx';

/** One's own preference rows: dropped, chosen or pasted. They stay in this browser. */
export function DataPanel() {
  const session = useSession();
  const experiment = useExperiment((state) => state.experiment);
  const { data, importing } = useMachine((machine) => machine);
  const fileRef = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [pasted, setPasted] = useState('');
  const isWanted = experiment.data === OWN_DATA && experiment.data_hash !== '' && data?.hash !== experiment.data_hash;
  const read = async (file: File | undefined) => {
    if (file !== undefined) session.importText(file.name, await file.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    <section className="card panel" aria-labelledby="data-title" id="own-data">
      <h2 id="data-title">{text.data.title}</h2>
      {isWanted ? <p className="warning">{text.data.wanted(experiment.data_hash)}</p> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button beside it does the same */}
      <div
        className={isOver ? 'drop-zone drop-over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span>{text.data.drop}</span>{' '}
        <button type="button" className="plain-button" onClick={() => fileRef.current?.click()}>
          {text.data.choose}
        </button>
        <input
          ref={fileRef}
          type="file"
          accept=".jsonl,.json,.ndjson,application/jsonl,text/plain"
          hidden
          aria-label={text.data.choose}
          onChange={(event) => {
            void read(event.target.files?.[0]);
            event.target.value = ''; // the same file may be chosen again, mended
          }}
        />
        <code>{text.data.format}</code>
        <span className="control-note">{text.data.local}</span>
      </div>
      <details>
        <summary>{text.data.paste}</summary>
        <label htmlFor="paste" className="control-note">
          {text.data.pasteLabel}
        </label>
        <textarea
          id="paste"
          rows={4}
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        <button
          type="button"
          className="plain-button"
          disabled={pasted.trim() === ''}
          onClick={() => session.importText('pasted.jsonl', pasted)}
        >
          {text.data.usePaste}
        </button>
      </details>
      <div aria-live="polite">
        {importing ? <p className="empty">{text.data.reading}</p> : null}
        {data === null ? null : <DataReportView report={data} />}
      </div>
    </section>
  );
}
