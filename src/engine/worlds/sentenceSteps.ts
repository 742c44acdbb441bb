/**
 * A text cut into sentences, each with the white space before it: tokenizers of the Llama family join a space to the word
 * behind it, so these cuts fall between tokens. Joined they give the text again; an empty text has no steps.
 */
export function sentenceSteps(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=[.!?])(?=\s+\S)/);
}
