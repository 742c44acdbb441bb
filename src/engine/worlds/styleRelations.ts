import { isContentWord, type WordSpan } from './degrade.ts';
import { instructedPrompts } from './promptInstructions.ts';
import { sentenceSteps } from './sentenceSteps.ts';
import { recognise } from './styleGrammar.ts';
import { styleRationale } from './styleRationale.ts';
import { bearsTone } from './styleTone.ts';
import { topicOfPrompt } from './styleTopics.ts';
import type { Knobs, NamedStream, PreferenceRow, RelateOptions, RowRelations } from './types.ts';

/** A rationale that names the deciding attribute, and instructions that code can check on any sentences. */
export function styleRelations(
  row: PreferenceRow,
  _knobs: Knobs,
  options: RelateOptions,
  stream: NamedStream,
): Partial<RowRelations> {
  const rationale = stream('rationale');
  return {
    ...styleRationale(row, rationale.uniform() < 0.5, options.rationale ?? 'specific'),
    ...instructedPrompts(row.prompt, row.chosen, stream('instruction'), true),
  };
}

/** Key words: those that bear a tone of quality, and the content of facts; of a sentence outside the grammar, all content. */
export function styleKeyWords(prompt: string, answer: string): (span: WordSpan) => boolean {
  const topic = topicOfPrompt(prompt);
  let end = 0;
  const sentences = sentenceSteps(answer).map((step) => {
    end += step.length;
    return { end, kind: topic && recognise(step.trim(), topic)?.kind };
  });
  return ({ word, start }) => {
    const kind = sentences.find((sentence) => start < sentence.end)?.kind;
    if (kind === undefined) return isContentWord(word);
    return bearsTone(word, kind) || (kind === 'fact' && isContentWord(word));
  };
}
