import type { RandomStream } from '../train/rng.ts';

/** A number misread or miswritten: two neighbouring digits change places, or one is another; perhaps the same number. */
export function digitSlip(value: number, random: RandomStream): number {
  const digits = [...String(value)];
  const at = random.integer(digits.length);
  if (digits.length > 1 && random.uniform() < 0.5) {
    const to = (at + 1) % digits.length;
    [digits[at], digits[to]] = [digits[to] ?? '', digits[at] ?? ''];
  } else {
    digits[at] = String(random.integer(10));
  }
  return Number(digits.join(''));
}
