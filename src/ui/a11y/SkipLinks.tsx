import { text } from '../i18n/text.ts';

/** The first tab stops: past the form, past the plots. They move focus without touching the address (it is the experiment). */
const TARGETS = [
  ['run', text.page.skipToRun],
  ['plots', text.page.skipToPlots],
  ['words', text.page.skipToSamples],
] as const;

export function SkipLinks() {
  return (
    <nav className="skip-links" aria-label={text.page.skipToPlots}>
      {TARGETS.map(([id, label]) => (
        <button
          key={id}
          type="button"
          onClick={() => {
            const target = document.getElementById(id);
            target?.scrollIntoView();
            target?.focus();
          }}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
