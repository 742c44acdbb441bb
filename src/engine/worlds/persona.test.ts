import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { correlation, mean, quantile, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { isHeldOutPrompt } from './generatePairs.ts';
import { persona } from './persona.ts';
import { PERSONA_PLACES, placeOfPrompt } from './personaPrompt.ts';
import { groupScores, PERSONA_LENGTH_WORDS, userScore } from './personaScore.ts';
import { groupOf, groupWeights, USER_NAMES, userWeights } from './personaUsers.ts';

const DRAWS = 8000;
const draws = (() => {
  const random = randomStream(42, 'persona test');
  return Array.from({ length: DRAWS }, () => {
    const prompt = persona.prompt(random, {});
    const answer = persona.answer(prompt, random, {});
    return { prompt, answer, gold: persona.goldScore(prompt, answer), words: answer.split(' ').length };
  });
})();
const attributes = draws.map(({ prompt, answer }) => persona.attributes?.(prompt, answer) as [number, number, number]);

describe('prompts', () => {
  it('are many, ASCII, name one place, and name their user in half of the cases', () => {
    expect(new Set(draws.map(({ prompt }) => prompt)).size).toBeGreaterThan(5000);
    for (const { prompt } of draws) {
      expect(prompt).toMatch(/^[ -~]+\n$/);
      expect(PERSONA_PLACES.filter((place) => new RegExp(`\\b${place}\\b`).test(prompt))).toEqual([
        placeOfPrompt(prompt),
      ]);
    }
    const named = draws.filter(({ prompt }) => /^User \d+ \([A-Z][a-z]+\) asks: [a-zI]/.test(prompt));
    const unnamed = draws.filter(
      ({ prompt }) => /^[A-Z][a-z]+ [^:]*$/.test(prompt.trim()) && !prompt.startsWith('User'),
    );
    expect(named.length + unnamed.length).toBe(DRAWS);
    expect(Math.abs(named.length / DRAWS - 0.5)).toBeLessThan(0.02);
    expect(draws.filter(({ prompt }) => isHeldOutPrompt(prompt)).length / DRAWS).toBeCloseTo(1 / 6, 1);
  });
});

describe('answers', () => {
  it('are well-formed, one to four sentences, from a closed list of words', () => {
    for (const { prompt, answer } of draws) {
      expect(persona.wellFormed(prompt, answer), prompt + answer).toBe(true);
      expect(answer).toMatch(/^([A-Z][a-z, ]*\.( |$)|[A-Z][A-Za-z, ]*\.( |$)){1,4}$/);
      expect(persona.steps(answer).join('')).toBe(answer);
    }
    const words = draws.flatMap(({ prompt, answer }) => (prompt + answer).toLowerCase().match(/[a-z]+/g) ?? []);
    expect(new Set(words).size).toBeLessThan(250);
  });

  it('vary in length by the stated constants, at least 2:1 between the quartiles', () => {
    const words = draws.map((draw) => draw.words);
    expect(Math.abs(mean(words) - PERSONA_LENGTH_WORDS.mean)).toBeLessThan(0.25);
    expect(Math.abs(spread(words) - PERSONA_LENGTH_WORDS.sd)).toBeLessThan(0.2);
    expect(quantile(words, 0.75) / quantile(words, 0.25)).toBeGreaterThanOrEqual(2);
  });

  it('have attributes of mean 0 and deviation 1 that are unrelated, but for brevity and length', () => {
    for (const k of [0, 1, 2] as const) {
      const values = attributes.map((of) => of[k]);
      expect(Math.abs(mean(values))).toBeLessThan(0.05);
      expect(Math.abs(spread(values) - 1)).toBeLessThan(0.03);
      for (const other of [0, 1, 2].filter((at) => at > k)) {
        expect(
          Math.abs(
            correlation(
              values,
              attributes.map((of) => of[other] as number),
            ),
          ),
        ).toBeLessThan(0.05);
      }
    }
    expect(
      correlation(
        attributes.map((of) => of[2]),
        draws.map(({ words }) => words),
      ),
    ).toBeCloseTo(-1, 9);
  });

  it('have gold scores of mean 0 and deviation 1', () => {
    expect(Math.abs(mean(draws.map(({ gold }) => gold)))).toBeLessThan(0.05);
    expect(Math.abs(spread(draws.map(({ gold }) => gold)) - 1)).toBeLessThan(0.04);
  });
});

describe('groups', () => {
  it('have the asked share of the users, for every number of users', () => {
    for (const share of [0, 0.1, 0.2, 0.35, 0.5]) {
      for (const users of [10, 20, 40, 60]) {
        const minority = Array.from({ length: users }, (_, i) => groupOf(i + 1, { minority: share }));
        expect(Math.abs(minority.filter((group) => group === 'minority').length - share * users)).toBeLessThanOrEqual(
          1.5,
        );
      }
    }
    expect(
      Array.from({ length: 40 }, (_, i) => groupOf(i + 1, {})).filter((group) => group === 'minority'),
    ).toHaveLength(8);
  });

  it('want things that stand at the asked angle, and people stay near their group', () => {
    for (const distance of [0, 60, 120, 180]) {
      const [a, b] = [groupWeights('majority', { distance }), groupWeights('minority', { distance })];
      const cosine = a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
      expect(cosine).toBeCloseTo(Math.cos((distance / 180) * Math.PI), 12);
    }
    for (let user = 1; user <= USER_NAMES.length; user++) {
      const weights = userWeights(user, {});
      const [own, other] = (['majority', 'minority'] as const).map((group) =>
        weights.reduce((sum, value, k) => sum + value * (groupWeights(group, {})[k] ?? 0), 0),
      ) as [number, number];
      expect(Math.hypot(...weights)).toBeCloseTo(1, 12);
      expect(groupOf(user, {}) === 'majority' ? own : other).toBeGreaterThan(0.85);
    }
  });

  it('judge by hand-reckoned scores: warmth for most, sober, formal and brief for the others', () => {
    const prompt = 'Tell me about the old bakery.\n';
    // Sentiment 1 / 0.7565, formality -1 / 0.9265, brevity -(7 - 13.386) / 6.32; the minority's weights at 120 degrees.
    const [s, f, b] = [1 / 0.7565, -1 / 0.9265, 6.386 / 6.32];
    const [majority, minority] = groupScores(prompt, 'Honestly, the bakery is just so lovely.', {}) as [number, number];
    expect(majority).toBeCloseTo(s, 9);
    expect(minority).toBeCloseTo(-0.5 * s + Math.sqrt(0.75) * (0.8 * f + 0.6 * b), 9);
  });
});

describe('well-formedness', () => {
  const prompt = 'User 7 (Emma) asks: tell me about the old bakery.\n';
  const good = 'Oh, the bakery is just so lovely. My friends all love it.';

  it('accepts an answer of the grammar, for the named place, also behind examples', () => {
    expect(persona.wellFormed(prompt, good)).toBe(true);
    expect(persona.wellFormed(`Tell me about the lake.\nA: Oh.\n${prompt}`, good)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['another place', good.replace('bakery', 'lake')],
    ['a cut sentence', good.slice(0, -4)],
    ['no final mark', good.slice(0, -1)],
    ['a repeated sentence', `${good} My friends all love it.`],
    ['two sentences of a kind', `${good} We all just enjoy it.`],
    ['lower case', good.toLowerCase()],
    ['a swapped word', good.replace('lovely', 'purple')],
    ['two spaces', good.replace('. My', '.  My')],
    ['an unknown sentence', `${good} I am a robot.`],
  ])('refuses %s', (_, answer) => {
    expect(persona.wellFormed(prompt, answer)).toBe(false);
  });

  it('refuses answers to what is no question of this world', () => {
    expect(persona.wellFormed('7+5=\n', good)).toBe(false);
    expect(() => persona.answer('7+5=\n', randomStream(1, 'x'), {})).toThrow(RangeError);
  });
});

describe('scores', () => {
  const prompt = 'Tell me about the old bakery.\n';
  const warm = 'Oh, the bakery is just so lovely.';

  it('are of the one who asks: the named user, also behind examples, or one whom the words stand for', () => {
    const named = (user: number) => `User ${user} (${USER_NAMES[user - 1]}) asks: tell me about the old bakery.\n`;
    for (let user = 1; user <= USER_NAMES.length; user++) {
      const own = userScore(user, prompt, warm, {});
      expect(persona.goldScore(named(user), warm)).toBe(own);
      expect(persona.goldScore(`${named(1 + (user % 60))}A: Oh.\n${named(user)}`, warm)).toBe(own);
      expect(own > 0).toBe(groupOf(user, {}) === 'majority');
    }
    const asker = persona.annotator?.(prompt, {}) as number;
    expect(persona.goldScore(prompt, warm)).toBe(userScore(asker, prompt, warm, {}));
    expect(persona.annotator?.('Tell me about the old bakery. Use two sentences.\n', {})).toBe(asker);
  });

  it('follow the knobs', () => {
    const minority = 3;
    expect(groupOf(minority, {})).toBe('minority');
    const at = (distance: number) => userScore(minority, prompt, warm, { distance });
    expect(at(0)).toBeGreaterThan(0.8);
    expect(at(180)).toBeLessThan(-0.8);
    expect(() => persona.prompt(randomStream(1, 'x'), { users: 1 })).toThrow(RangeError);
    expect(() => persona.prompt(randomStream(1, 'x'), { users: 61 })).toThrow(RangeError);
  });

  it('know nothing of length for the majority, and want it short for the minority', () => {
    const words = draws.map((draw) => draw.words);
    const scores = draws.map((draw) => groupScores(draw.prompt, draw.answer, {}));
    expect(
      Math.abs(
        correlation(
          words,
          scores.map((of) => of[0] as number),
        ),
      ),
    ).toBeLessThan(0.05);
    // Share of brevity in the minority's wishes: 0.6 · sin 120°.
    expect(
      correlation(
        words,
        scores.map((of) => of[1] as number),
      ),
    ).toBeCloseTo(-0.6 * Math.sqrt(0.75), 1);
  });

  it('do not reward saying the same in more words, repetition or words outside the grammar, for no user', () => {
    const more = `${warm} My friends all love it.`;
    expect(groupScores(prompt, more, {})[0]).toBeCloseTo(groupScores(prompt, warm, {})[0] as number, 9);
    for (let user = 1; user <= USER_NAMES.length; user++) {
      const score = (answer: string) => userScore(user, prompt, answer, {});
      for (const worse of [`${warm} ${warm}`, `${warm} Lovely lovely joy.`, `${warm} ${'so '.repeat(200)}`]) {
        expect(score(worse)).toBeLessThan(score(warm));
      }
      for (const broken of [
        '',
        ' \n\t',
        '...!?',
        '\u{D83D}. \u{1F600}',
        'love '.repeat(3000),
        'It is so. '.repeat(999),
      ]) {
        expect(score(broken)).toBeLessThan(-1.5);
        expect(Number.isFinite(persona.judgeScore(prompt, broken, { kappa: 3 }))).toBe(true);
        expect(Number.isFinite(persona.goldScore(broken, broken))).toBe(true);
      }
    }
  });
});

describe('pairs', () => {
  const rows = (seed: number, knobs: Record<string, number> = { epsilon: 0.1 }) => {
    const random = randomStream(seed, 'persona pairs');
    return Array.from({ length: 200 }, () => persona.pair(random, knobs));
  };

  it('carry the user whom the prompt names, or one of the users, and follow their wish', () => {
    for (const row of rows(1, {})) {
      const named = /^User (\d+) /.exec(row.prompt)?.[1];
      if (named) expect(row.annotator).toBe(Number(named));
      expect(row.annotator).toBeGreaterThanOrEqual(1);
      expect(row.annotator).toBeLessThanOrEqual(40);
      expect(row.score_chosen).toBeCloseTo(userScore(row.annotator as number, row.prompt, row.chosen, {}), 4);
    }
    const right = rows(2, {}).filter((row) => (row.score_chosen ?? 0) > (row.score_rejected ?? 0));
    expect(right.length).toBeGreaterThan(180);
  });

  it('are the same for the same seed, to the byte', () => {
    const text = (seed: number) =>
      rows(seed)
        .map((row) => JSON.stringify(row))
        .join('\n');
    expect(text(1)).toBe(text(1));
    expect(sha256HexOfText(text(1))).toBe('f05c8ad834ef067067729ef5d38bf20eb21bed856c477d3bc2fd9e9d3730a13c');
  });
});

describe('one reward for everybody', () => {
  /** Bradley–Terry weights of the attributes, by plain ascent; a test's own, from differences chosen − rejected. */
  function fitted(differences: readonly (readonly number[])[]): number[] {
    let weights = [0, 0, 0];
    for (let round = 0; round < 150; round++) {
      const slope = [0, 0, 0];
      for (const of of differences) {
        const wrong = 1 / (1 + Math.exp(of.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0)));
        of.forEach((value, k) => {
          slope[k] = (slope[k] ?? 0) + (wrong * value) / differences.length;
        });
      }
      weights = weights.map((weight, k) => weight + 0.5 * (slope[k] ?? 0));
    }
    return weights;
  }

  it('sides with the majority, though no text says who asks', () => {
    const random = randomStream(6, 'one reward');
    const knobs = { users: 60, named: 0 };
    const rows = Array.from({ length: 1500 }, () => persona.pair(random, knobs)).map((row) => {
      const [of, against] = [row.chosen, row.rejected].map((text) => persona.attributes?.(row.prompt, text) ?? []);
      const difference = (of ?? []).map((value, k) => value - (against?.[k] ?? 0));
      return { group: groupOf(row.annotator as number, knobs), difference };
    });
    const weights = fitted(rows.map(({ difference }) => difference));
    const right = (group: string) =>
      mean(
        rows
          .filter((row) => row.group === group)
          .map(({ difference }) =>
            difference.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0) > 0 ? 1 : 0,
          ),
      );
    expect(right('majority')).toBeGreaterThan(0.78);
    expect(right('minority')).toBeLessThan(0.56);
  });
});
