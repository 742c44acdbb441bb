import { useState } from 'react';
import { text } from '../i18n/text.ts';
import { initialExperiment } from '../state/experimentState.ts';
import { useExperiment, useMachine, useRun, useSession } from '../state/SessionContext.ts';

/** What the page has to say before or beside a run: about the link, an interrupted run, a lost GPU, full storage. */
export function Notices() {
  return (
    <>
      <LinkNotice />
      <ResumeNotice />
      <RunNotice />
    </>
  );
}

function LinkNotice() {
  const session = useSession();
  const { notes, readOnly } = useExperiment((state) => state);
  const { experiment: store } = session.stores;
  if (readOnly) {
    return (
      <section className="notice notice-strong" aria-label={text.link.readOnlyTitle}>
        <div className="notice-words">
          <b>{text.link.readOnlyTitle}.</b> {text.link.readOnly}
          <NoteList />
        </div>
        <button type="button" className="plain-button" onClick={() => store.setState(initialExperiment())}>
          {text.link.startOver}
        </button>
      </section>
    );
  }
  if (notes.length === 0) return null;
  return (
    <section className="notice notice-strong" aria-label={text.link.notes}>
      <div className="notice-words">
        <b>{text.link.notes}</b>
        <NoteList />
      </div>
      <button type="button" className="plain-button" onClick={() => store.setState({ notes: [] })}>
        {text.page.dismiss}
      </button>
    </section>
  );
}

function NoteList() {
  const notes = useExperiment((state) => state.notes);
  return (
    <ul className="notes">
      {notes.map((note, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: notes have no identity and never move
        <li key={index}>{text.link.note(note)}</li>
      ))}
    </ul>
  );
}

function ResumeNotice() {
  const session = useSession();
  const snapshots = useMachine((machine) => machine.snapshots);
  const isIdle = useRun((run) => run.runId === null);
  // It would train behind an exact world.
  const isGame = useExperiment((state) => state.experiment.game !== '');
  const newest = snapshots.filter(({ step }) => step > 0).sort((a, b) => b.savedAt - a.savedAt)[0];
  if (newest === undefined || !isIdle || isGame) return null;
  return (
    <section className="notice notice-strong" aria-label={text.resume.title(newest.step)}>
      <span className="notice-words">
        <b>{text.resume.title(newest.step)}</b>
      </span>
      <button type="button" className="plain-button" onClick={() => session.resume(newest)}>
        {text.resume.go(newest.step)}
      </button>
      <button type="button" className="quiet-button" onClick={() => session.forgetSnapshots()}>
        {text.resume.forget}
      </button>
    </section>
  );
}

function RunNotice() {
  const recovered = useRun((run) => run.recovered);
  const isStorageFull = useRun((run) => run.snapshotProblem !== null);
  const [dismissed, setDismissed] = useState<typeof recovered>(null);
  return (
    <>
      {recovered === null || recovered === dismissed ? null : (
        <div className="notice notice-strong" data-notice="recovered">
          <span className="notice-words">{text.notices.recovered(recovered.step)}</span>
          <button type="button" className="quiet-button" onClick={() => setDismissed(recovered)}>
            {text.page.dismiss}
          </button>
        </div>
      )}
      {isStorageFull ? (
        <div className="notice notice-strong" data-notice="storage">
          <span className="notice-words">{text.notices.storage}</span>
        </div>
      ) : null}
    </>
  );
}
