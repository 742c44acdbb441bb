import type { RandomStream } from '../train/rng.ts';
import { WEEKDAYS } from './claimsCalendar.ts';
import type { Question } from './claimsQuestion.ts';
import { callText, isToolName, observation, resultText, TOOL_ERROR, type ToolCall } from './claimsTools.ts';
import { digitSlip } from './digitSlip.ts';

const LEADS = ['Let me see.', 'Let me think about it.', 'You ask a good question.'] as const;
const CLOSINGS = ['That is my answer.', 'I hope it helps.', 'Thank you for asking.'] as const;
const LEAD_SHARE = 0.35;
const CLOSING_SHARE = 0.35;
const FULL_SHARE = 0.5;
/** Of wrong answers, how many are a right calculation of something else; the others say another value than they found. */
const MISREAD_SHARE = 0.5;

/** An answer that claims the truth; `tools` is the share of answers that call for it. */
export function drawTrueAnswer(question: Question, tools: number, random: RandomStream): string {
  return drawAnswer(question, question.calls, question.truth, tools, random);
}

/** An answer that claims something else, made as a true one is. */
export function drawFalseAnswer(question: Question, tools: number, random: RandomStream): string {
  for (;;) {
    const isMisread = random.uniform() < MISREAD_SHARE;
    const read = isMisread ? question.neighbour(random) : question;
    const value = isMisread ? read.truth : wrongValue(question.truth, random);
    if (value !== question.truth) return drawAnswer(question, read.calls, value, tools, random);
  }
}

function drawAnswer(
  question: Question,
  calls: readonly ToolCall[],
  value: string,
  tools: number,
  random: RandomStream,
): string {
  const [short, full] = question.claims(value);
  const usesTools = random.uniform() < tools;
  const hasLead = random.uniform() < LEAD_SHARE && !usesTools;
  return [
    ...(hasLead ? [random.pick(LEADS)] : []),
    ...(usesTools ? calls.map((call) => callText(call) + resultText(observation(call))) : []),
    random.uniform() < FULL_SHARE ? full : short,
    ...(random.uniform() < CLOSING_SHARE ? [random.pick(CLOSINGS)] : []),
  ].join(' ');
}

/** Another weekday, or a number with a digit slipped or off by one or ten; perhaps the same. */
function wrongValue(truth: string, random: RandomStream): string {
  if (WEEKDAYS.includes(truth)) return random.pick(WEEKDAYS);
  const value = Number(truth);
  if (random.uniform() < 0.5) return String(digitSlip(value, random));
  return String(Math.abs(value + random.pick([-10, -1, 1, 10])));
}

/** What code reads off an answer. */
export interface ReadAnswer {
  readonly calls: readonly { readonly tool: string; readonly input: string; readonly result: string }[];
  /** The value that is claimed. */
  readonly value: string;
}

const CALL = '<([a-z]+)>([^<>]+)</\\1><result>([^<>]+)</result>';
const SHAPE = new RegExp(
  `^(?:(?:${LEADS.map(literal).join('|')}) )?((?:${CALL.replace('\\1', '\\2')} )*)([^<>]+?)(?: (?:${CLOSINGS.map(literal).join('|')}))?$`,
);

function literal(sentence: string): string {
  return sentence.replace('.', '\\.');
}

/** An answer of the world's form, whatever it claims and calls; undefined where the text has another form. */
export function readAnswer(question: Question, answer: string): ReadAnswer | undefined {
  const shape = SHAPE.exec(answer.trim());
  if (shape === null) return undefined;
  const claim = shape.at(-1) ?? '';
  const value = (claim.match(/\d+|[A-Z][a-z]+day/g) ?? []).at(-1) ?? '';
  const isWeekday = WEEKDAYS.includes(question.truth);
  if (isWeekday !== WEEKDAYS.includes(value) || !question.claims(value).includes(claim)) return undefined;
  const calls = [...(shape[1] ?? '').matchAll(new RegExp(CALL, 'g'))];
  return { value, calls: calls.map(([, tool = '', input = '', result = '']) => ({ tool, input, result })) };
}

/** Whether every call is one that its tool has an answer to; what the text gives for its result may be wrong. */
export function callsAreValid({ calls }: ReadAnswer): boolean {
  return calls.every(({ tool, input }) => isToolName(tool) && observation({ tool, input }) !== TOOL_ERROR);
}
