import { useEffect, useState } from 'react';
import { text } from '../i18n/text.ts';
import { onceThere } from './onceThere.ts';

/** Own rows are brought in a card below the form, out of sight of the choice that opens it: this leads there. */
export function OwnDataPointer() {
  const [presses, setPresses] = useState(0);
  useEffect(() => {
    if (presses === 0) return;
    return onceThere('own-data', (panel) => {
      panel.scrollIntoView({ block: 'start' });
      panel.querySelector('button')?.focus({ preventScroll: true });
    });
  }, [presses]);
  return (
    <button type="button" className="link-button" onClick={() => setPresses((count) => count + 1)}>
      {text.data.bring}
    </button>
  );
}
