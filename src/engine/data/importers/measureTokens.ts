import type { DataTokens, ImportedRow, TokenSpread } from '../../protocol.ts';
import { type RowTokenizer, tokenizeCompletion, tokenizeRow } from '../tokenizeRow.ts';
import type { Breathe } from './types.ts';

/** Rows that are tokenized: enough for a median and a 95th percentile, and a few seconds at most. */
const MEASURED_MAX = 1000;
const ROWS = 16;

/**
 * How long rows are as a run would see them, on an even sample of them, and what `maxLength` would cut. Prompts alone have no
 * answers: of them only the prompt's own length is told, and whether it fits.
 *
 * @param maxLength tokens of prompt and answer, the model's context at most
 */
export async function measureTokens(
  tokenizer: RowTokenizer,
  rows: readonly ImportedRow[],
  maxLength: number,
  breathe: Breathe,
): Promise<Omit<DataTokens, 'hash' | 'model'>> {
  const stride = Math.max(1, Math.ceil(rows.length / MEASURED_MAX));
  const looked = rows.filter((_, index) => index % stride === 0);
  const lengths = { prompt: [] as number[], chosen: [] as number[], rejected: [] as number[] };
  let [truncated, cutAnswers] = [0, 0];
  for (const [index, row] of looked.entries()) {
    if (index % ROWS === ROWS - 1) await breathe();
    if (!('chosen' in row)) {
      const prompt = tokenizeCompletion(tokenizer, row.prompt, '', Number.POSITIVE_INFINITY);
      lengths.prompt.push(prompt.promptLength);
      if (prompt.ids.length > maxLength) truncated++;
      continue;
    }
    const whole = tokenizeRow(tokenizer, row, Number.POSITIVE_INFINITY);
    const cut = tokenizeRow(tokenizer, row, maxLength);
    lengths.prompt.push(whole.chosen.promptLength);
    lengths.chosen.push(whole.chosen.completionLength);
    lengths.rejected.push(whole.rejected.completionLength);
    if (cut.chosen.truncated || cut.rejected.truncated) truncated++;
    const isShorter = (side: 'chosen' | 'rejected') => cut[side].completionLength < whole[side].completionLength;
    if (isShorter('chosen') || isShorter('rejected')) cutAnswers++;
  }
  return {
    maxLength,
    measured: looked.length,
    prompt: spreadOf(lengths.prompt),
    chosen: lengths.chosen.length === 0 ? null : spreadOf(lengths.chosen),
    rejected: lengths.rejected.length === 0 ? null : spreadOf(lengths.rejected),
    truncated,
    cutAnswers,
  };
}

/** Nearest-rank quantiles. */
function spreadOf(lengths: readonly number[]): TokenSpread {
  const sorted = [...lengths].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}
