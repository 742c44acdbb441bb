import { applyToNumbers } from './constants.ts';
import { ExpressionError } from './ExpressionError.ts';
import type { Node, Program, Statement } from './syntax.ts';
import { PARAMETERS, type Parameter, QUANTITIES, QUANTITY_BY_NAME, type Quantity } from './vocabulary.ts';

/** What an expression is: a number that the settings decide, one number of the batch, or one of each pair. */
type Extent = 'number' | 'batch' | 'pair';

interface Facts {
  readonly extent: Extent;
  /** Whether a policy log-prob reaches it with a gradient. */
  readonly trains: boolean;
  /** Words that it depends on, through definitions too. */
  readonly words: ReadonlySet<string>;
  /** Its value where it consists of numbers alone. */
  readonly literal: number | null;
}

export interface Checked {
  /** One loss of each pair, or one of the batch. */
  readonly extent: 'batch' | 'pair';
  /** Those that the loss depends on, in the order of the vocabulary. */
  readonly quantities: readonly Quantity[];
  readonly parameters: readonly Parameter[];
  /** Definitions that the loss depends on, in the order of the text. */
  readonly definitions: readonly Statement[];
  readonly words: ReadonlySet<string>;
}

/**
 * What the loss depends on and extends over.
 *
 * @throws ExpressionError axis, exponent, not_finite, nothing_to_train
 */
export function check({ definitions, loss }: Program): Checked {
  const defined = new Map<string, Facts>();
  for (const { name, value } of definitions) if (name !== null) defined.set(name.text, factsOf(value, defined));
  const { extent, trains, words } = factsOf(loss.value, defined);
  if (extent === 'number' || !trains) throw new ExpressionError('nothing_to_train', loss.value);
  return {
    extent,
    quantities: QUANTITIES.filter(({ name }) => words.has(name)),
    parameters: PARAMETERS.filter(({ name }) => words.has(name)),
    definitions: definitions.filter(({ name }) => name !== null && words.has(name.text)),
    words,
  };
}

function factsOf(node: Node, defined: ReadonlyMap<string, Facts>): Facts {
  switch (node.kind) {
    case 'number':
      return { extent: 'number', trains: false, words: new Set(), literal: node.value };
    case 'name': {
      const definition = defined.get(node.name);
      if (definition) return { ...definition, words: new Set([...definition.words, node.name]) };
      const quantity = QUANTITY_BY_NAME.get(node.name);
      return {
        extent: quantity ? 'pair' : 'number',
        trains: quantity?.readsPolicy ?? false,
        words: new Set([node.name]),
        literal: null,
      };
    }
    case 'negate': {
      const facts = factsOf(node.operand, defined);
      return { ...facts, literal: facts.literal === null ? null : -facts.literal };
    }
    case 'binary':
      return combined(node, node.operator, [node.left, node.right], defined);
    case 'compare':
      return combined(node, '-', [node.greater, node.smaller], defined);
    case 'call':
      return combined(node, node.name, node.operands, defined);
  }
}

function combined(node: Node, word: string, nodes: readonly Node[], defined: ReadonlyMap<string, Facts>): Facts {
  const operands = nodes.map((operand) => factsOf(operand, defined));
  const extents = operands.map(({ extent }) => extent);
  const isReduction = word === 'mean' || word === 'sum';
  if (isReduction && extents[0] !== 'pair') throw new ExpressionError('axis', node, { name: word });
  if (word === '^' && extents[1] !== 'number') throw new ExpressionError('exponent', nodes[1] ?? node);
  const literals = operands.flatMap(({ literal }) => (literal === null ? [] : [literal]));
  const literal = literals.length === operands.length ? applyToNumbers(word, literals) : null;
  if (literal !== null && !Number.isFinite(literal)) {
    throw new ExpressionError('not_finite', node, { found: String(literal) });
  }
  // No gradient goes through stopgrad, nor through a condition.
  const followed = word === 'stopgrad' ? [] : word === 'select' ? operands.slice(1) : operands;
  return {
    extent: isReduction ? 'batch' : (EXTENTS.find((extent) => extents.includes(extent)) ?? 'number'),
    trains: followed.some(({ trains }) => trains),
    words: new Set([word, ...operands.flatMap(({ words }) => [...words])]),
    literal,
  };
}

/** Widest first: an expression extends as far as its widest operand. */
const EXTENTS: readonly Extent[] = ['pair', 'batch', 'number'];
