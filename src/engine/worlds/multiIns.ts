import { defineWorld } from './defineWorld.ts';
import { drawAnswer } from './multiInsAnswer.ts';
import { drawPrompt, INSTRUCTIONS_KNOB } from './multiInsPrompt.ts';
import { broken, goldScore, lengthScore, satisfiedShare } from './multiInsScore.ts';

/**
 * The `multi_ins` world: lists of things at a place, by one to five instructions that code can check. Answers follow each
 * instruction two times in three; a better one follows more of them, whatever its length.
 */
export const multiIns = defineWorld({
  id: 'multi_ins',
  label: 'Instructions',
  idea: 'Lists of things, by one to five instructions that code can check. Quality is the share that is followed.',
  knobs: [INSTRUCTIONS_KNOB],

  prompt: drawPrompt,
  answer: drawAnswer,
  goldScore,
  lengthScore,
  verify: satisfiedShare,
  /** The things of the list, each with the comma behind it or the "and" before it. */
  steps: (answer) => (answer === '' ? [] : answer.split(/(?<=,)(?=\s)|(?= and )/)),
  wellFormed: (prompt, answer) => broken(prompt, answer) === 0,
});
