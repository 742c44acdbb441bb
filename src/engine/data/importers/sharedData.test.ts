import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type ImportedData, importRecords } from './importRecords.ts';
import { readRecords } from './readRecords.ts';

const DATA = new URL('../../../../../shared/data/', import.meta.url);
const present = existsSync(fileURLToPath(new URL('preferences/', DATA)));
if (!present) console.warn('skipped: real preference data (../shared/data is not beside the repository)');

const breathe = async () => undefined;

async function imported(path: string): Promise<ImportedData> {
  const bytes = new Uint8Array(readFileSync(fileURLToPath(new URL(path, DATA))));
  const name = path.split('/').at(-1) ?? path;
  return importRecords(name, await readRecords(name, bytes, breathe), { breathe });
}

const reasons = ({ report }: ImportedData) =>
  Object.fromEntries(report.reasons.map(({ problem, count }) => [problem, count]));
const notes = ({ report }: ImportedData) => Object.fromEntries(report.notes.map(({ note, count }) => [note, count]));

/** [read, imported], and chosen longer / as long as rejected, by the counts in each folder's SOURCE.md. */
describe.skipIf(!present)('real preference data', () => {
  test.each([
    ['Natural', 100, 56, 1, 294, 272],
    ['Adversarial_GPTInst', 92, 12, 0, 578, 1466],
    ['Adversarial_GPTOut', 47, 21, 0, 246, 227],
    ['Adversarial_Manual', 46, 8, 1, 484, 958],
    ['Adversarial_Neighbor', 134, 16, 0, 182, 608],
    ['processed_MT-Bench', 200, 136, 5, 1039, 881],
    ['processed_FairEval', 66, 39, 0, 1366, 1234],
  ])('LLMBar %s: %i pairs', async (set, pairs, longer, equal, chosen, rejected) => {
    const data = await imported(`preferences/LLMBar/${set}.json`);
    const { figures } = data.report;
    expect(data.report).toMatchObject({ shape: 'llmbar', format: 'json', read: pairs, accepted: pairs, rows: pairs });
    expect([figures.chosenLonger, figures.equalLength]).toEqual([longer, equal]);
    expect(Math.abs(figures.meanCharacters.chosen - chosen)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(figures.meanCharacters.rejected - rejected)).toBeLessThanOrEqual(0.5);
  });

  test('PandaLM: 999 read, 105 ties left out, and of the 894 decided those with an empty answer', async () => {
    const data = await imported('preferences/PandaLM/testset-v1.json');
    expect(data.report).toMatchObject({ shape: 'pandalm', read: 999, accepted: 842 });
    expect(reasons(data)).toEqual({ tie: 105, empty_text: 52 });
    expect(842 + 52).toBe(894);
    // Six responses are JSON booleans (idx 157, 158, 159, 161, 162, 164): spelled out, and the first of them is record 158.
    expect(data.report.notes).toContainEqual({ note: 'spelled_out', count: 6, line: 158 });
    expect(data.rows.filter(({ chosen, rejected }) => [chosen, rejected].includes('true'))).toHaveLength(6);
    // The 52 empty answers are shorter than their partners: the other counts of the decided ones remain.
    expect(data.report.figures.equalLength).toBe(7);
    expect(data.rows[0]?.prompt).toMatch(
      /^The sentence you are given[\s\S]*\nIf you have any questions[\s\S]*know\.\n$/,
    );
  });

  test('LLaMA-Factory: ShareGPT rankings, some with many turns', async () => {
    const data = await imported('preferences/llama-factory-demo/dpo_en_demo.json');
    expect(data.report).toMatchObject({ shape: 'sharegpt', kind: 'pairs', read: 300, accepted: 300 });
    expect(data.report.figures).toMatchObject({ chosenLonger: 131, equalLength: 1 });
    expect(data.report.figures.meanCharacters.chosen).toBeCloseTo(1448, -0.5);
    expect(data.report.figures.meanCharacters.rejected).toBeCloseTo(1534, -0.5);
    // 114 dialogues have one question and nothing before it, 80 a system text too: neither needs names of speakers.
    expect(data.rows.filter(({ prompt }) => !prompt.endsWith('\n\nAssistant: '))).toHaveLength(114 + 80);
  });

  test('LLaMA-Factory: 150 good and 150 bad answers, joined two by two', async () => {
    const data = await imported('preferences/llama-factory-demo/kto_en_demo.json');
    expect(data.report).toMatchObject({ shape: 'unpaired', kind: 'answers', read: 300, accepted: 300, rows: 150 });
    // 297 different prompts, of which one has a good and a bad answer.
    expect(data.report.acrossPrompts).toBe(149);
    expect(data.report.figures.meanCharacters.chosen).toBeCloseTo(1279, -0.5);
    expect(data.report.figures.meanCharacters.rejected).toBeCloseTo(1290, -0.5);
  });

  test('LLaMA-Factory v1: messages in parts', async () => {
    const data = await imported('preferences/llama-factory-demo/v1_dpo_demo.jsonl');
    expect(data.report).toMatchObject({ shape: 'message_pairs', format: 'jsonl', read: 10, accepted: 10 });
    expect(data.rows[0]?.chosen).toMatch(/^Abdulah Hasanagic is the proud owner/);
    expect(data.rows[0]?.prompt).toMatch(/^You are an AI assistant[\s\S]*English:\n$/);
  });

  test('hh-rlhf: 2,312 dialogues, those that part early and those without an answer reported by line', async () => {
    const data = await imported('preferences/hh-rlhf/harmless-base.test.jsonl.gz');
    expect(data.report).toMatchObject({
      shape: 'dialogues',
      format: 'jsonl',
      gzipped: true,
      read: 2312,
      accepted: 2303,
    });
    expect(reasons(data)).toEqual({ diverges_early: 5, empty_text: 4 });
    const lines = (kind: string) =>
      data.report.problems.filter(({ problem }) => problem === kind).map(({ line }) => line - 1);
    expect(lines('diverges_early')).toEqual([1254, 1688, 1950, 1952, 2036]);
    expect(lines('empty_text')).toEqual([86, 516, 925, 1103]);
    // All 2,312 together have 1,023 longer and 11 equal; the nine left out can only lower that.
    const { chosenLonger, equalLength } = data.report.figures;
    expect(equalLength).toBe(11);
    expect(chosenLonger).toBeGreaterThanOrEqual(1023 - 9);
    expect(chosenLonger).toBeLessThanOrEqual(1023);
    for (const { prompt } of data.rows) expect(prompt.endsWith('\n\nAssistant:')).toBe(true);
  });

  test.each([
    ['train_clean', 1000, { identical: 4, empty_text: 2 }, 552],
    ['eval_clean', 200, { identical: 1 }, 91],
    ['label_flip_30', 1000, { identical: 4, empty_text: 2 }, null],
  ])('UltraFeedback %s: %i pairs with the scores of their metadata', async (set, read, left, longer) => {
    const data = await imported(`preferences/ultrafeedback-binarized/${set}.jsonl`);
    const leftCount = Object.values(left).reduce((sum, count) => sum + count, 0);
    expect(data.report).toMatchObject({ shape: 'ultrafeedback', read, accepted: read - leftCount });
    expect(reasons(data)).toEqual(left);
    // An empty answer that lost was shorter: at most the two of them are missing.
    if (longer !== null)
      expect(longer - data.report.figures.chosenLonger).toBeLessThanOrEqual('empty_text' in left ? left.empty_text : 0);
    for (const { score_chosen, score_rejected } of data.rows) {
      expect([typeof score_chosen, typeof score_rejected]).toEqual(['number', 'number']);
    }
  });

  test('UltraFeedback: 111 equal scores keep their label and are counted, flipped labels go against the scores', async () => {
    const clean = await imported('preferences/ultrafeedback-binarized/train_clean.jsonl');
    const noisy = await imported('preferences/ultrafeedback-binarized/label_flip_30.jsonl');
    // One of the 111 is among the six pairs that cannot be used.
    expect(notes(clean)).toEqual({ equal_scores: 110 });
    expect(notes(noisy).equal_scores).toBe(110);
    expect(notes(noisy).scores_disagree).toBe(
      noisy.rows.filter(({ score_chosen = 0, score_rejected = 0 }) => score_chosen < score_rejected).length,
    );
  });

  test('AlpacaEval’s own records', async () => {
    for (const model of ['FuseChat-Llama-3.2-3B-Instruct', 'alpaca-7b', 'claude-2']) {
      const data = await imported(`alpaca_eval/original_format/${model}.annotations.first150.json`);
      expect(data.report).toMatchObject({ shape: 'alpaca_eval', read: 150, accepted: 150 });
    }
  });

  test.each([
    ['train', 800, '8,3:9,4\n'],
    ['test', 200, '7,7:9,4\n'],
  ])('parquet %s: %i prompts alone', async (split, count, first) => {
    const data = await imported(`parquet/digit-completion.${split}.parquet`);
    expect(data.report).toMatchObject({
      format: 'parquet',
      shape: 'prompts',
      kind: 'prompts',
      read: count,
      accepted: count,
    });
    expect(data.rows).toEqual([]);
    expect(data.shown[0]).toEqual({ prompt: first });
    expect(data.shown).toHaveLength(count);
  });

  test('tables without texts say which fields they have', async () => {
    const data = await imported('alpaca_eval/leaderboard_weighted_alpaca_eval_gpt4_turbo.csv');
    expect(data.report).toMatchObject({ format: 'csv', isRecognised: false, accepted: 0 });
    expect(data.report.fields).toContain('length_controlled_winrate');
    expect(reasons(data)).toEqual({ missing_field: data.report.read });
  });
});
