import { type DragEvent, useRef, useState } from 'react';
import { text } from '../i18n/text.ts';
import { useSession } from '../state/SessionContext.ts';

const ACCEPTED = '.jsonl,.ndjson,.json,.csv,.tsv,.parquet,.gz,application/jsonl,application/json,text/csv,text/plain';

/** A file, dropped or chosen. */
export function FileDrop() {
  const session = useSession();
  const fileRef = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const read = async (file: File | undefined) => {
    if (file !== undefined) session.imports.read(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside does the same
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
        accept={ACCEPTED}
        hidden
        aria-label={text.data.choose}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = ''; // the same file may be chosen again, mended
        }}
      />
      <code>{text.data.format}</code>
      <span className="control-note">{text.data.formats}</span>
      <span className="control-note">{text.data.local}</span>
    </div>
  );
}
