import type { ReportedClaim } from '../../src/engine/claims/reportedClaim.ts';
import type { Expected } from '../../src/engine/claims/types.ts';

const WORDS = { holds: 'holds', 'does-not-hold': 'does not hold', undecided: 'undecided' } as const;

/** docs/claims.md. */
export function claimsPage(claims: readonly ReportedClaim[]): string {
  const measured = claims.filter(({ verdict }) => verdict !== null);
  const waiting = claims.filter(({ verdict }) => verdict === null);
  const parts = [
    '# What the papers claim, checked here',
    'Written by `npm run --silent claims -- --write`; do not edit. Each claim is a file in [src/engine/claims](../src/engine/claims): the ' +
      'paper’s sentence, the figure that decides it, and the bounds it must lie in, stated before it was measured. A claim **holds** ' +
      'where the whole 95 % interval of the figure’s mean over seeds (Student’s t) lies within the bounds, **does not hold** where all of it ' +
      'lies outside, and is **undecided** otherwise, with one seed always. All is measured on small models and invented worlds: a claim ' +
      'that does not hold here may hold elsewhere, and the other way round.',
    measured.length === 0 ? 'Nothing is measured yet.' : table(measured),
    '## Figures and settings',
    ...claims.map(entry),
  ];
  if (waiting.length > 0) {
    parts.push(
      '## Not yet measured',
      `${waiting.map(({ id }) => id).join(', ')}: \`npm run --silent claims -- ID --write\`.`,
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function table(claims: readonly ReportedClaim[]): string {
  const rows = claims.map(({ id, claim, measured, sd, seeds, expected, verdict }) => [
    id,
    claim,
    `${number(measured ?? Number.NaN)}${sd === null ? '' : ` ± ${number(sd)}`}`,
    String(seeds.length),
    bounds(expected),
    verdict === null ? '' : `**${WORDS[verdict]}**`,
  ]);
  return aligned([['claim', 'the paper says', 'figure', 'seeds', 'expected', 'here it'], ...rows]);
}

/** As the formatter of this repository lays tables out. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function entry({ id, arxiv, figure, setting, link }: ReportedClaim): string {
  return `- **${id}** ([arXiv ${arxiv}](https://arxiv.org/abs/${arxiv})): ${figure}. ${setting}. To see it: \`#${link}\`.`;
}

function bounds({ min, max }: Expected): string {
  const parts = [min === undefined ? '' : `≥ ${number(min)}`, max === undefined ? '' : `≤ ${number(max)}`];
  return parts.filter((part) => part !== '').join(', ');
}

/** Three significant figures at most, a minus sign for people. */
function number(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
