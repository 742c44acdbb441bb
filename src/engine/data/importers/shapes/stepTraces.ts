import { type FieldProblem, isFieldProblem, readText } from '../../readText.ts';
import { questionPrompt } from '../messages.ts';
import { isRecord, missing, pairReading } from '../readings.ts';
import type { Fields, Reading, Shape } from '../types.ts';

/**
 * Traces that are annotated step by step, in three layouts:
 * - TRL's stepwise supervision, `prompt`, `completions` (steps), `labels` (booleans): one answer, its steps a line each, good where
 *   every step is right;
 * - Step-DPO, `prompt`, `initial_reason_steps`, `chosen`, `rejected`: a pair of next steps after those that came before;
 * - PRM800K, `question.problem` and `label.steps`: a pair at the first step that has a right (1) and a wrong (−1) continuation.
 */
export const stepTraces: Shape = {
  id: 'step_traces',
  fits: (fields) => layoutOf(fields) !== undefined,
  read(fields) {
    const layout = layoutOf(fields);
    if (layout === undefined) return missing('completions', fields, 'steps with labels');
    return LAYOUTS[layout].read(fields);
  },
};

type Layout = 'stepwise' | 'nextStep' | 'prm800k';

const LAYOUTS: Readonly<Record<Layout, Omit<Shape, 'id'>>> = {
  stepwise: {
    fits: (fields) =>
      typeof fields.get('prompt') === 'string' &&
      isListOf('string', fields.get('completions')) &&
      isListOf('boolean', fields.get('labels')),
    read: readStepwise,
  },
  nextStep: {
    fits: (fields) =>
      ['prompt', 'initial_reason_steps', 'chosen', 'rejected'].every((name) => typeof fields.get(name) === 'string'),
    read: readNextStep,
  },
  prm800k: {
    fits: (fields) => isRecord(fields.get('question')) && stepsOf(fields) !== undefined,
    read: readPrm800k,
  },
};

const layoutOf = (fields: Fields) => (Object.keys(LAYOUTS) as Layout[]).find((layout) => LAYOUTS[layout].fits(fields));

const isListOf = (type: 'string' | 'boolean', value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === type);

function readStepwise(fields: Fields): Reading | FieldProblem {
  const prompt = readText('prompt', fields.get('prompt'), true);
  if (isFieldProblem(prompt)) return prompt;
  const steps = fields.get('completions') as readonly string[];
  const labels = fields.get('labels') as readonly boolean[];
  if (steps.length !== labels.length) {
    const expected = `a label for each of the ${steps.length} steps`;
    return { problem: 'wrong_type', field: 'labels', found: `${labels.length} labels`, expected };
  }
  const answer = readText('completions', steps.join('\n'));
  if (isFieldProblem(answer)) return answer;
  return { item: { kind: 'answer', prompt, answer, isGood: labels.every((isRight) => isRight) }, notes: [] };
}

function readNextStep(fields: Fields): Reading | FieldProblem {
  const question = fields.get('prompt') as string;
  const before = fields.get('initial_reason_steps') as string;
  const prompt = readText(
    'prompt',
    before === '' ? questionPrompt(question) : `${questionPrompt(question)}${before}`,
    true,
  );
  if (isFieldProblem(prompt)) return prompt;
  const chosen = readText('chosen', fields.get('chosen'));
  if (isFieldProblem(chosen)) return chosen;
  const rejected = readText('rejected', fields.get('rejected'));
  return isFieldProblem(rejected) ? rejected : pairReading({ prompt, chosen, rejected });
}

function stepsOf(fields: Fields): readonly unknown[] | undefined {
  const label = fields.get('label');
  return isRecord(label) && Array.isArray(label.steps) ? label.steps : undefined;
}

function readPrm800k(fields: Fields): Reading | FieldProblem {
  const question = fields.get('question');
  const problem = readText('question.problem', isRecord(question) ? question.problem : undefined, true);
  if (isFieldProblem(problem)) return problem;
  const before: string[] = [];
  for (const step of stepsOf(fields) ?? []) {
    const said = isRecord(step) && Array.isArray(step.completions) ? step.completions.filter(isRecord) : [];
    const rated = (rating: number) => said.find((completion) => completion.rating === rating)?.text;
    const [right, wrong] = [rated(1), rated(-1)];
    if (typeof right === 'string' && typeof wrong === 'string') {
      const prompt = readText('question.problem', questionPrompt(problem, ...before), true);
      if (isFieldProblem(prompt)) return prompt;
      const chosen = readText('label.steps', right);
      if (isFieldProblem(chosen)) return chosen;
      const rejected = readText('label.steps', wrong);
      return isFieldProblem(rejected) ? rejected : pairReading({ prompt, chosen, rejected }, [], 'label.steps');
    }
    const taken = isRecord(step) ? takenText(step, said) : undefined;
    if (taken === undefined) break;
    before.push(taken);
  }
  const expected = 'a step with a right and a wrong continuation';
  return { problem: 'no_parting', field: 'label.steps', found: `${stepsOf(fields)?.length ?? 0} steps`, expected };
}

/** The continuation that the trace went on from. */
function takenText(
  step: Readonly<Record<string, unknown>>,
  said: readonly Readonly<Record<string, unknown>>[],
): string | undefined {
  const own = isRecord(step.human_completion) ? step.human_completion : said[Number(step.chosen_completion ?? 0)];
  return typeof own?.text === 'string' ? own.text : undefined;
}
