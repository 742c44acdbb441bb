import type { Expression, MathInterface } from '../../math/types.ts';
import { perToken } from '../terms.ts';
import type { ObjectiveBatch } from '../types.ts';

/** How token losses [K] become a number a sequence [N], whose mean is the loss. */
export type Aggregator = (m: MathInterface, batch: ObjectiveBatch, tokenLosses: Expression) => Expression;

/** Mean over each sequence's tokens: a token of a long answer counts less. */
export const sequenceMeans: Aggregator = (m, batch, tokenLosses) => {
  const side = batch.side('sample');
  return perToken(m, side.tokens.sum(tokenLosses), side);
};

/** Sum over each sequence's tokens. */
export const sequenceSums: Aggregator = (_, batch, tokenLosses) => batch.side('sample').tokens.sum(tokenLosses);

/** Sum over all tokens, divided by how many these rows have. */
export const tokenMean: Aggregator = (m, batch, tokenLosses) =>
  shared(m, batch, tokenLosses, m.sum(batch.side('sample').lengths));

/** Sum over all tokens, divided by how many the whole step has: micro-batches weigh by their tokens. */
export const tokenMeanOfStep: Aggregator = (m, batch, tokenLosses) => shared(m, batch, tokenLosses, batch.draw.tokens);

/** Sum over each sequence's tokens, divided by a constant: the most tokens an answer may have. */
export const overMaxLength: Aggregator = (m, batch, tokenLosses) =>
  m.div(batch.side('sample').tokens.sum(tokenLosses), batch.draw.maxLength);

function shared(m: MathInterface, batch: ObjectiveBatch, tokenLosses: Expression, tokens: Expression): Expression {
  const sums = batch.side('sample').tokens.sum(tokenLosses);
  return m.mul(sums, m.div(m.count(sums), m.maximum(tokens, 1)));
}
