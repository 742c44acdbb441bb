import { useState } from 'react';
import {
  encodeLink,
  type SurveyColumn,
  type SurveyLine,
  surveyCsv,
  tableLatex,
  tableMarkdown,
} from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { useSession } from '../state/SessionContext.ts';
import type { SurveyView } from './SurveyStage.ts';
import { surveyTextTable } from './surveyWords.ts';

interface SurveyExportProps {
  readonly view: SurveyView;
  /** As sorted on screen. */
  readonly lines: readonly SurveyLine[];
  readonly columns: readonly SurveyColumn[];
  readonly compared: string | null;
}

const KINDS = { CSV: 'csv', Markdown: 'md', LaTeX: 'tex' } as const;

/** The results as files, and the link that gives them again. */
export function SurveyExport({ view, lines, columns, compared }: SurveyExportProps) {
  const session = useSession();
  const [message, setMessage] = useState('');
  const { plan, experiment, link, state } = view;
  if (plan === null || experiment === null || state === null) return null;
  const page = `${location.origin}${location.pathname}${location.search}`;
  const address = `${page}#${link}`;
  const contentOf = (kind: keyof typeof KINDS) => {
    if (kind === 'CSV') {
      return surveyCsv(plan, state.results, (id) => {
        const cell = plan.cells.find((candidate) => candidate.id === id);
        const steps = state.results[id]?.steps;
        if (cell === undefined) return address;
        return `${page}#${encodeLink(steps === undefined ? cell.experiment : { ...cell.experiment, max_steps: steps })}`;
      });
    }
    const table = surveyTextTable(plan, experiment, lines, columns, compared, address);
    return kind === 'LaTeX' ? tableLatex(table) : tableMarkdown(table);
  };
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setMessage(text.survey.copied),
      () => setMessage(text.survey.copyFailed),
    );
  return (
    <>
      <div className="card-actions">
        {(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => (
          <button
            key={kind}
            type="button"
            className="plain-button"
            disabled={Object.keys(state.results).length === 0}
            onClick={() =>
              session.downloads.text(`survey-${experiment.model}-${experiment.data}.${KINDS[kind]}`, contentOf(kind))
            }
          >
            {text.survey.exportAs(kind)}
          </button>
        ))}
        <button type="button" className="plain-button" onClick={() => void copy()}>
          {text.survey.copy}
        </button>
      </div>
      <p className="control-message" role="status">
        {message}
      </p>
      <p className="control-note">{text.survey.exporting}</p>
    </>
  );
}
