import { callsAreValid, drawFalseAnswer, drawTrueAnswer, readAnswer } from './claimsAnswer.ts';
import { WEEKDAYS } from './claimsCalendar.ts';
import { CLAIMS_FACTS, numberDigits, toolShare } from './claimsFacts.ts';
import type { Question } from './claimsQuestion.ts';
import { drawQuestion, parseQuestion } from './claimsQuestions.ts';
import { claimsRationale } from './claimsRationale.ts';
import { goldScore, lengthScore, verify } from './claimsScore.ts';
import { defineWorld } from './defineWorld.ts';
import { isContentWord } from './degrade.ts';
import { instructedPrompts } from './promptInstructions.ts';

/** Half of the answers that pairs are made of are false. */
const FALSE_SHARE = 0.5;

/**
 * The `claims` world: questions whose answers cannot be judged without arithmetic, a calendar or a table, and answers that
 * look alike whether true or false. Quality is truth.
 */
export const claims = defineWorld({
  ...CLAIMS_FACTS,
  prompt: (random, knobs) => drawQuestion(random, numberDigits(knobs)).prompt,
  answer: (prompt, random, knobs) => drawTrueAnswer(asked(prompt), toolShare(knobs), random),
  candidate(prompt, random, knobs) {
    const draw = random.uniform() < FALSE_SHARE ? drawFalseAnswer : drawTrueAnswer;
    return draw(asked(prompt), toolShare(knobs), random);
  },
  goldScore,
  lengthScore,
  verify,
  /** A pair is a true answer and a false one: between equals there is nothing to learn but noise. */
  comparable: (first, second, _knobs, prompt) => verify(prompt, first) !== verify(prompt, second),
  goldLevels: 2,
  /** Sentences, and every tool call with its result. */
  steps: (answer) => (answer === '' ? [] : answer.split(/(?<=[.!?]|<\/result>)(?=\s+\S)/)),
  /** What is claimed, and what the prompt asks about. */
  keyWords:
    (prompt) =>
    ({ word }) =>
      /\d/.test(word) || WEEKDAYS.includes(word) || (isContentWord(word) && prompt.includes(word)),

  wellFormed(prompt, answer) {
    const question = parseQuestion(prompt);
    const read = question && readAnswer(question, answer);
    return read !== undefined && callsAreValid(read);
  },

  relations(row, _knobs, options, stream) {
    asked(row.prompt);
    return {
      ...claimsRationale(row, stream('rationale').uniform() < 0.5, options.rationale ?? 'specific'),
      ...instructedPrompts(row.prompt, row.chosen, stream('instruction'), false),
    };
  },
});

function asked(prompt: string): Question {
  const question = parseQuestion(prompt);
  if (question === undefined) throw new RangeError('the prompt is no question of the claims world');
  return question;
}
