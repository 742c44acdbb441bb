import type { LengthControlWarning, MetricValue } from '../../engine/index.ts';
import type { Certainty } from '../charts/certainty.ts';
import { formatCount, formatFixed, formatPercent, formatValue, formatWhole } from './numbers.ts';

const WARNINGS: Readonly<Record<LengthControlWarning, string>> = {
  length_constant: 'every answer differs from the reference’s by the same length, so there is no length term to remove',
  length_one_sided:
    'nearly all answers are longer, or nearly all shorter, than the reference’s: equal length lies outside what was seen',
  length_uncertain: 'these prompts alone do not settle how much length counts; the prior decides a good part of it',
  far_from_raw: 'it lies far from the raw rate, which may be a failure of the model behind it',
  not_converged: 'the judge’s verdicts are all alike, so the model behind it has no finite fit',
};

function within({ low, high }: MetricValue, format: (value: number) => string): string {
  return low === undefined || high === undefined ? '' : ` (95 % interval ${format(low)} to ${format(high)})`;
}

/** Panels of evaluation: length control, ranking, calibration, checkpoints. */
export const evaluationTexts = {
  title: 'Ranking, calibration, checkpoints',
  hint: 'what the policy would rank by itself, how sure it is, and its checkpoints against each other',
  lengthControlled: 'The same answers were they as long as the reference’s',
  lengthControlWarnings: (warnings: readonly LengthControlWarning[]) =>
    `Take the length-controlled rate with care: ${warnings.map((warning) => WARNINGS[warning]).join('; ')}.`,
  controlledSummary: (rate: string, raw: string | null, interval: string | null, n: number) =>
    `With the length term at 0 the training judge would prefer the policy in ${rate} of ${formatWhole(n)} prompts` +
    `${interval === null ? '' : ` (95 % bootstrap interval ${interval})`}${raw === null ? '' : `; as they are, in ${raw}`}.`,
  fromTo: (low: string, high: string) => `${low} to ${high}`,
  rateOf: (judge: string, rate: string, low: string, high: string, n: number) =>
    `By the ${judge} ${rate} (95 % interval ${low} to ${high}, n = ${formatWhole(n)})`,
  /** Of a plot's newest evaluation, after the sentence that says how it moved. */
  certainty: ({ n, interval, overlaps }: Certainty, format: (value: number) => string = formatValue) =>
    `Newest: ${interval === null ? '' : `95 % interval ${format(interval.low)} to ${format(interval.high)}, `}n = ${formatWhole(n)}` +
    `${overlaps === true ? '; ≈ it overlaps the first one’s' : ''}.`,
  rInterval: (low: number, high: number) => `95 % interval of r: ${formatFixed(low)} to ${formatFixed(high)}.`,
  interval: '95 % interval',
  n: 'n',
  partial: (value: number, slope: number | null) =>
    `Among answers of equal gold score r = ${formatFixed(value)}` +
    `${slope === null ? '' : `; the line’s slope is ${formatValue(slope)} a token`}.`,
  difficulty: 'Pair loss × difficulty',
  difficultyCaption: 'Below the curve a pair is ranked rightly: the policy gives chosen the higher probability',
  difficultyAxis: 'difficulty: log-prob of rejected above chosen under the reference, nats',
  difficultyColumns: ['Reference', 'Policy', 'difficulty', 'DPO loss', 'boundary'] as const,
  rightly: 'ranks rightly',
  wrongly: 'ranks wrongly',
  difficultySummary: (
    wrong: number,
    all: number,
    flipped: { share: number; low: number; high: number; n: number } | null,
  ) =>
    flipped === null
      ? `Of ${formatCount(all, 'held-out pair', 'held-out pairs')} drawn the reference ranks none wrongly.`
      : `Right of 0 the reference ranks a pair wrongly: ${formatWhole(wrong)} of ${formatWhole(all)} drawn. Of all such pairs the policy has ` +
        `turned ${formatPercent(flipped.share)} (95 % interval ${formatPercent(flipped.low)} to ${formatPercent(flipped.high)}, n = ${formatWhole(flipped.n)}).`,
  difficultyEmpty: 'This objective has no β against a reference: the boundary is not defined for it.',
  reliability: 'Reliability',
  reliabilityCaption: 'How sure the policy is of the answer it prefers, and how likely that answer truly wins',
  reliabilityAxis: 'confidence σ(|margin|); bars: 95 % interval of the true probability',
  reliabilityColumns: ['confidence', 'true probability', 'interval', 'pairs'] as const,
  reliabilitySummary: (slope: MetricValue | null, error: MetricValue) =>
    `Over ${formatCount(error.n, 'pair', 'pairs')} confidence is ${formatPercent(error.value)} off on average${within(error, formatPercent)}` +
    `${slope === null ? '; while all margins are 0 there is no slope.' : `; calibration slope ${formatFixed(slope.value)}${within(slope, formatFixed)}: 1 is calibrated, below 1 too sure, above 1 not sure enough.`}`,
  reliabilityEmpty:
    'How likely chosen truly wins is known only in worlds with a labelling rule, and margins need β against a reference.',
  ideal: 'calibrated',
  checkpoints: 'Checkpoints against each other',
  checkpointsWhat:
    'Every saved checkpoint answers the evaluation prompts, and both judges compare the answers pair by pair: how often the row’s is ' +
    'preferred to the column’s, ties half.',
  compare: 'Compare checkpoints',
  compareAgain: 'Compare again',
  comparing: 'Comparing…',
  compareWhen: 'Train a little, and pause or finish, to compare checkpoints.',
  noJudge: 'Nobody can judge answers to these rows: the set has no world.',
  oneCheckpoint: 'There is one checkpoint so far: train on to compare it with another.',
  byJudge: { judged: 'By the training judge', gold: 'By the gold judge' },
  checkpoint: (step: number) => (step === 0 ? 'reference' : `step ${formatWhole(step)}`),
  checkpointColumn: 'answers of',
  strength: 'Bradley–Terry',
  elo: 'Elo',
  ratingNote: (prompts: number, smoothed: boolean) =>
    `n = ${formatWhole(prompts)} prompts for every pair. Ratings start at 1000; 400 points are odds of ten to one. Elo depends on the order of the ` +
    `matches, Bradley–Terry does not.${smoothed ? ' One checkpoint never lost to another, or never won: half a win each way was added to every pair for Bradley–Terry.' : ''}`,
};
