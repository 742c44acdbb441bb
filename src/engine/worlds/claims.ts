import { callsAreValid, drawFalseAnswer, drawTrueAnswer, readAnswer } from './claimsAnswer.ts';
import { WEEKDAYS } from './claimsCalendar.ts';
import type { Question } from './claimsQuestion.ts';
import { drawQuestion, parseQuestion } from './claimsQuestions.ts';
import { claimsRationale } from './claimsRationale.ts';
import { goldScore, lengthScore, verify } from './claimsScore.ts';
import { defineWorld } from './defineWorld.ts';
import { isContentWord } from './degrade.ts';
import { instructedPrompts } from './promptInstructions.ts';
import type { Knobs, WorldKnob } from './types.ts';

const DIGITS = {
  name: 'digits',
  symbol: 'd',
  default: 2,
  min: 1,
  max: 6,
  integer: true,
  meaning: 'Numbers of the prompts have up to so many digits, every count equally often.',
} as const satisfies WorldKnob;
const TOOLS = {
  name: 'tools',
  symbol: 'u',
  default: 0.5,
  min: 0,
  max: 1,
  meaning: 'Share of answers that call a tool (calculator, calendar, table, units) before they claim.',
} as const satisfies WorldKnob;

/** Half of the answers that pairs are made of are false. */
const FALSE_SHARE = 0.5;

/**
 * The `claims` world: questions whose answers cannot be judged without arithmetic, a calendar or a table, and answers that
 * look alike whether true or false. Quality is truth.
 */
export const claims = defineWorld({
  id: 'claims',
  label: 'Claims',
  idea: 'Questions of arithmetic, dates, units and a table of facts. Quality is truth, which takes work to see.',
  knobs: [DIGITS, TOOLS],
  prompt: (random, knobs) => drawQuestion(random, knobs.digits ?? DIGITS.default).prompt,
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

const toolShare = (knobs: Knobs): number => knobs.tools ?? TOOLS.default;

function asked(prompt: string): Question {
  const question = parseQuestion(prompt);
  if (question === undefined) throw new RangeError('the prompt is no question of the claims world');
  return question;
}
