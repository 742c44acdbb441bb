import { useState } from 'react';
import { text } from '../i18n/text.ts';
import { useSession } from '../state/SessionContext.ts';

/** Rows as text. */
export function PasteRows() {
  const session = useSession();
  const [pasted, setPasted] = useState('');
  return (
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
        onClick={() => session.imports.read('pasted', pasted)}
      >
        {text.data.usePaste}
      </button>
    </details>
  );
}
