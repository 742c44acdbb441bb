import { describe, expect, it } from 'vitest';
import { cyclic } from '../worlds/cyclic.ts';
import { multiIns } from '../worlds/multiIns.ts';
import { persona } from '../worlds/persona.ts';
import { groupScores } from '../worlds/personaScore.ts';
import { style } from '../worlds/style.ts';
import { randomStream } from './rng.ts';
import { worldMetrics } from './worldMetrics.ts';

const finished = (text: string) => ({ text, finished: true });

describe('worldMetrics', () => {
  it('counts form, and everything or a share of what was asked', () => {
    const prompt = 'What is at the hall? Use the word tree. End with "!".\n';
    const texts = ['There is a tree!', 'There is a tree.', 'There is a bell.', 'tree tree'];
    const metrics = worldMetrics(multiIns, {}, Array(4).fill(prompt), texts.map(finished));
    expect(metrics.well_formed).toMatchObject({ value: 0.75, n: 4 });
    // 2, 1, 0 and 1 of two instructions: a broken answer follows what it follows.
    expect(metrics.verified?.value).toBeCloseTo(0.5, 12);
    expect(metrics.all_verified).toMatchObject({ value: 0.25, n: 4 });
    expect(metrics.exploitability).toBeUndefined();
  });

  it('calls an answer that was cut off ill-formed, and leaves out what a world does not know', () => {
    const random = randomStream(1, 'test');
    const prompt = style.prompt(random, {});
    const text = style.answer(prompt, random, {});
    const metrics = worldMetrics(style, {}, [prompt, prompt], [finished(text), { text, finished: false }]);
    expect(metrics.well_formed).toMatchObject({ value: 0.5, n: 2 });
    expect(Object.keys(metrics)).toEqual(['well_formed']);
  });

  it('says how far one style beats the mix: 2σ(c) − 1 for a policy of one style, 0 for an even mix', () => {
    const random = randomStream(1, 'test');
    const prompt = cyclic.prompt(random, {});
    const draws = Array.from({ length: 400 }, () => cyclic.candidate(prompt, random, { styles: 3 }));
    const only = draws.filter((answer) => answer.startsWith('Dear')).slice(0, 5);
    expect(only).toHaveLength(5);
    const knobs = { styles: 3, cycleWeight: 2 };
    const of = (answers: string[]) =>
      worldMetrics(cyclic, knobs, Array(answers.length).fill(prompt), answers.map(finished)).exploitability;
    const most = 2 / (1 + Math.exp(-2)) - 1;
    expect(of(only)?.value).toBeCloseTo(most, 12);
    // Every draw of five alike answers is the same five.
    expect(of(only)?.low).toBeCloseTo(most, 12);
    const mixed = of(draws);
    expect(mixed?.value).toBeLessThan(0.1);
    expect(mixed?.n).toBe(400);
    expect(mixed?.high).toBeGreaterThan(mixed?.value ?? 1);
    expect(mixed?.high).toBeLessThan(0.3);
  });

  it('gives both groups of users their mean', () => {
    const random = randomStream(1, 'test');
    const prompts = Array.from({ length: 6 }, () => persona.prompt(random, {}));
    const answers = prompts.map((prompt) => persona.answer(prompt, random, {}));
    const metrics = worldMetrics(persona, {}, prompts, answers.map(finished));
    const minority = answers.map((answer, i) => groupScores(prompts[i] ?? '', answer, {})[1] ?? Number.NaN);
    expect(metrics['group_gold/minority']?.value).toBeCloseTo(minority.reduce((a, b) => a + b) / 6, 12);
    expect(metrics['group_gold/minority']?.low).toBeLessThan(metrics['group_gold/minority']?.value ?? Number.NaN);
    expect(metrics['group_gold/majority']?.value).not.toBe(metrics['group_gold/minority']?.value);
  });
});
