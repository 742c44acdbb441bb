import type { ExpressionErrorCode, Wanted } from '../../engine/index.ts';

type Data = Readonly<Record<string, string | number>>;

const WANTED: Readonly<Record<Wanted, string>> = {
  value: 'a number, a name or an opening parenthesis',
  operator: 'an operator, or the end of the line',
  opening: 'an opening parenthesis: a function needs its operands',
  closing: 'a closing parenthesis',
  comma_or_closing: 'a comma or a closing parenthesis',
};

const SHOWN_MAX = 40;

/** Foreign text as part of a sentence: short, and what cannot be seen by its number. */
function quoted(value: string | number | undefined): string {
  const shown = String(value ?? '').slice(0, SHOWN_MAX);
  const hidden = /[\p{C}\p{Z}]/u.exec(shown);
  return hidden === null
    ? `“${shown}”`
    : `U+${(hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function wantedWords(wanted: string | number | undefined): string {
  return Object.entries(WANTED).find(([key]) => key === wanted)?.[1] ?? 'something else';
}

/** What a person reads beside the mark: what was found, and what to do. */
export const EXPRESSION_ERRORS: Readonly<Record<ExpressionErrorCode, (data: Data) => string>> = {
  empty: () => 'there is no expression. Write one, or start from an example.',
  too_long: ({ found, most }) =>
    `the text has ${found} characters; at most ${most} are read. Shorten it by what is marked.`,
  too_deep: ({ most }) => `parentheses and calls lie more than ${most} deep. Name a part on a line of its own.`,
  too_many_nodes: ({ most }) => `there are more than ${most} numbers, names and operators. Shorten the expression.`,
  unexpected: ({ found, wanted }) =>
    `${found === undefined || found === '' ? 'the end' : quoted(found)} stands where ${wantedWords(wanted)} is expected.`,
  unknown_name: ({ name, nearest, kind }) =>
    `there is no ${kind === 'function' ? 'function' : 'quantity or setting'} ${quoted(name)}. ${
      nearest === undefined || nearest === '' ? 'What you can write is listed below.' : `Did you mean ${nearest}?`
    }`,
  argument_count: ({ name, found, wanted }) =>
    `${name} takes ${wanted} operands, not ${found}.`.replace(' 1 operands', ' 1 operand'),
  not_finite: ({ found }) => `this number (${found}) is infinite or undefined. Write one that is finite.`,
  unnamed_statement: () =>
    'only the last line is the loss; a line before it needs a name, as in “z = …”. End the line in an operator to go on.',
  reserved_name: ({ name }) => `${quoted(name)} means something already. Choose another name.`,
  redefined_name: ({ name }) => `${quoted(name)} has been given a meaning above. Choose another name.`,
  comparison: () => '> and < are understood in the first place of select only, as in select(delta > 0, x, y).',
  exponent: () => 'an exponent must be made of numbers and settings. For others write exp(b * log(a)).',
  axis: ({ name }) => `${name} is taken over pairs, and this is one number already.`,
  nothing_to_train: () =>
    'no log-prob of the policy reaches the loss, so there is nothing to train. Use one such as delta or chosen_logps.',
};
