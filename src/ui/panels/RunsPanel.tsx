import { useStore } from 'zustand';
import { describeDifference } from '../../engine/index.ts';
import { Icon } from '../controls/icons.tsx';
import { formatFixed, formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { comparedWith, type PastRun, pinRun } from '../state/library.ts';
import { useSession } from '../state/SessionContext.ts';

/** The last five runs: what changed in a line, where they ended, and which one to compare with. */
export function RunsPanel() {
  const session = useSession();
  const { library } = session.stores;
  const runs = useStore(library);
  return (
    <section className="card panel" aria-labelledby="runs-title">
      <h2 id="runs-title">{text.runs.title}</h2>
      {runs.length === 0 ? <p className="empty">{text.runs.empty}</p> : null}
      <ol className="runs">
        {runs.map((run) => (
          <RunLine
            key={run.id}
            run={run}
            before={comparedWith(runs, run)}
            onPin={() => library.setState(pinRun(runs, run.pinned ? null : run.id), true)}
            onUse={() =>
              session.stores.experiment.setState({
                experiment: run.experiment,
                presetId: null,
                notes: [],
                readOnly: false,
              })
            }
          />
        ))}
      </ol>
    </section>
  );
}

interface RunLineProps {
  readonly run: PastRun;
  readonly before: PastRun | null;
  readonly onPin: () => void;
  readonly onUse: () => void;
}

function RunLine({ run, before, onPin, onUse }: RunLineProps) {
  const name = text.runs.name(run.number, run.name);
  const figures = (
    [
      ['margin', run.finals['rewards/margins'], formatFixed],
      ['accuracy', run.finals['rewards/accuracies'], formatPercent],
      ['win rate', run.finals.win_rate, formatPercent],
      ['r', run.finals['corr/implicit_reward_length'], formatFixed],
    ] as const
  ).filter(([, value]) => value !== undefined);
  return (
    <li className={run.pinned ? 'run-line run-pinned' : 'run-line'}>
      <div className="run-line-head">
        <b>{name}</b>
        <span className="run-steps">{text.runs.steps(run.step)}</span>
        <button
          type="button"
          className="icon-button"
          aria-pressed={run.pinned}
          aria-label={run.pinned ? text.runs.unpinHint(name) : text.runs.pinHint(name)}
          title={run.pinned ? text.runs.pinned : text.runs.pin}
          onClick={onPin}
        >
          <Icon name="pin" />
        </button>
      </div>
      <p className="run-change">{changeLine(run, before)}</p>
      <p className="run-figures">
        {figures.map(([label, value, format]) => (
          <span key={label}>
            {label} <b>{format(value ?? 0)}</b>
          </span>
        ))}
      </p>
      <button type="button" className="link-button" aria-label={text.runs.useHint(name)} onClick={onUse}>
        {text.runs.use}
      </button>
    </li>
  );
}

function changeLine(run: PastRun, before: PastRun | null): string {
  if (before === null) return text.runs.first;
  // That a custom objective's text is gone goes without saying beside another objective.
  const changes = describeDifference(before.experiment, run.experiment).filter(
    ({ key, after }) => key !== 'objective' || after !== '',
  );
  const compared = text.runs.comparedWith(text.runs.name(before.number, before.name));
  if (changes.length === 0) return `${text.runs.same}, ${compared}`;
  return `${changes.map((change) => text.runs.changed(change.key, inLine(change.before), inLine(change.after))).join(', ')} (${compared})`;
}

const LONGEST_VALUE = 60;

/** A value of several lines, or a long one, as part of a sentence. */
function inLine(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}…` : line;
}
