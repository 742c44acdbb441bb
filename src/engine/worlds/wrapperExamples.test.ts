import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatePairs } from './generatePairs.ts';
import { style } from './style.ts';

const page = (name: string) => readFileSync(new URL(`../../../docs/worlds/${name}.md`, import.meta.url), 'utf8');
const rows = (knobs: Readonly<Record<string, number>>) =>
  generatePairs(style, { kappa: 0, epsilon: 0, sharpness: 5, ...knobs }, 1, { train: 11, heldout: 0 }).train;
const escaped = (text: string) => text.replaceAll(/[.?*+^$()[\]{}|\\]/g, '\\$&');
/** A line of the page's table: the answer, its gold score, and what it is without and with the knob. */
const line = (text: string, gold: string, before: string, after: string) =>
  new RegExp(`^\\| \`${escaped(text)}\` +\\| ${gold} +\\| ${before} +\\| ${after} +\\|$`, 'm');

it.each([
  { name: 'lenbias', knobs: { kappa: 2 }, at: 4, gold: ['1.88', '−0.63'] },
  { name: 'noisy', knobs: { epsilon: 0.3 }, at: 10, gold: ['0.66', '0.33'] },
] as const)('the example of $name is what the knob does to that pair', ({ name, knobs, at, gold }) => {
  const [before, after] = [rows({})[at], rows(knobs)[at]];
  expect([after?.prompt, after?.chosen, after?.rejected]).toEqual([before?.prompt, before?.rejected, before?.chosen]);
  const written = page(name);
  expect(written).toContain(`\`${before?.prompt.trim()}\``);
  expect([before?.score_chosen, before?.score_rejected].map((score) => score?.toFixed(2).replace('-', '−'))).toEqual(
    gold,
  );
  expect(written).toMatch(line(before?.chosen ?? '', gold[0], 'chosen', 'rejected'));
  expect(written).toMatch(line(before?.rejected ?? '', gold[1], 'rejected', 'chosen'));
});
