import { type CheckpointMatches, wilsonInterval } from '../../engine/index.ts';
import { formatPercent, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';

interface WinMatrixProps {
  readonly title: string;
  readonly steps: readonly number[];
  readonly matches: CheckpointMatches;
}

/** How often the row's answer is preferred to the column's, with its interval, and each checkpoint's ratings. */
export function WinMatrix({ title, steps, matches }: WinMatrixProps) {
  const { checkpoint, checkpointColumn, strength, elo } = text.evaluation;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className="race-scroll win-matrix" tabIndex={0} role="region" aria-label={title}>
      <table className="race-table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{checkpointColumn}</th>
            {steps.map((step) => (
              <th key={step} scope="col">
                {checkpoint(step)}
              </th>
            ))}
            <th scope="col">{strength}</th>
            <th scope="col">{elo}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={step}>
              <th scope="row">{checkpoint(step)}</th>
              {steps.map((other, j) => (
                <td key={other}>
                  {i === j ? '–' : <Rate wins={matches.wins[i]?.[j] ?? 0} n={matches.n[i]?.[j] ?? 0} />}
                </td>
              ))}
              <td>{matches.bradleyTerry === null ? '–' : formatWhole(matches.bradleyTerry.ratings[i] ?? 0)}</td>
              <td>{formatWhole(matches.elo[i] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Set off where the interval leaves 50 % behind: only then do the prompts tell the two apart. */
function Rate({ wins, n }: { wins: number; n: number }) {
  const interval = wilsonInterval(wins, n);
  if (interval === null) return '–';
  return (
    <span className={interval.low > 0.5 ? 'win-better' : undefined}>
      {formatPercent(wins / n)}
      <span className="figure-interval">
        {text.evaluation.fromTo(formatPercent(interval.low), formatPercent(interval.high))}
      </span>
    </span>
  );
}
