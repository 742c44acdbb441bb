import { type WordSpan, wordSpans } from '../worlds/degrade.ts';
import { sentenceSteps } from '../worlds/sentenceSteps.ts';
import { recognise } from '../worlds/styleGrammar.ts';
import { bearsTone } from '../worlds/styleTone.ts';
import { topicOfPrompt } from '../worlds/styleTopics.ts';

/** The words of an answer of the `style` world from which its quality is read: those that bear a tone. */
export function toneWords(prompt: string, answer: string): WordSpan[] {
  const topic = topicOfPrompt(prompt);
  let begin = 0;
  return sentenceSteps(answer).flatMap((step) => {
    const offset = begin;
    begin += step.length;
    const kind = topic && recognise(step.trim(), topic)?.kind;
    if (kind === undefined) return [];
    const bearing = wordSpans(step).filter(({ word }) => bearsTone(word, kind));
    return bearing.map(({ word, start, end }) => ({ word, start: start + offset, end: end + offset }));
  });
}
