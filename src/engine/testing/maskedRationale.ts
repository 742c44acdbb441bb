/** For tests: a rationale that begins with the letter of chosen, with chosen written as @ and rejected as !. */
export function maskedRationale(rationale: string): string {
  const [chosen, rejected] = rationale.startsWith('A') ? ['A', 'B'] : ['B', 'A'];
  const mark = (text: string, name: string, by: string) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), by);
  return mark(mark(rationale, chosen, '@'), rejected, '!');
}
