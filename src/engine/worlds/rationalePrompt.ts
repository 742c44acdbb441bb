/** Under which the two answers are shown, in this order. */
export const ANSWER_NAMES = ['A', 'B'] as const;

/** What a rationale answers: the prompt and both answers, in the order given, and the question. */
export function rationalePrompt(prompt: string, first: string, second: string): string {
  const [nameOfFirst, nameOfSecond] = ANSWER_NAMES;
  const asked = prompt === '' || prompt.endsWith('\n') ? prompt : `${prompt}\n`;
  return `${asked}${nameOfFirst}: ${first}\n${nameOfSecond}: ${second}\nWhich is better, and why?\n`;
}
