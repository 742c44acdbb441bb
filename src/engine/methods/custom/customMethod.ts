import { DPO_TAGS } from '../dpoSymbols.ts';
import type { MethodDefinition } from '../types.ts';
import { check } from './check.ts';
import { compile } from './compile.ts';
import { ExpressionError } from './ExpressionError.ts';
import { formatTex } from './formatTex.ts';
import { parse } from './parse.ts';
import { PARAMETERS } from './vocabulary.ts';

/** The link's `loss` for an objective that a person types. */
export const CUSTOM_LOSS = 'custom';

export const CUSTOM_LABEL = 'Your own';

/** What `loss=custom` alone means, in links too: it never changes. */
export const DEFAULT_OBJECTIVE = '-logsigmoid(beta * delta)';

/**
 * An objective from its text: named quantities of each pair, arithmetic, a few functions, and settings where their words
 * occur. Statements `name = expression` are separated by line breaks or ';'; the last one is the loss. Where that is one
 * number of each pair, their mean over the micro-batch is minimised; where it is one number of the batch (through `mean` or
 * `sum`), that number is, and every pair counts as having it.
 *
 * No paper, and no deviation: it is what it says. Rewards as plotted are stated in `compile.ts`. The same text gives the
 * same object, so that its graph is recorded once.
 *
 * @throws ExpressionError where the text cannot be read or trains nothing
 */
export function customMethod(text: string): MethodDefinition {
  const reading = readCustom(text);
  if (reading.error) throw reading.error;
  return reading.method;
}

/** As `customMethod`, never throwing: a text that cannot be read gives a method that says so and holds every setting. */
export function readCustom(text: string): Reading {
  const known = readings.get(text);
  if (known) return known;
  const reading = read(text);
  // Texts change at every keystroke: the oldest goes.
  if (readings.size >= READINGS_KEPT) for (const oldest of [...readings.keys()].slice(0, 1)) readings.delete(oldest);
  readings.set(text, reading);
  return reading;
}

export interface Reading {
  readonly method: MethodDefinition;
  readonly error: ExpressionError | null;
}

const READINGS_KEPT = 64;
const readings = new Map<string, Reading>();

function read(text: string): Reading {
  try {
    return { method: define(text), error: null };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { method: unreadable(error), error };
  }
}

const COMMON = {
  id: CUSTOM_LOSS,
  label: CUSTOM_LABEL,
  idea: 'Whatever you write: an expression over the log-probs of both answers, differentiated and trained with as any other.',
  tags: DPO_TAGS,
  // Nothing to cite.
  paper: { title: '', authors: '', year: 0, arxiv: '' },
  identities: [],
  trl: { none: 'An expression of your own has no trainer there.' },
  learningRate: 3e-4,
} as const satisfies Partial<MethodDefinition>;

function define(text: string): MethodDefinition {
  const program = parse(text);
  const checked = check(program);
  const { quantities, parameters, words } = checked;
  const symbols: Record<string, string> = {};
  for (const { symbol, meaning } of quantities) symbols[symbol] = meaning;
  for (const { setting } of parameters) symbols[setting.symbol] = setting.meaning;
  if (words.has('sigmoid') || words.has('logsigmoid')) symbols['\\sigma'] = 'logistic function';
  if (words.has('stopgrad')) symbols['\\operatorname{sg}'] = 'taken as a constant when differentiating';
  const scored = quantities.filter(({ readsPolicy }) => readsPolicy);
  const isReferenced = quantities.some(({ readsReference }) => readsReference);
  return {
    ...COMMON,
    tags: { ...DPO_TAGS, constraint: isReferenced ? 'fixed-reference' : 'reference-free' },
    formula: formatTex(program, checked),
    symbols,
    hyperparameters: parameters.map(({ setting }) => setting),
    needs: {
      relation: 'pair',
      references: isReferenced ? ['base'] : [],
      reduction: scored.every(({ isAverage }) => isAverage) ? 'mean' : 'sum',
    },
    compute: (m, batch, hyper) => compile(program, checked, m, batch, hyper),
  };
}

/** Keeps every setting's value while the text is mended. */
function unreadable(error: ExpressionError): MethodDefinition {
  return {
    ...COMMON,
    formula: '\\mathcal{L} = \\;?',
    symbols: {},
    hyperparameters: PARAMETERS.map(({ setting }) => setting),
    needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
    compute() {
      throw error;
    },
  };
}
