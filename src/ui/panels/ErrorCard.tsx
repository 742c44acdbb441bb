import { ERRORS } from '../i18n/errors.en.ts';
import { text } from '../i18n/text.ts';
import type { RunProblem } from '../state/runState.ts';
import { useMachine, useRun, useSession } from '../state/SessionContext.ts';
import { remedyOf } from './remedyOf.ts';

/** What happened, why, what to do next, and a button where there is one. */
export function ErrorCard() {
  const problem = useRun((run) => run.problem);
  return <div role="alert">{problem === null ? null : <Problem problem={problem} />}</div>;
}

function Problem({ problem }: { problem: RunProblem }) {
  const session = useSession();
  const { title, why, next } = ERRORS[problem.code];
  const backend = useMachine((machine) => machine.backend);
  const remedy = remedyOf(problem, backend);
  const canRewind = remedy === 'rewind' && problem.rewindTo !== null;
  return (
    <section className="card panel card-error" data-code={problem.code}>
      <h2>{title(problem.data)}</h2>
      <p>{why(problem.data)}</p>
      <p>{next(problem.data)}</p>
      <div className="card-actions">
        {canRewind ? (
          <button
            type="button"
            className="primary-button"
            onClick={() => session.rewindAtHalfRate(problem.rewindTo ?? 0)}
          >
            {text.problem.rewind(problem.rewindTo ?? 0)}
          </button>
        ) : null}
        {remedy === 'rewind' && !canRewind ? <ResetButton /> : null}
        {remedy === 'openFile' ? (
          <button
            type="button"
            className="primary-button"
            onClick={() => {
              const input = document.querySelector<HTMLInputElement>('#own-data input[type=file]');
              document.querySelector('#own-data')?.scrollIntoView({ block: 'center' });
              input?.click();
            }}
          >
            {text.problem.openFile}
          </button>
        ) : null}
        {remedy === 'chooseOther' ? (
          <>
            <PickerButton picker="data">{text.problem.chooseWorld}</PickerButton>
            <PickerButton picker="loss">{text.problem.chooseObjective}</PickerButton>
          </>
        ) : null}
        {remedy === 'useWasm' ? (
          <button
            type="button"
            className="primary-button"
            onClick={() => {
              session.stores.preferences.setState({ backend: 'wasm' });
              session.restart();
            }}
          >
            {text.problem.useWasm}
          </button>
        ) : null}
        {remedy === 'reload' ? (
          <button type="button" className="primary-button" onClick={() => location.reload()}>
            {text.problem.reload}
          </button>
        ) : null}
        {remedy === 'reset' ? <ResetButton /> : null}
        <button type="button" className="quiet-button" onClick={() => session.dismissProblem()}>
          {text.page.dismiss}
        </button>
      </div>
      <details>
        <summary>{text.problem.details}</summary>
        <code className="error-details">
          {problem.code} {JSON.stringify(problem.data)}
        </code>
      </details>
    </section>
  );
}

function ResetButton() {
  const session = useSession();
  return (
    <button type="button" className="primary-button" onClick={() => session.reset()}>
      {text.problem.reset}
    </button>
  );
}

/** Leads to where the form chooses the world's rows, or the objective. */
function PickerButton({ picker, children }: { readonly picker: 'data' | 'loss'; readonly children: string }) {
  return (
    <button
      type="button"
      className="primary-button"
      onClick={() => {
        const field = document.getElementById(picker);
        field?.scrollIntoView({ block: 'center' });
        field?.focus({ preventScroll: true });
      }}
    >
      {children}
    </button>
  );
}
