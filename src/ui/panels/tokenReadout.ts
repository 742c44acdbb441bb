import type { InspectedToken } from '../../engine/index.ts';
import { formatFixed, formatValue } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';

/** How the engine writes the token that ends an answer. */
export const END_OF_ANSWER = '\u23f9';

/** The numbers of a token in words: under the pointer, and for those who cannot see its colour. */
export function tokenReadout(token: InspectedToken): string {
  return text.inspector.readout(
    token.text === END_OF_ANSWER ? text.inspector.end : token.text,
    formatValue(token.push),
    formatFixed(token.logp),
    formatFixed(token.refLogp),
    token.mask === undefined ? null : formatFixed(token.mask),
  );
}
