import type { ObjectiveArrays, SideName } from '../objectiveArrays.ts';

/** Tokens of either answer, and the reference's log-prob of each of them: about what our models have on their own answers. */
export const EXAMPLE_TOKENS = 20;
export const EXAMPLE_TOKEN_LOGP = -2;
/** What a pair of a shape has beside its log-probs. */
const COLUMNS = {
  'chosen score': 1,
  'rejected score': 0,
  'chosen attribute1': 0.5,
  'rejected attribute1': 0,
  'chosen attribute2': 0.5,
  'rejected attribute2': 0,
  'pair probability': 0.95,
  'pair uniform': 0.5,
  'pair own': 1,
  'chosen probability': 0.725,
  'rejected probability': 0.275,
} as const;

const OTHER_SIDES: readonly SideName[] = ['mismatched', 'gold', 'rationale', 'satisfied', 'violated', 'degree'];

/**
 * One pair for whatever a method reads, every answer of 20 tokens: the policy's log-prob of chosen is the reference's plus
 * `chosenNats`, that of rejected the reference's plus `rejectedNats`, evenly over the tokens. A second pair is the same; all other sequences are as the
 * reference has them, and all tokens look alike to it (masks are 1, what is learnt is as at first). A list has the two answers,
 * best first, a group has them as samples with advantages 1 and −1.
 */
export function examplePair(chosenNats: number, rejectedNats: number): ObjectiveArrays {
  const rows = { chosen: 0, rejected: 1, other: 2 };
  const sequences = 3;
  const size = sequences * EXAMPLE_TOKENS;
  const tokenLogps = new Float64Array(size).fill(EXAMPLE_TOKEN_LOGP);
  const refTokenLogps = Float64Array.from(tokenLogps);
  const raise = (row: number, nats: number) => {
    for (let t = 0; t < EXAMPLE_TOKENS; t++) {
      const index = row * EXAMPLE_TOKENS + t;
      tokenLogps[index] = (tokenLogps[index] as number) + nats / EXAMPLE_TOKENS;
    }
  };
  raise(rows.chosen, chosenNats);
  raise(rows.rejected, rejectedNats);
  const mask = new Uint8Array(size).fill(1);
  const both = Int32Array.of(rows.chosen, rows.rejected);
  const other = Int32Array.of(rows.other);
  return {
    sequences,
    tokens: EXAMPLE_TOKENS,
    tokenLogps,
    refTokenLogps,
    previousTokenLogps: refTokenLogps,
    oldTokenLogps: refTokenLogps,
    tokenKl: new Float64Array(size),
    tokenCollision: new Float64Array(size).fill(-1),
    tokenEntropy: new Float64Array(size).fill(1),
    tokenMask: new Float64Array(size).fill(1),
    hidden: { channels: 1, rows: Array.from({ length: sequences }, () => new Float32Array(EXAMPLE_TOKENS)) },
    completionMask: mask,
    fullMask: mask,
    tokenStep: new Uint16Array(size).fill(1),
    ...(Object.fromEntries(OTHER_SIDES.map((side) => [side, other])) as Record<SideName, Int32Array>),
    chosen: Int32Array.of(rows.chosen),
    rejected: Int32Array.of(rows.rejected),
    synthesisedChosen: Int32Array.of(rows.chosen),
    synthesisedRejected: Int32Array.of(rows.rejected),
    member: both,
    memberList: Int32Array.of(0, 0),
    sample: both,
    columns: {
      ...Object.fromEntries(Object.entries(COLUMNS).map(([name, value]) => [name, Float64Array.of(value)])),
      'member value': Float64Array.of(1, 0),
      'sample advantage': Float64Array.of(1, -1),
    },
    draw: { maxLength: EXAMPLE_TOKENS, tokens: 2 * EXAMPLE_TOKENS },
  };
}
