/** A table of texts and figures, ready to be written: who writes it brings the words and the number formats. */
export interface TextTable {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly TextCell[])[];
  /** Sentences beneath: what the marks mean, the link. */
  readonly notes: readonly string[];
}

export interface TextCell {
  readonly text: string;
  /** The best of its column. */
  readonly isBest?: boolean;
  /** Not told apart from what it is compared with. */
  readonly isAlike?: boolean;
}

/** Marks a figure whose band overlaps that of the one it is compared with. */
export const ALIKE_MARK = '≈';

/** GitHub's tables. */
export function tableMarkdown({ heads, rows, notes }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const escaped = (text: string) =>
    text
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replace(/[\r\n]+/g, ' ');
  const cell = ({ text, isBest, isAlike }: TextCell) => {
    const shown = `${escaped(text)}${isAlike ? ` ${ALIKE_MARK}` : ''}`;
    return isBest ? `**${shown}**` : shown;
  };
  const lines = [line(heads.map(escaped)), line(heads.map((_, i) => (i === 0 ? '---' : '--:')))];
  lines.push(...rows.map((row) => line(row.map(cell))));
  return `${[...lines, '', ...notes.map(escaped)].join('\n')}\n`;
}

/** A `tabular` with rules of `booktabs`, in a `table`; notes are comments. */
export function tableLatex({ title, heads, rows, notes }: TextTable): string {
  const cell = ({ text, isBest, isAlike }: TextCell) => {
    const shown = `${latexEscaped(text)}${isAlike ? ' $\\approx$' : ''}`;
    return isBest ? `\\textbf{${shown}}` : shown;
  };
  const line = (cells: readonly string[]) => `    ${cells.join(' & ')} \\\\`;
  return `${[
    ...notes.map((note) => `% ${note.replace(/\s+/g, ' ')}`),
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${latexEscaped(title)}}`,
    `  \\begin{tabular}{l${'r'.repeat(Math.max(0, heads.length - 1))}}`,
    '    \\toprule',
    line(heads.map(latexEscaped)),
    '    \\midrule',
    ...rows.map((row) => line(row.map(cell))),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
  ].join('\n')}\n`;
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '−': '$-$',
  '–': '--',
  β: '$\\beta$',
  χ: '$\\chi$',
  '\u202f': '\\,',
};

function latexEscaped(text: string): string {
  return text.replace(/[\\{}$&#%_~^±−–βχ\u202f]/g, (found) => LATEX[found] ?? found);
}
