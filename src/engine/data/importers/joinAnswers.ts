import type { DataProblem } from '../../protocol.ts';
import type { PreferenceRow } from '../../worlds/types.ts';
import { shortened } from './shortened.ts';

/** A single answer, good or bad, and where it stood. */
export interface SingleAnswer {
  readonly line: number;
  readonly prompt: string;
  readonly answer: string;
  readonly isGood: boolean;
}

export interface JoinedAnswers {
  readonly rows: readonly PreferenceRow[];
  /** Rows whose two answers are to different prompts. */
  readonly acrossPrompts: number;
  readonly problems: readonly DataProblem[];
}

/**
 * Single answers as rows of two, since a row is what a step reads. First a good and a bad answer to the same prompt, in the order
 * of the file: those are pairs like any other. Then what is left, a good with a bad one, each with its own prompt: methods that read
 * answers one by one never notice, those that compare refuse such rows. An answer that is called good and bad, and those that are
 * left over when there are more of one kind, are reported.
 */
export function joinAnswers(answers: readonly SingleAnswer[]): JoinedAnswers {
  const problems: DataProblem[] = [];
  const rows: PreferenceRow[] = [];
  const rest = { good: [] as SingleAnswer[], bad: [] as SingleAnswer[] };
  for (const { good, bad } of byPrompt(answers).values()) {
    const both = new Set(good.map(({ answer }) => answer).filter((text) => bad.some(({ answer }) => answer === text)));
    for (const single of [...good, ...bad].filter(({ answer }) => both.has(answer))) {
      problems.push(problem(single, 'contradicted', 'an answer that is either good or bad'));
    }
    const [goods, bads] = [good, bad].map((side) => side.filter(({ answer }) => !both.has(answer))) as [
      SingleAnswer[],
      SingleAnswer[],
    ];
    const count = Math.min(goods.length, bads.length);
    for (let i = 0; i < count; i++) rows.push(joined(goods[i] as SingleAnswer, bads[i] as SingleAnswer));
    rest.good.push(...goods.slice(count));
    rest.bad.push(...bads.slice(count));
  }
  for (const side of [rest.good, rest.bad]) side.sort((a, b) => a.line - b.line);
  const across = Math.min(rest.good.length, rest.bad.length);
  for (let i = 0; i < across; i++) rows.push(joined(rest.good[i] as SingleAnswer, rest.bad[i] as SingleAnswer));
  for (const single of [...rest.good.slice(across), ...rest.bad.slice(across)]) {
    problems.push(
      problem(
        single,
        'no_partner',
        `as many ${single.isGood ? 'bad' : 'good'} answers as ${single.isGood ? 'good' : 'bad'} ones`,
      ),
    );
  }
  return { rows, acrossPrompts: across, problems };
}

function byPrompt(answers: readonly SingleAnswer[]): Map<string, { good: SingleAnswer[]; bad: SingleAnswer[] }> {
  const groups = new Map<string, { good: SingleAnswer[]; bad: SingleAnswer[] }>();
  for (const single of answers) {
    const group = groups.get(single.prompt) ?? { good: [], bad: [] };
    groups.set(single.prompt, group);
    (single.isGood ? group.good : group.bad).push(single);
  }
  return groups;
}

function joined(good: SingleAnswer, bad: SingleAnswer): PreferenceRow {
  const other = bad.prompt === good.prompt ? {} : { rejected_prompt: bad.prompt };
  return { prompt: good.prompt, ...other, chosen: good.answer, rejected: bad.answer };
}

function problem({ line, answer }: SingleAnswer, kind: string, expected: string): DataProblem {
  return { line, problem: kind, field: 'label', found: shortened(answer), expected };
}
