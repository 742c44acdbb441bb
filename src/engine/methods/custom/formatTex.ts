import type { Checked } from './check.ts';
import type { Node, Program, Statement } from './syntax.ts';
import { PARAMETER_BY_NAME, QUANTITY_BY_NAME } from './vocabulary.ts';

/** How tightly a piece of TeX holds together; a looser one in a tighter place gets parentheses. */
const SUM = 1;
const PRODUCT = 2;
const FRACTION = 3;
const POWER = 4;
const ATOM = 5;

type Piece = readonly [tex: string, tightness: number];

/** The loss as TeX, below the definitions it depends on. Only words of the vocabulary and [A-Za-z0-9_] names reach it. */
export function formatTex({ loss }: Program, { definitions }: Pick<Checked, 'definitions'>): string {
  const last = `\\mathcal{L} &= ${texOf(loss.value)[0]}`;
  if (definitions.length === 0) return last.replace('&', '');
  const lines = definitions.map(
    ({ name, value }: Statement) => `${definedName(name?.text ?? '')} &= ${texOf(value)[0]}`,
  );
  return `\\begin{aligned}${[...lines, last].join(' \\\\ ')}\\end{aligned}`;
}

function texOf(node: Node): Piece {
  switch (node.kind) {
    case 'number':
      return numberTex(node.value);
    case 'name':
      return [nameTex(node.name), ATOM];
    case 'negate':
      return [`-${within(node.operand, PRODUCT)}`, SUM];
    case 'compare':
      return [`${texOf(node.greater)[0]} > ${texOf(node.smaller)[0]}`, SUM];
    case 'binary':
      return binaryTex(node);
    case 'call':
      return callTex(node);
  }
}

function binaryTex({ operator, left, right }: Extract<Node, { kind: 'binary' }>): Piece {
  switch (operator) {
    case '+':
      return [`${within(left, SUM)} + ${within(right, PRODUCT)}`, SUM];
    case '-':
      return [`${within(left, SUM)} - ${within(right, PRODUCT)}`, SUM];
    case '*': {
      const factor = within(right, PRODUCT);
      return [`${within(left, PRODUCT)}${/^[\d.]/.test(factor) ? ' \\cdot ' : '\\,'}${factor}`, PRODUCT];
    }
    case '/':
      return [`\\frac{${texOf(left)[0]}}{${texOf(right)[0]}}`, FRACTION];
    case '^':
      return [`${base(left)}^{${texOf(right)[0]}}`, POWER];
  }
}

function callTex({ name, operands }: Extract<Node, { kind: 'call' }>): Piece {
  const inner = operands.map((operand) => texOf(operand)[0]);
  const of = (head: string): Piece => [`${head}${parenthesised(inner.join(',\\, '))}`, ATOM];
  switch (name) {
    case 'log':
    case 'exp':
    case 'min':
    case 'max':
      return of(`\\${name}`);
    case 'sigmoid':
      return of('\\sigma');
    case 'logsigmoid':
      return [of('\\log\\sigma')[0], PRODUCT];
    case 'square':
      return [`${operands[0] ? base(operands[0]) : ''}^{2}`, POWER];
    case 'abs':
      return [`\\left|${inner[0]}\\right|`, ATOM];
    case 'stopgrad':
      return [`\\operatorname{sg}\\left[${inner[0]}\\right]`, ATOM];
    case 'select': {
      const test = operands[0]?.kind === 'compare' ? inner[0] : `${inner[0]} > 0`;
      const cases = `${inner[1]} & \\text{if } ${test} \\\\ ${inner[2]} & \\text{otherwise}`;
      return [`\\left(\\begin{cases}${cases}\\end{cases}\\right)`, ATOM];
    }
    default:
      return of(`\\operatorname{${name}}`);
  }
}

function within(node: Node, tightness: number): string {
  const [tex, found] = texOf(node);
  return found < tightness ? parenthesised(tex) : tex;
}

/** What is raised to a power: in braces where it has a superscript of its own. */
function base(node: Node): string {
  const tex = within(node, ATOM);
  return tex.includes('^') ? `{${tex}}` : tex;
}

/** As tall as what they hold, where that is more than a line. */
function parenthesised(tex: string): string {
  return /\\(frac|begin)/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`;
}

/** 2.5e-7 as 2.5 · 10⁻⁷. */
function numberTex(value: number): Piece {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return [mantissa, ATOM];
  const power = `10^{${exponent.replace('+', '')}}`;
  return mantissa === '1' ? [power, POWER] : [`${mantissa} \\cdot ${power}`, PRODUCT];
}

function nameTex(name: string): string {
  return QUANTITY_BY_NAME.get(name)?.symbol ?? PARAMETER_BY_NAME.get(name)?.setting.symbol ?? definedName(name);
}

/** Upright, to tell a person's names from symbols. */
function definedName(name: string): string {
  return `\\mathrm{${name.replaceAll('_', '\\_')}}`;
}
