import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HYPO_CLAIM } from './bandit/hypoBanditClaim.ts';
import { defaultGame, gameText, readGame } from './description.ts';
import { REGRET_CLAIM } from './gridpref/regretPreferenceClaim.ts';
import { GAME_IDS, GAME_SETTINGS } from './settings.ts';
import { simulate } from './simulate.ts';

const anyDescription = fc
  .constantFrom(...GAME_IDS)
  .chain((game) =>
    fc
      .record(
        Object.fromEntries(
          GAME_SETTINGS[game].map((setting) => [
            setting.key,
            setting.kind === 'choice'
              ? fc.constantFrom(...setting.options)
              : setting.integer
                ? fc.integer({ min: setting.min, max: setting.max })
                : fc.double({ min: setting.min, max: setting.max, noNaN: true }).map((value) => value + 0),
          ]),
        ),
      )
      .map((values) => ({ game, values: values as Record<string, number | string> })),
  );

describe('the text of an exact world', () => {
  test('holds what differs from the defaults, and reads as it was', () => {
    expect(gameText(defaultGame('game'))).toBe('game');
    expect(readGame('game,matrix:random,actions:10,beta:0.01').description).toEqual({
      game: 'game',
      values: { matrix: 'random', actions: 10, beta: 0.01, eta: 0.3, alpha: 0.3, iterations: 400, seed: 1 },
    });
    fc.assert(
      fc.property(anyDescription, (description) => {
        const text = gameText(description);
        const { description: read, notes } = readGame(text);
        expect(notes).toEqual([]);
        expect(gameText(read)).toBe(text);
      }),
    );
  });

  test('clamps, keeps defaults and says so', () => {
    const { description, notes } = readGame('game,matrix:magic,beta:7,eta:x,actions:3.4,colour:red,beta:0.1');
    expect(description?.values).toMatchObject({ matrix: 'cyclic', beta: 1, eta: 0.3, actions: 3 });
    expect(notes).toEqual([
      { kind: 'invalid', found: 'colour:red', used: '' },
      { kind: 'invalid', found: 'beta:0.1', used: '' },
      { kind: 'invalid', found: 'matrix:magic', used: 'cyclic' },
      { kind: 'clamped', found: 'actions:3.4', used: '3' },
      { kind: 'clamped', found: 'beta:7', used: '1' },
      { kind: 'invalid', found: 'eta:x', used: '0.3' },
    ]);
    expect(readGame('')).toEqual({ description: null, notes: [] });
    for (const text of ['chess', '__proto__', `game,${'x'.repeat(500)}`]) {
      expect(readGame(text).description).toBeNull();
      expect(readGame(text).notes).toHaveLength(1);
    }
  });

  test('has no pairs about actions that are not there', () => {
    expect(readGame('bandit,actions:3,covered:8').description?.values.covered).toBe(3);
  });

  test('left at its defaults is the world that the claims are checked in', () => {
    expect(defaultGame('bandit').values).toMatchObject(HYPO_CLAIM);
    expect(defaultGame('gridpref').values).toMatchObject(REGRET_CLAIM);
  });

  test('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const { description } = readGame(text);
        expect(readGame(gameText(description)).description).toEqual(description);
      }),
    );
  });
});

test.each(['game,iterations:20', 'bandit,steps:100,contexts:2', 'gridpref,size:3,pairs:20,seeds:1'])(
  '%s plays to its end, twice to the same numbers',
  (text) => {
    const play = () => {
      const { description } = readGame(text);
      if (description === null) throw new Error(text);
      const run = simulate(description);
      let turn = run.next();
      while (!turn.done) turn = run.next();
      return turn.value;
    };
    const first = play();
    expect(first.game).toBe(text.split(',')[0]);
    expect(play()).toEqual(first);
  },
);
