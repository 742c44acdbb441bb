import type { RandomStream } from '../train/rng.ts';
import {
  agree,
  type Instruction,
  instructionsOfSlot,
  SLOTS,
  type Slot,
  satisfies,
  slotOf,
} from './multiInsInstructions.ts';
import { type InstructedRequest, promptText } from './multiInsPrompt.ts';
import type { PreferenceRow, RowRelations } from './types.ts';

/**
 * A pair of which more instructions separate the answers (MAPL's inter-sample relation, methods.md M35): the row's own answers to
 * its prompt with one instruction more, which chosen follows and rejected does not. Where none of a kind that is not asked for
 * yet does that, it stands in place of one that does not separate them. Where there is no such instruction either (one pair in a
 * hundred), the row's own pair: the gaps are the same, and the term does not pull.
 */
export function synthesisedPair(
  { request, instructions }: InstructedRequest,
  { chosen, rejected }: Pick<PreferenceRow, 'chosen' | 'rejected'>,
  random: RandomStream,
): Pick<RowRelations, 'synthesised_prompt' | 'synthesised_chosen' | 'synthesised_rejected'> {
  const separates = (of: Instruction) => satisfies(of, chosen) && !satisfies(of, rejected);
  const asked = new Map<Slot, Instruction>(instructions.map((of) => [slotOf(of), of]));
  const slots = random.shuffled(SLOTS);
  const pair = (all: readonly Instruction[]) => ({
    synthesised_prompt: promptText({ request, instructions: all }),
    synthesised_chosen: chosen,
    synthesised_rejected: rejected,
  });
  for (const slot of [...slots.filter((slot) => !asked.has(slot)), ...slots.filter((slot) => asked.has(slot))]) {
    const own = asked.get(slot);
    if (own !== undefined && separates(own)) continue;
    const kept = instructions.filter((of) => of !== own);
    const fitting = instructionsOfSlot(slot).filter((of) => separates(of) && agree([...kept, of]));
    if (fitting.length > 0) return pair([...kept, random.pick(fitting)]);
  }
  return pair(instructions);
}
