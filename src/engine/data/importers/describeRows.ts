import type { RowFigures } from '../../protocol.ts';
import type { PreferenceRow } from '../../worlds/types.ts';
import type { Breathe } from './types.ts';

const ROWS = 500;

/**
 * What can be counted on pairs without a tokenizer: how often chosen is the longer answer, by characters (code points), mean
 * lengths, rows that repeat an earlier one, and rows that say the opposite of an earlier one.
 */
export async function describeRows(rows: readonly PreferenceRow[], breathe: Breathe): Promise<RowFigures> {
  const seen = new Set<string>();
  const figures = { chosenLonger: 0, equalLength: 0, duplicates: 0, opposites: 0, chosen: 0, rejected: 0 };
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % ROWS === 0) await breathe();
    const [chosen, rejected] = [characters(row.chosen), characters(row.rejected)];
    if (chosen > rejected) figures.chosenLonger++;
    if (chosen === rejected) figures.equalLength++;
    figures.chosen += chosen;
    figures.rejected += rejected;
    const other = row.rejected_prompt ?? row.prompt;
    const key = JSON.stringify([row.prompt, row.chosen, other, row.rejected]);
    if (seen.has(key)) figures.duplicates++;
    if (seen.has(JSON.stringify([other, row.rejected, row.prompt, row.chosen]))) figures.opposites++;
    seen.add(key);
  }
  const { chosenLonger, equalLength, duplicates, opposites } = figures;
  const mean = (sum: number) => (rows.length === 0 ? 0 : sum / rows.length);
  const meanCharacters = { chosen: mean(figures.chosen), rejected: mean(figures.rejected) };
  return { chosenLonger, equalLength, duplicates, opposites, meanCharacters };
}

/** Unicode code points: what other languages count. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
