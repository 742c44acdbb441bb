import { useId, useState } from 'react';
import { text } from '../i18n/text.ts';
import { useImports, useSession } from '../state/SessionContext.ts';

/** A set of the Hub by its name and revision. Nothing is asked of the Hub before a button is pressed. */
export function HubForm() {
  const session = useSession();
  const { state } = useImports((view) => view.hub);
  const [dataset, setDataset] = useState('');
  const [revision, setRevision] = useState('main');
  const id = useId();
  return (
    <details>
      <summary>{text.data.hub.title}</summary>
      <form
        className="hub-form"
        onSubmit={(event) => {
          event.preventDefault();
          session.imports.listHub(dataset, revision);
        }}
      >
        <label htmlFor={`${id}-set`}>{text.data.hub.dataset}</label>
        <input
          id={`${id}-set`}
          type="text"
          spellCheck={false}
          autoComplete="off"
          placeholder={text.data.hub.datasetHint}
          value={dataset}
          onChange={(event) => setDataset(event.target.value)}
        />
        <label htmlFor={`${id}-revision`}>{text.data.hub.revision}</label>
        <input
          id={`${id}-revision`}
          type="text"
          spellCheck={false}
          autoComplete="off"
          value={revision}
          onChange={(event) => setRevision(event.target.value)}
        />
        <p className="control-note">{text.data.hub.privacy}</p>
        <button type="submit" className="plain-button" disabled={dataset.trim() === '' || state === 'fetching'}>
          {text.data.hub.list}
        </button>
      </form>
      <HubFiles />
    </details>
  );
}

/** The files of the set that was asked for, one of them to fetch; or how far it has come. */
function HubFiles() {
  const session = useSession();
  const { state, files, others, dataset, revision, loaded, total, isCached } = useImports((view) => view.hub);
  const [path, setPath] = useState('');
  const id = useId();
  const file = files.find((candidate) => candidate.path === path) ?? files[0];
  const cancel = (
    <button type="button" className="quiet-button" onClick={() => session.imports.cancelHub()}>
      {text.data.hub.cancel}
    </button>
  );
  if (state === 'idle') return null;
  if (state === 'listing' || file === undefined) {
    return (
      <p className="hub-progress" role="status">
        {text.data.hub.listing} {cancel}
      </p>
    );
  }
  return (
    <div className="hub-form">
      <p>{text.data.hub.files(files.length, others, dataset, revision)}</p>
      <label htmlFor={`${id}-file`}>{text.data.hub.file}</label>
      <select
        id={`${id}-file`}
        value={file.path}
        disabled={state === 'fetching'}
        onChange={(event) => setPath(event.target.value)}
      >
        {files.map(({ path: name, bytes }) => (
          <option key={name} value={name}>
            {text.data.hub.option(name, bytes)}
          </option>
        ))}
      </select>
      {state === 'fetching' ? (
        <div className="hub-progress">
          <progress value={loaded} max={total} aria-label={text.data.hub.progress(loaded, total, isCached)} />
          <span>{text.data.hub.progress(loaded, total, isCached)}</span>
          {cancel}
        </div>
      ) : (
        <button type="button" className="plain-button" onClick={() => session.imports.fetchHub(file)}>
          {text.data.hub.fetch}
        </button>
      )}
    </div>
  );
}
