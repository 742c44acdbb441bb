import { useRef, useState } from 'react';
import { encodeLink } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { hasPolicy } from '../state/runState.ts';
import { useExperiment, useRun, useSession } from '../state/SessionContext.ts';
import { Dialog } from './Dialog.tsx';
import { ExportPanel } from './ExportPanel.tsx';

/** The experiment as a link, the policy it made as a file, and all else that leaves the page. */
export function SharePanel({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const experiment = useExperiment((state) => state.experiment);
  const session = useSession();
  const canDownload = useRun(hasPolicy);
  const fieldRef = useRef<HTMLInputElement>(null);
  const [message, setMessage] = useState('');
  const address = `${location.origin}${location.pathname}${location.search}#${encodeLink(experiment)}`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setMessage(text.link.copied);
    } catch {
      fieldRef.current?.select();
      setMessage(text.link.copyFailed);
    }
  };
  return (
    <Dialog
      title={text.link.share}
      isOpen={isOpen}
      onClose={() => {
        setMessage('');
        onClose();
      }}
    >
      <p>{text.link.shareWhat}</p>
      <p className="control-note">{text.link.shareExact}</p>
      {experiment.data === 'own' ? <p className="warning">{text.link.shareOwn}</p> : null}
      <label htmlFor="share-address">{text.link.address}</label>
      <div className="ask-row">
        <input
          id="share-address"
          ref={fieldRef}
          type="text"
          readOnly
          value={address}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="primary-button" onClick={() => void copy()}>
          {text.link.copy}
        </button>
      </div>
      <p className="control-message" role="status">
        {message}
      </p>
      <p>{text.link.policyWhat}</p>
      <button type="button" className="quiet-button" disabled={!canDownload} onClick={() => session.downloads.policy()}>
        {text.link.policy}
      </button>
      <ExportPanel address={address} />
    </Dialog>
  );
}
