import type { RandomStream } from '../train/rng.ts';

/** Where a word stands in its text: [start, end). */
export interface WordSpan {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

export function wordSpans(text: string): WordSpan[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)].map((match) => ({
    word: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the and or but if of at on in to by for from with as is are was were be been it its he she they them his her their ' +
    'this that these those there you your i me my we us our has have had do does did will would can could not no so'
  ).split(' '),
);

/** Words that carry content in any English text: those that are not in a short list of function words. */
export function isContentWord(word: string): boolean {
  return !FUNCTION_WORDS.has(word.toLowerCase());
}

/**
 * A text with k/K of its key words removed, for k = 1 … K-1, rounded up: what one degree lacks, the next lacks too. Marks
 * stay, so that an emptied sentence remains one. With fewer than K-1 key words the other words count too; with fewer than K-1 words neighbouring degrees are alike.
 *
 * @param degrees K
 */
export function degradedTexts(
  text: string,
  isKey: (span: WordSpan) => boolean,
  degrees: number,
  random: RandomStream,
): string[] {
  const spans = wordSpans(text);
  const key = random.shuffled(spans.filter(isKey));
  const rest = random.shuffled(spans.filter((span) => !isKey(span)));
  const removable = [...key, ...rest].slice(0, Math.max(key.length, degrees - 1));
  return Array.from({ length: degrees - 1 }, (_, index) => {
    const removed = Math.ceil(((index + 1) / degrees) * removable.length);
    return without(text, removable.slice(0, removed));
  });
}

function without(text: string, spans: readonly WordSpan[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    kept += text.slice(from, start);
    from = end;
  }
  return (kept + text.slice(from))
    .replace(/ {2,}/g, ' ')
    .replace(/(?<=[^\s.,;:!?]) (?=[.,;:!?])/g, '')
    .trim();
}
