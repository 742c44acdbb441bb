import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const chooseTokenContract: KernelContract = {
  kernel: 'chooseToken',
  attributes: { advance: 'advance', capacity: 'S' },
  shapes: () => ({
    inputs: {
      logits: 'R, V',
      uniforms: 'L, R',
      settings: '8',
      ids: 'i32 R',
      positions: 'i32 R',
      progress: 'i32 R',
      answers: 'R, L, 2',
    },
    outputs: { ids: 'i32 R', positions: 'i32 R', progress: 'i32 R', answers: 'R, L, 2' },
  }),
  inPlace: { 0: 3, 1: 4, 2: 5, 3: 6 },
};

/** Ids that may end an answer. */
const END_IDS_MAX = 5;

export interface ChoiceSettings {
  /** 0 takes the likeliest. */
  readonly temperature: number;
  /** Keeps the likeliest tokens whose probabilities reach this sum (arXiv:1904.09751); 1 keeps all. */
  readonly topP: number;
  readonly maxNewTokens: number;
  readonly endIds: readonly number[];
}

/** The `settings` input of a plan that chooses tokens. @throws RangeError beyond END_IDS_MAX end ids */
export function choiceSettings({ temperature, topP, maxNewTokens, endIds }: ChoiceSettings): Float32Array {
  if (endIds.length > END_IDS_MAX) throw new RangeError(`${endIds.length} end ids, at most ${END_IDS_MAX}`);
  return Float32Array.from([temperature, topP, maxNewTokens, ...endIds, -1, -1, -1, -1, -1].slice(0, 8));
}

/** R answers while they grow: where each row is, and what it has chosen. */
export interface Answers {
  /** The token to feed next, i32 [R]. */
  readonly ids: Value;
  /** The slot it goes to, i32 [R]. */
  readonly positions: Value;
  /** c ≥ 0: c tokens chosen, going on; c < 0: done after −1−c. i32 [R]. */
  readonly progress: Value;
  /** (id, its log-probability at temperature 1, nats), [R, L, 2]. */
  readonly chosen: Value;
  /** One draw per answer position and row, in [0, 1): [L, R]. */
  readonly uniforms: Value;
  /** `choiceSettings`, [8]. */
  readonly settings: Value;
}

/**
 * Chooses the next token of every row that goes on from its `logits` [R, V], on the device, as the table in `types.ts` says.
 * `advance`: the logits come from the row's last chosen token, whose slot is taken, not from its prompt. No gradient.
 */
export function chooseToken(
  plan: PlanBuilder,
  logits: Value,
  answers: Answers,
  options: { readonly advance: boolean; readonly capacity: number },
): void {
  const { ids, positions, progress, chosen, uniforms, settings } = answers;
  plan.launch(
    'chooseToken',
    [logits, uniforms, settings, ids, positions, progress, chosen],
    [ids, positions, progress, chosen],
    {
      advance: Number(options.advance),
      capacity: options.capacity,
    },
  );
}
