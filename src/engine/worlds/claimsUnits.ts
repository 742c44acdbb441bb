/** How many of the small unit make one of the large. */
export const CONVERSIONS = [
  { large: 'hours', small: 'minutes', factor: 60 },
  { large: 'minutes', small: 'seconds', factor: 60 },
  { large: 'days', small: 'hours', factor: 24 },
  { large: 'weeks', small: 'days', factor: 7 },
  { large: 'years', small: 'months', factor: 12 },
  { large: 'meters', small: 'centimeters', factor: 100 },
  { large: 'kilometers', small: 'meters', factor: 1000 },
  { large: 'kilograms', small: 'grams', factor: 1000 },
] as const;

/** The unit converter, `7 hours to minutes`: a whole number or null, where the text is no such thing or a remainder is left. */
export function convert(input: string): bigint | null {
  const [, amount = '', from, to] = /^(\d{1,30}) ([a-z]+) to ([a-z]+)$/.exec(input) ?? [];
  for (const { large, small, factor } of CONVERSIONS) {
    if (from === large && to === small) return BigInt(amount) * BigInt(factor);
    if (from === small && to === large) {
      return BigInt(amount) % BigInt(factor) === 0n ? BigInt(amount) / BigInt(factor) : null;
    }
  }
  return null;
}
