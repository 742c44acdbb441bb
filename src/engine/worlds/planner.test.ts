import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { randomStream } from '../train/rng.ts';
import { planner } from './planner.ts';
import { horizonOf } from './plannerDraw.ts';
import { HORIZONS } from './plannerFacts.ts';
import { PLANNER_LENGTH_WORDS } from './plannerScore.ts';
import { parseTask, taskPrompt } from './plannerTask.ts';

const DRAWS = 6000;
const draws = (() => {
  const random = randomStream(42, 'planner test');
  return Array.from({ length: DRAWS }, () => {
    const prompt = planner.prompt(random, {});
    const answer = planner.candidate(prompt, random, {});
    return { prompt, answer, gold: planner.goldScore(prompt, answer), words: answer.split(/\s/).length };
  });
})();

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
function spread(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
function correlation(x: readonly number[], y: readonly number[]): number {
  const [atX, atY] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - atX) * ((y[i] ?? 0) - atY))) / spread(x) / spread(y);
}

const PROMPT = 'hall: cup, bed. shop: shut box, key. garden: hat. you: garden. goal: cup in box.\n';
const PLAN = 'go shop\ngo hall\ntake cup\ngo shop\nopen box\nput cup in box';

describe('tasks', () => {
  it('are many, ASCII, and read as they are written', () => {
    expect(new Set(draws.map(({ prompt }) => prompt)).size).toBeGreaterThan(0.98 * DRAWS);
    for (const { prompt } of draws) {
      const task = parseTask(prompt);
      expect(task && taskPrompt(task)).toBe(prompt);
      expect(prompt).toMatch(/^[a-z,.: ]+\n$/);
    }
  });

  it.each([0, 1, 2, 3])('of horizon %i take so many actions', (horizon) => {
    const random = randomStream(1, 'horizon');
    const [least, most] = HORIZONS[horizon] as readonly [number, number];
    for (let i = 0; i < 200; i++) {
      const prompt = planner.prompt(random, { horizon });
      const task = parseTask(prompt);
      expect(task && horizonOf(task)).toBe(horizon);
      // Of clean answers the actions are counted here, by lines.
      for (let tries = 0; tries < 50; tries++) {
        const answer = planner.answer(prompt, random, {});
        if (planner.goldScore(prompt, answer) < (1.5 - 0.778) / 0.712 - 1e-9) continue;
        const actions = answer.split('\n').filter((line) => !line.startsWith('think')).length;
        expect(actions).toBeGreaterThanOrEqual(least);
        expect(actions).toBeLessThanOrEqual(most);
      }
    }
  });

  it('refuse a horizon that is none', () => {
    for (const horizon of [-1, 5, 1.5, Number.NaN]) {
      expect(() => planner.prompt(randomStream(1, 'x'), { horizon })).toThrow(RangeError);
    }
  });
});

describe('answers', () => {
  it('are well-formed plans, one step a line, mistakes included', () => {
    for (const { prompt, answer } of draws) {
      expect(planner.wellFormed(prompt, answer), answer).toBe(true);
      expect(answer).toMatch(/^[a-z: ]+(\n[a-z: ]+)*$/);
      expect(planner.steps(answer).join('')).toBe(answer);
      expect(planner.steps(answer)).toHaveLength(answer.split('\n').length);
    }
  });

  it('have lengths and gold scores of mean 0 and deviation 1, unrelated', () => {
    const words = draws.map((draw) => draw.words);
    const gold = draws.map((draw) => draw.gold);
    expect(Math.abs(mean(words) - PLANNER_LENGTH_WORDS.mean)).toBeLessThan(0.6);
    expect(Math.abs(spread(words) - PLANNER_LENGTH_WORDS.sd)).toBeLessThan(0.4);
    expect(Math.abs(mean(gold))).toBeLessThan(0.05);
    expect(Math.abs(spread(gold) - 1)).toBeLessThan(0.04);
    expect(Math.abs(correlation(gold, words))).toBeLessThan(0.05);
  });

  it('succeed about half of the time in pairs, and more often in supervised text, on every horizon', () => {
    const random = randomStream(2, 'success');
    for (const horizon of [0, 1, 2, 3]) {
      const success = (draw: 'answer' | 'candidate') =>
        mean(
          Array.from({ length: 800 }, () => {
            const prompt = planner.prompt(random, { horizon });
            return planner.verify?.(prompt, planner[draw](prompt, random, {})) === 1 ? 1 : 0;
          }),
        );
      const [pairs, supervised] = [success('candidate'), success('answer')];
      expect(pairs).toBeGreaterThan(0.4);
      expect(pairs).toBeLessThan(0.7);
      expect(supervised).toBeGreaterThan(pairs + 0.05);
    }
  });
});

describe('the simulator', () => {
  it.each([
    ['the plan', PLAN, 1],
    ['with thoughts', `think: cup is in hall\n${PLAN}`, 1],
    ['with false thoughts', `think: cup is in shop\n${PLAN}`, 1],
    ['through a wall', PLAN.replace('go shop\ngo hall', 'go hall'), 0],
    ['without opening', PLAN.replace('open box\n', ''), 1 / 3],
    ['opening twice', PLAN.replace('open box', 'open box\nopen box'), 2 / 3],
    ['taking twice', PLAN.replace('take cup', 'take cup\ntake cup'), 1 / 3],
    ['a room that is not there', PLAN.replace('go hall', 'go barn'), 0],
    ['an object that is not there', PLAN.replace('take cup', 'take pie'), 0],
    ['another box', PLAN.replace('in box', 'in chest'), 2 / 3],
    ['a hand that is full', PLAN.replace('go shop\ngo hall', 'go shop\ntake key\ngo hall'), 0],
    ['cut short', 'go shop\ngo hall\ntake cup', 1 / 3],
    ['taken out again', `${PLAN}\ntake cup`, 2 / 3],
    ['words', 'I would go to the hall.', 0],
    ['nothing', '', 0],
  ])('reaches so much of the goal: %s', (_, answer, share) => {
    expect(planner.verify?.(PROMPT, answer)).toBeCloseTo(share, 12);
  });
});

describe('pairs', () => {
  it('are the same for the same seed, to the byte', () => {
    const random = randomStream(1, 'planner pairs');
    const rows = Array.from({ length: 200 }, () => planner.pair(random, { epsilon: 0.1 }));
    expect(sha256HexOfText(rows.map((row) => JSON.stringify(row)).join('\n'))).toBe(
      'b9a63424384c23697d7c652d84e989e622a5823cb62840e43573182b6aae6ba7',
    );
  });
});
