import type { ReportedClaim } from '../../engine/index.ts';
import { formatCount, formatValue, formatWhole } from './numbers.ts';

const VERDICTS: Readonly<Record<NonNullable<ReportedClaim['verdict']>, string>> = {
  holds: 'holds',
  'does-not-hold': 'does not hold',
  undecided: 'undecided',
};
const MANY: Readonly<Record<string, string>> = { holds: 'hold', 'does-not-hold': 'do not hold' };
const NOT_MEASURED = 'not yet measured';

/** The verdict as it is said of a number of claims. */
function verdictOfSome(verdict: ReportedClaim['verdict'], count: number): string {
  if (verdict === null) return NOT_MEASURED;
  return count === 1 ? VERDICTS[verdict] : (MANY[verdict] ?? VERDICTS[verdict]);
}

/** What papers claim, and what came of it here. The claims' own sentences come with them. */
export const claimTexts = {
  title: 'What papers claim',
  caption:
    'Checked on this page’s small models by one command, each with bounds stated before. A claim holds where the whole 95 % interval over seeds lies within them.',
  counts: (counts: readonly (readonly [verdict: ReportedClaim['verdict'], count: number])[]) =>
    counts.map(([verdict, count]) => `${formatWhole(count)} ${verdictOfSome(verdict, count)}`).join(', '),
  verdict: (verdict: ReportedClaim['verdict']) => (verdict === null ? NOT_MEASURED : VERDICTS[verdict]),
  figure: (measured: number, sd: number | null) =>
    sd === null ? formatValue(measured) : `${formatValue(measured)} ± ${formatValue(sd)}`,
  seeds: (count: number) => formatCount(count, 'seed', 'seeds'),
  expected: ({ min, max }: ReportedClaim['expected']) =>
    [
      min === undefined ? null : `at least ${formatValue(min)}`,
      max === undefined ? null : `at most ${formatValue(max)}`,
    ]
      .filter((part) => part !== null)
      .join(', '),
  expectedLabel: 'expected',
  figureLabel: 'figure',
  settingLabel: 'with',
  paper: (arxiv: string) => `arXiv ${arxiv}`,
  open: 'Open it',
  openHint: (id: string) => `Open the experiment of claim ${id}`,
  /** Beside the plots of the experiment that shows it. */
  paperClaims: 'The paper claims:',
  here: (claim: ReportedClaim) =>
    claim.measured === null
      ? `Here: ${NOT_MEASURED}.`
      : `Here: ${claimTexts.figure(claim.measured, claim.sd)}, ${claimTexts.seeds(claim.seeds.length)}: ${claimTexts.verdict(claim.verdict)}.`,
};
