import { useEffect } from 'react';
import type { DataReport, TokenSpread } from '../../engine/index.ts';
import { formatFixed, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useExperiment, useImports, useSession } from '../state/SessionContext.ts';

/** The rows in numbers: how often chosen is longer, repetitions, lengths in tokens and what the maximum length cuts. */
export function DataFigures({ report }: { report: DataReport }) {
  const { figures, rows, kind } = report;
  const { figure, share } = text.data;
  const lines: readonly (readonly [string, string])[] =
    kind === 'prompts'
      ? [[figure.rows, formatWhole(rows)]]
      : [
          [figure.rows, formatWhole(rows)],
          [figure.longer, share(figures.chosenLonger, rows)],
          [figure.equal, share(figures.equalLength, rows)],
          [
            figure.characters,
            `${formatFixed(figures.meanCharacters.chosen)} / ${formatFixed(figures.meanCharacters.rejected)}`,
          ],
          [figure.duplicates, share(figures.duplicates, rows)],
          [figure.opposites, share(figures.opposites, rows)],
        ];
  return (
    <details open>
      <summary>{text.data.figures}</summary>
      <dl className="figures">
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Tokens hash={report.hash} />
    </details>
  );
}

function Tokens({ hash }: { hash: string }) {
  const session = useSession();
  const { model, max_length } = useExperiment((state) => state.experiment);
  const tokens = useImports((view) => view.tokens);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the rows or the form's values change
  useEffect(() => session.imports.measure(), [session, hash, model, max_length]);
  if (tokens === null) return <p className="empty">{text.data.measuring}</p>;
  const { tokenColumns, tokenSides, truncation } = text.data;
  const sides = (['prompt', 'chosen', 'rejected'] as const).flatMap((side): [string, TokenSpread][] => {
    const spread = tokens[side];
    return spread === null ? [] : [[tokenSides[side], spread]];
  });
  return (
    <>
      <table className="token-lengths">
        <caption>{text.data.tokens}</caption>
        <thead>
          <tr>
            {tokenColumns.map((column) => (column === '' ? <td key={column} /> : <th key={column}>{column}</th>))}
          </tr>
        </thead>
        <tbody>
          {sides.map(([side, { median, p95, max }]) => (
            <tr key={side}>
              <th scope="row">{side}</th>
              <td>{formatWhole(median)}</td>
              <td>{formatWhole(p95)}</td>
              <td>{formatWhole(max)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="control-note">
        {truncation(tokens.truncated, tokens.cutAnswers, tokens.measured, tokens.maxLength, tokens.model)}
      </p>
    </>
  );
}
