import type { Expression, MathInterface } from '../../math/types.ts';
import { perToken } from '../terms.ts';
import type { ScoredSide } from '../types.ts';

/**
 * Log-ratios are cut here, without a gradient beyond, so that their exponentials stay finite in float32, as in verl's policy
 * loss (TRL leaves them: e^1000 is infinite there). Within ±20 nothing changes.
 */
const LOG_RATIO_MAX = 20;

/** Importance ratios π / π_old and the advantages they weigh, on one axis: a number each token, or each sequence. */
export interface Ratio {
  readonly values: Expression;
  readonly advantages: Expression;
  /** From this axis to that of tokens. [K] */
  toTokens(values: Expression): Expression;
  /** The mean of each sequence; 0 without tokens. [N] */
  rowMeans(values: Expression): Expression;
}

/** ρ_t = π(y_t) / π_old(y_t). [K] */
export function tokenRatio(m: MathInterface, side: ScoredSide): Ratio {
  return onTokens(m, side, m.exp(tokenLogRatios(m, side)));
}

/** The geometric mean of a sequence's token ratios (GSPO). [N] */
export function sequenceRatio(m: MathInterface, side: ScoredSide): Ratio {
  return onSequences(side, m.exp(meanLogRatios(m, side)));
}

/** The ratio of the probabilities of whole sequences (RLOO). [N] */
export function productRatio(m: MathInterface, side: ScoredSide): Ratio {
  const { tokens } = side;
  return onSequences(side, m.exp(bounded(m, tokens.sum(m.sub(tokens.logps, tokens.oldLogps)))));
}

/** The sequence's ratio in value, the token's own in gradient (GSPO-token). [K] */
export function sequenceTokenRatio(m: MathInterface, side: ScoredSide): Ratio {
  const { logps, spread } = side.tokens;
  const sequence = m.stopGradient(spread(meanLogRatios(m, side)));
  return onTokens(m, side, m.exp(m.add(sequence, m.sub(logps, m.stopGradient(logps)))));
}

/** log π(y_t) − log π_old(y_t), nats. [K] */
export function tokenLogRatios(m: MathInterface, { tokens }: ScoredSide): Expression {
  return bounded(m, m.sub(tokens.logps, tokens.oldLogps));
}

/** A log-ratio whose exponential is finite. */
export function bounded(m: MathInterface, logRatio: Expression): Expression {
  return m.minimum(m.maximum(logRatio, -LOG_RATIO_MAX), LOG_RATIO_MAX);
}

function meanLogRatios(m: MathInterface, side: ScoredSide): Expression {
  const { tokens } = side;
  return bounded(m, perToken(m, tokens.sum(m.sub(tokens.logps, tokens.oldLogps)), side));
}

function onTokens(m: MathInterface, side: ScoredSide, values: Expression): Ratio {
  const { sum, spread } = side.tokens;
  return {
    values,
    advantages: spread(side.column('advantage')),
    toTokens: (own) => own,
    rowMeans: (own) => perToken(m, sum(own), side),
  };
}

function onSequences(side: ScoredSide, values: Expression): Ratio {
  return {
    values,
    advantages: side.column('advantage'),
    toTokens: (own) => side.tokens.spread(own),
    rowMeans: (own) => own,
  };
}
