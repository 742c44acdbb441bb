import { ANSWER_NAMES, rationalePrompt } from './rationalePrompt.ts';
import { type QualityTone, TONE_SHARES } from './styleScore.ts';
import { countWords, styleAttributes } from './styleTone.ts';
import type { PreferenceRow, RationaleQuality, RowRelations } from './types.ts';

const COMPARATIVES: Readonly<Record<QualityTone, string>> = {
  sentiment: 'friendlier',
  vividness: 'more vivid',
  politeness: 'more polite',
};

/** Tones are sums of short decimals: a difference below this is rounding. */
const ROUNDING = 1e-9;

/**
 * Why chosen is better, in one sentence. A specific rationale names the tone in which chosen is ahead by most, in quality's
 * own weights; where chosen is ahead in none (labels by length, flipped labels) it says that chosen is longer, or, where that
 * is not so either, no reason. A wrong one names the tone in which chosen is least ahead.
 *
 * @param chosenFirst whether chosen is shown as A
 */
export function styleRationale(
  { prompt, chosen, rejected }: PreferenceRow,
  chosenFirst: boolean,
  quality: RationaleQuality,
): Required<Pick<RowRelations, 'rationale' | 'rationale_prompt'>> {
  const [better, worse] = chosenFirst ? ANSWER_NAMES : ([...ANSWER_NAMES].reverse() as [string, string]);
  const [first, second] = chosenFirst ? [chosen, rejected] : [rejected, chosen];
  return {
    rationale: `${better} is ${reason(prompt, chosen, rejected, quality)} than ${worse}.`,
    rationale_prompt: rationalePrompt(prompt, first, second),
  };
}

function reason(prompt: string, chosen: string, rejected: string, quality: RationaleQuality): string {
  if (quality === 'generic') return 'better';
  const [of, against] = [styleAttributes(prompt, chosen), styleAttributes(prompt, rejected)];
  const ahead = (Object.keys(TONE_SHARES) as QualityTone[])
    .map((tone) => ({ tone, by: TONE_SHARES[tone] * (of[tone] - against[tone]) }))
    .sort((a, b) => b.by - a.by);
  const [most] = ahead;
  const least = ahead.at(-1);
  if (most === undefined || least === undefined) return 'better';
  if (quality === 'wrong') return COMPARATIVES[least.tone];
  if (most.by > ROUNDING) return COMPARATIVES[most.tone];
  return countWords(chosen) > countWords(rejected) ? 'longer' : 'better';
}
