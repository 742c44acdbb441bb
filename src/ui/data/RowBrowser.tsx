import { useEffect, useId, useState } from 'react';
import type { DataReport, ImportedRow } from '../../engine/index.ts';
import { formatValue } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { Pager } from '../panels/Pager.tsx';
import type { ImportView } from '../state/importView.ts';
import { useImports, useSession } from '../state/SessionContext.ts';

/** Rows on one page. */
const ROWS = 3;

/** Rows as they would be trained on, a few at a time. */
export function RowBrowser({ report }: { report: DataReport }) {
  const session = useSession();
  const page = useImports((view) => view.page);
  const [index, setIndex] = useState(0);
  const id = useId();
  const pages = Math.max(1, Math.ceil(report.rows / ROWS));
  useEffect(() => session.imports.show(index * ROWS, ROWS), [session, index]);
  return (
    <div className="row-browser">
      <div className="row-browser-head">
        <Pager
          index={index}
          count={pages}
          previous={text.data.previousRows}
          next={text.data.nextRows}
          onChange={setIndex}
        />
        <label htmlFor={`${id}-jump`}>{text.data.jump}</label>
        <input
          id={`${id}-jump`}
          type="number"
          min={1}
          max={report.rows}
          onChange={({ target }) => {
            const row = Math.floor(target.valueAsNumber);
            if (row >= 1 && row <= report.rows) setIndex(Math.floor((row - 1) / ROWS));
          }}
        />
      </div>
      {numbered(page).map(([number, row]) => (
        <Row key={number} row={row} name={text.data.rowNumber(number, report.rows)} />
      ))}
    </div>
  );
}

/** Rows with their numbers, from 1. */
function numbered(page: ImportView['page']): readonly (readonly [number, ImportedRow])[] {
  return page === null ? [] : page.rows.map((row, offset) => [page.from + offset + 1, row]);
}

function Row({ row, name }: { row: ImportedRow; name: string }) {
  const session = useSession();
  const { side } = text.data;
  return (
    <article className="own-row" aria-label={name}>
      <h3>{name}</h3>
      <Text label={side.prompt} value={row.prompt} />
      {'chosen' in row ? (
        <>
          <Text label={side.chosen} value={row.chosen} score={row.score_chosen} className="own-chosen" />
          {row.rejected_prompt === undefined ? null : <Text label={side.rejectedPrompt} value={row.rejected_prompt} />}
          <Text label={side.rejected} value={row.rejected} score={row.score_rejected} className="own-rejected" />
          {row.relations?.ranking === undefined ? null : (
            <p className="control-note">{side.ranking(row.relations.ranking.length)}</p>
          )}
        </>
      ) : (
        <button
          type="button"
          className="quiet-button small"
          title={text.data.askHint}
          onClick={() => session.sample(row.prompt)}
        >
          {text.data.ask}
        </button>
      )}
    </article>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly score?: number | undefined;
  readonly className?: string;
}

function Text({ label, value, score, className = '' }: TextProps) {
  return (
    <div className={`own-text ${className}`}>
      <span className="control-note">
        {label}
        {score === undefined ? null : ` · ${text.data.side.score(formatValue(score))}`}
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and must be reachable by keyboard */}
      <pre tabIndex={0}>{value}</pre>
    </div>
  );
}
