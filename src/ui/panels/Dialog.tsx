import { type ReactNode, useEffect, useId, useRef } from 'react';
import { text } from '../i18n/text.ts';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps focus inside, closes on Esc and gives focus back. */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null || dialog.open === isOpen) return;
    if (isOpen) dialog.showModal();
    else dialog.close();
  }, [isOpen]);
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <div className="panel-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="quiet-button" onClick={onClose}>
          {text.page.close}
        </button>
      </div>
      {isOpen ? children : null}
    </dialog>
  );
}
