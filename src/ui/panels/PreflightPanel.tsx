import { formatBytes, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { isBlocked } from '../state/experimentState.ts';
import { isAlive } from '../state/runState.ts';
import { useExperiment, useRun, useSession } from '../state/SessionContext.ts';

/** Memory, time and download, before anything is trained. */
export function PreflightPanel() {
  const session = useSession();
  const preflight = useRun((run) => run.preflight);
  const state = useRun((run) => run.state);
  const cannotRun = useExperiment((current) => current.readOnly || isBlocked(current.experiment));
  return (
    <section className="card panel" aria-labelledby="preflight-title">
      <div className="panel-head">
        <h2 id="preflight-title">{text.preflight.title}</h2>
        {isAlive(state) ? null : (
          <button type="button" className="plain-button" disabled={cannotRun} onClick={() => session.check()}>
            {text.preflight.check}
          </button>
        )}
      </div>
      {preflight === null ? (
        <p className="empty">{state === 'preparing' ? text.preflight.checking : text.preflight.unknown}</p>
      ) : (
        <Figures />
      )}
    </section>
  );
}

function Figures() {
  const preflight = useRun((run) => run.preflight);
  if (preflight === null) return null;
  const { memory } = preflight;
  const parts = [
    ['weights', memory.weightsBytes],
    ['optimizer', memory.optimizerBytes],
    ['activations', memory.activationBytes],
    ['reference', memory.referenceBytes],
  ] as const;
  const scale = Math.max(memory.totalBytes, 1);
  const isOver = memory.limitBytes !== null && memory.totalBytes > memory.limitBytes;
  return (
    <>
      {isOver ? (
        <p className="warning" role="alert">
          {text.preflight.overLimit(memory.totalBytes, memory.limitBytes ?? 0)}
        </p>
      ) : null}
      <div>
        <svg className="memory-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          {parts.map(([name], index) => {
            const before = parts.slice(0, index).reduce((sum, [, bytes]) => sum + bytes, 0);
            return (
              <rect
                key={name}
                className={`memory-${name}`}
                x={(before / scale) * 100}
                width={((parts[index]?.[1] ?? 0) / scale) * 100}
                y="0"
                height="4"
              />
            );
          })}
        </svg>
        <p className="memory-parts">
          {parts.map(([name, bytes]) => (
            <span key={name} className={`memory-key memory-key-${name}`}>
              {text.preflight.parts[name]} {formatBytes(bytes)}
            </span>
          ))}
        </p>
      </div>
      <dl className="facts">
        <div>
          <dt>{text.preflight.memory}</dt>
          <dd>{text.preflight.memoryOf(memory.totalBytes, memory.limitBytes)}</dd>
        </div>
        <div>
          <dt>{text.preflight.time}</dt>
          <dd>{text.preflight.timeOf(preflight.secondsTotal, preflight.secondsPerStep)}</dd>
        </div>
        <div>
          <dt>{text.preflight.download}</dt>
          <dd>{formatBytes(preflight.downloadBytes)}</dd>
        </div>
        <div>
          <dt>{text.preflight.parameters}</dt>
          <dd>{formatWhole(preflight.parameters)}</dd>
        </div>
        <div>
          <dt>{text.preflight.rows}</dt>
          <dd>{text.preflight.rowsOf(preflight.rows, preflight.truncatedRows, preflight.tooLongRows)}</dd>
        </div>
      </dl>
    </>
  );
}
