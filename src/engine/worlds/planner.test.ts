import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { correlation, mean, spread } from '../testing/moments.ts';
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
    for (let i = 0; i < 100; i++) {
      const prompt = planner.prompt(random, { horizon });
      const task = parseTask(prompt);
      expect(task && horizonOf(task)).toBe(horizon);
      // Of clean answers the actions are counted here, by lines.
      for (let tries = 0; tries < 15; tries++) {
        const answer = planner.answer(prompt, random, {});
        if (planner.goldScore(prompt, answer) < (1.5 - 0.785) / 0.713 - 1e-9) continue;
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
    ['words between', PLAN.replace('take', 'Now I am there.\ntake'), 1],
    ['nothing', '', 0],
  ])('reaches so much of the goal: %s', (_, answer, share) => {
    expect(planner.verify?.(PROMPT, answer)).toBeCloseTo(share, 12);
  });
});

describe('well-formedness', () => {
  it.each([
    ['empty', ''],
    ['thoughts alone', 'think: cup is in hall'],
    ['another word', PLAN.replace('take', 'grab')],
    ['an unknown thing', PLAN.replace('take cup', 'take moon')],
    ['in for on', PLAN.replace('in box', 'on box')],
    ['opening a surface', PLAN.replace('open box', 'open bed')],
    ['an empty line', PLAN.replace('open box', '')],
    ['a cut line', PLAN.slice(0, -7)],
    ['two spaces', PLAN.replace('go hall', 'go  hall')],
    ['a line without end', 'go hall '.repeat(9)],
    ['too many lines', 'go hall\n'.repeat(25)],
  ])('refuses %s', (_, answer) => {
    expect(planner.wellFormed(PROMPT, answer)).toBe(false);
  });

  it('accepts a plan whatever comes of it, and no answer to what is no task', () => {
    expect(planner.wellFormed(PROMPT, PLAN)).toBe(true);
    expect(planner.wellFormed(PROMPT, `${PLAN}\n`)).toBe(true);
    expect(planner.wellFormed(PROMPT, 'think: key is in yard\ngo attic\ntake pie')).toBe(true);
    expect(planner.wellFormed('7+5=\n', PLAN)).toBe(false);
    expect(() => planner.answer('7+5=\n', randomStream(1, 'x'), {})).toThrow(RangeError);
  });
});

describe('scores', () => {
  const gold = (answer: string) => planner.goldScore(PROMPT, answer);
  const goldOf = (worth: number) => (worth - 0.785) / 0.713;

  it.each([
    ['the plan', PLAN, 1.5],
    ['one false thought', `think: cup is in shop\n${PLAN}`, 1.35],
    ['a thought of what is not there', `think: pie is in shop\n${PLAN}`, 1.35],
    ['a thought twice', `think: cup is in hall\nthink: cup is in hall\n${PLAN}`, 1.35],
    ['a thought that came true too late', `${PLAN}\nthink: box is shut`, 1.35],
    ['there and back', `go shop\ngo garden\n${PLAN}`, 1.35],
    ['a thing of no use', PLAN.replace('go shop\ngo hall', 'go shop\ntake key'), -0.3],
    ['going on', `${PLAN}\ngo hall`, 1.35],
    ['no opening', PLAN.replace('open box\n', ''), 1 / 3 - 0.15],
    ['another box, which is not there', PLAN.replace('in box', 'in chest'), 2 / 3 - 0.15],
    ['nothing', '', -0.6],
    ['five false thoughts', 'think: pie is in shop\n'.repeat(5), -0.6],
  ])('are what is reached less the faults: %s', (_, answer, worth) => {
    expect(gold(answer)).toBeCloseTo(goldOf(worth), 9);
  });

  it('are not raised by padding, repetition or unreadable lines, wherever they stand', () => {
    const random = randomStream(7, 'padding');
    for (const { prompt, answer, gold: before } of draws.slice(0, 1500)) {
      const lines = answer.split('\n');
      const at = random.integer(lines.length + 1);
      const line = lines[Math.min(at, lines.length - 1)] as string;
      const thought = lines.find((of) => of.startsWith('think'));
      for (const extra of [
        'please',
        'go',
        ...(thought ? [thought] : []),
        ...(before >= goldOf(1.5) - 1e-9 && /^(take|put|open)/.test(line) ? [line] : []),
      ]) {
        const padded = [...lines.slice(0, at), extra, ...lines.slice(at)].join('\n');
        expect(planner.goldScore(prompt, padded), padded).toBeLessThanOrEqual(before + 1e-9);
      }
    }
  });

  it.each([
    ['white space', ' \n\t\n'],
    ['emoji', '\u{1F600}\n\u{D83D}'],
    ['ten kilobytes of one letter', 'a'.repeat(10_240)],
    ['ten kilobytes of lines', 'take cup\n'.repeat(1200)],
    ['words of other prompts', '__proto__ constructor\nthink: constructor is in hall'],
  ])('are finite and low for %s', (_, answer) => {
    expect(gold(answer)).toBeLessThan(-1.2);
    expect(Number.isFinite(planner.judgeScore(PROMPT, answer, { kappa: 3 }))).toBe(true);
    expect(Number.isFinite(planner.goldScore(answer, answer))).toBe(true);
    expect(planner.attributes?.(answer, answer).every(Number.isFinite)).toBe(true);
    expect(planner.steps(answer).join('')).toBe(answer);
  });

  it('have structured parts: relevance, grounding, consistency', () => {
    const raw = (answer: string) => {
      const [relevance = 0, grounding = 0, consistency = 0] = planner.attributes?.(PROMPT, answer) ?? [];
      return [relevance * 0.1854 + 0.9338, grounding * 0.2122 + 0.8909, consistency * 0.259 + 0.7636];
    };
    const expected: [string, number[]][] = [
      [PLAN, [1, 1, 1]],
      // Names cup alone of cup and box: F1 of precision 1 and recall 1/2.
      ['go shop\ngo hall\ntake cup', [2 / 3, 1, 1]],
      ['take key', [0, 1, 1 / 2]],
      [`think: pie is in hall\nthink: key is in hall\n${PLAN}`, [(2 * 2) / (2 + 4), 1 / 3, 1]],
      [PLAN.replace('take cup', 'take cup\ntake cup'), [1, 1, 1 / 2]],
      ['', [0, 0, 0]],
    ];
    for (const [answer, of] of expected) {
      raw(answer).forEach((value, k) => {
        expect(value, answer).toBeCloseTo(of[k] as number, 9);
      });
    }
    const parts = draws.map(({ prompt, answer }) => planner.attributes?.(prompt, answer) ?? []);
    for (const k of [0, 1, 2]) {
      const values = parts.map((of) => of[k] as number);
      expect(Math.abs(mean(values))).toBeLessThan(0.06);
      expect(Math.abs(spread(values) - 1)).toBeLessThan(0.06);
    }
  });
});

describe('pairs', () => {
  it('are the same for the same seed, to the byte', () => {
    const random = randomStream(1, 'planner pairs');
    const rows = Array.from({ length: 200 }, () => planner.pair(random, { epsilon: 0.1 }));
    expect(sha256HexOfText(rows.map((row) => JSON.stringify(row)).join('\n'))).toBe(
      'd6f871060face14e6e9be9beb171cf664a983da7ecec0fb5756533283d1700bd',
    );
  });
});
