import { text } from '../i18n/text.ts';

/** Own rows are brought in a card below the form, out of sight of the choice that opens it: this leads there. */
export function OwnDataPointer() {
  return (
    <button
      type="button"
      className="link-button"
      onClick={() => {
        const panel = document.getElementById('own-data');
        panel?.scrollIntoView({ block: 'start' });
        panel?.querySelector('button')?.focus({ preventScroll: true });
      }}
    >
      {text.data.bring}
    </button>
  );
}
