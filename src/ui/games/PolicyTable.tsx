import type { GameOutcome } from '../../engine/index.ts';
import { gamesText } from '../i18n/games.en.ts';
import { formatFixed } from '../i18n/numbers.ts';
import { ScrollBox } from './ScrollBox.tsx';

const words = gamesText.game;

/** Policies as rows: a number and a shade for each action. */
export function PolicyTable({ outcome: { equilibrium, tracks } }: { outcome: GameOutcome }) {
  const rows: (readonly [string, Float64Array])[] = [
    [words.reference, tracks[0]?.policies[0] ?? new Float64Array()],
    [words.equilibrium, equilibrium],
    ...tracks.map(({ rule, policies }) => [gamesText.rules[rule][0], policies.at(-1) ?? new Float64Array()] as const),
  ];
  return (
    <ScrollBox label={words.policies}>
      <table className="policy-table">
        <caption className="visually-hidden">{words.policies}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.rule}</th>
            {Array.from(equilibrium, (_, action) => (
              <th key={words.action(action)} scope="col">
                {words.action(action)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, policy]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {Array.from(policy, (p, action) => (
                <td key={words.action(action)} style={{ '--share': `${(60 * p).toFixed(0)}%` } as React.CSSProperties}>
                  {formatFixed(p)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
