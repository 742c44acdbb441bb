import { calculate } from './claimsCalculator.ts';
import { consultCalendar } from './claimsCalendar.ts';
import { lookUp } from './claimsTable.ts';
import { convert } from './claimsUnits.ts';

/** What a tool says of an input that it cannot read, or where there is nothing to say. */
export const TOOL_ERROR = 'error';

const told = (value: bigint | number | null): string | null => (value === null ? null : String(value));

/** The tools of the `claims` world by the name of their tag; each is pure, and null where it has no answer. */
const TOOLS = {
  calc: (input: string) => told(calculate(input)),
  date: consultCalendar,
  lookup: (input: string) => told(lookUp(input)),
  units: (input: string) => told(convert(input)),
} as const;

export type ToolName = keyof typeof TOOLS;

/** A call as it stands in a text: `<calc>37*48</calc>`. */
export interface ToolCall {
  readonly tool: ToolName;
  readonly input: string;
}

export const isToolName = (name: string): name is ToolName => Object.hasOwn(TOOLS, name);

/** The observation of a call: what the tool says, `error` where it has no answer. */
export function observation({ tool, input }: ToolCall): string {
  return TOOLS[tool](input) ?? TOOL_ERROR;
}

/** A call as text, without its observation: a decoder that meets its closing tag runs the tool. */
export const callText = ({ tool, input }: ToolCall): string => `<${tool}>${input}</${tool}>`;

/** An observation as it follows its call. */
export const resultText = (result: string): string => `<result>${result}</result>`;

/** The call that a text ends in, so that its observation is due; undefined where it ends in none. */
export function callAtEnd(text: string): ToolCall | undefined {
  const [, tool = '', input = ''] = /<([a-z]+)>([^<>]*)<\/\1>$/.exec(text) ?? [];
  return isToolName(tool) ? { tool, input } : undefined;
}
