import { text } from '../i18n/text.ts';
import { useExperiment } from '../state/SessionContext.ts';

/** The first tab stops: past the form, past the plots. They move focus without touching the address (it is the experiment). */
const TARGETS = [
  ['run', text.page.skipToRun],
  ['plots', text.page.skipToPlots],
  ['words', text.page.skipToSamples],
] as const;

export function SkipLinks() {
  // An exact world has its plots alone.
  const isGame = useExperiment((state) => state.experiment.game !== '');
  return (
    <nav className="skip-links" aria-label={text.page.skipToPlots}>
      {TARGETS.filter(([id]) => !isGame || id === 'plots').map(([id, label]) => (
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
