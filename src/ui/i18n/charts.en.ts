import type { CurveSummary } from '../series/summarise.ts';
import { formatCount, formatValue, formatWhole } from './numbers.ts';

/** What every plot says of itself. */
export const chartTexts = {
  table: 'Table',
  chart: 'Chart',
  showTable: (name: string) => `Show ${name} as a table`,
  showChart: (name: string) => `Show ${name} as a chart`,
  noData: 'No points yet.',
  more: 'More plots',
  moreHint: 'loss, accuracies, log-probs, KL, gradients, entropy, ranking, calibration, variety',
  step: 'step',
  range: 'range',
  n: (n: number) => `n = ${formatWhole(n)}`,
  margin: 'How far apart the policy holds chosen and rejected',
  sides: 'What it does to each side',
  scatter: 'Implicit reward against length',
  scatterAxis: 'completion length, tokens',
  rewardAxis: 'implicit reward',
  winRate: 'Fresh answers against the reference’s',
  meanLength: 'How long its fresh answers are, in tokens',
  correlationHistory: 'Correlation over the run',
  pearson: 'Pearson r',
  spearman: 'Spearman ρ',
  trainingJudge: 'training judge',
  goldJudge: 'gold judge',
  chosen: 'chosen',
  rejected: 'rejected',
  past: (names: string) => `Fainter: ${names}`,
  interval: (low: string, high: string) => `95 % interval ${low} to ${high}`,
  summary: (name: string, s: CurveSummary) => {
    const move =
      s.direction === 'flat'
        ? `${name} stayed near ${formatValue(s.to)}`
        : `${name} ${s.direction} from ${formatValue(s.from)} to ${formatValue(s.to)}`;
    const flat = s.flatSince === null ? '' : `; flat since step ${formatWhole(s.flatSince)}`;
    return `${move} over ${formatWhole(s.lastStep - s.firstStep)} steps${flat}.`;
  },
  scatterSummary: (n: number, pearson: string | null, spearman: string | null) =>
    pearson === null
      ? `${formatCount(n, 'held-out completion', 'held-out completions')}; the correlation is not defined yet.`
      : `Over ${formatCount(n, 'held-out completion', 'held-out completions')} the reward goes with length at r = ${pearson}` +
        `${spearman === null ? '' : `, by rank ρ = ${spearman}`}.`,
  winSummary: (rate: string, low: string, high: string, n: number) =>
    `The policy’s answer is preferred in ${rate} of ${formatWhole(n)} prompts (95 % interval ${low} to ${high}; ties count half).`,
  waitingForPoints: 'Points appear here as soon as there are two.',
  waitingForEvaluation: 'The first evaluation brings these.',
  notRecorded: 'This recording does not hold it; a run of your own does.',
};
