import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUSTOM_LOSS, customMethod, DEFAULT_OBJECTIVE } from '../methods/custom/customMethod.ts';
import { EXAMPLES } from '../methods/custom/examples.ts';
import { METHODS } from '../methods/index.ts';
import { methodOf } from '../methods/methodOf.ts';
import type { Hyperparameter } from '../methods/types.ts';
import { decodeLink, encodeLink, LINK_MAX_LENGTH } from './codec.ts';
import { defaultExperiment } from './defaultExperiment.ts';
import { mayRace, RIVALS_MAX } from './race.ts';
import { type Experiment, SETTINGS } from './schema.ts';
import { withData } from './worldKnobs.ts';

function numberIn(min: number, max: number, integer: boolean): fc.Arbitrary<number> {
  return integer
    ? fc.integer({ min, max })
    : fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value));
}

function hyperparameter({ min, max, options }: Hyperparameter): fc.Arbitrary<number> {
  return options ? fc.constantFrom(...options.map((option) => option.value)) : numberIn(min, max, false);
}

/** Texts that a person could type: readable ones, broken ones, any in between. */
const anyObjective = fc.oneof(
  fc.constantFrom(
    ...EXAMPLES.map(({ text }) => text),
    'gamma * delta ^ tau - epsilon',
    '',
    'delta +',
    '# ünïcode 😀\n)(',
  ),
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '·')),
);

const anySurvey = fc.record({
  bench: fc
    .shuffledSubarray(
      METHODS.filter(mayRace).map(({ id }) => id),
      { maxLength: 6 },
    )
    .map((ids) => ids.join(',')),
  seeds: fc.uniqueArray(fc.integer({ min: 0, max: 4294967295 }), { maxLength: 10 }).map((seeds) => seeds.join(',')),
});
const anySweep = fc.record({
  sweep: fc.constantFrom(
    'learning_rate:0.00001:0.01:5',
    'max_steps:20:200:3,weight_decay:0:0.1:2',
    'random:8,adam_beta1:0.5:0.99',
  ),
  seeds: fc.constantFrom('', '1,2,3'),
});

/** Any experiment the page could make. */
const anyExperiment: fc.Arbitrary<Experiment> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom(...METHODS).map(({ id }) => defaultExperiment(id)) },
    { weight: 1, arbitrary: anyObjective.map((text) => defaultExperiment(CUSTOM_LOSS, text)) },
  )
  .chain((started) => {
    const method = methodOf(started);
    if (!method) throw new Error(`no method ${started.loss}`);
    const fields: Record<string, fc.Arbitrary<unknown>> = {};
    for (const schema of SETTINGS) {
      if (schema.key === 'loss' || schema.key === 'data_hash') continue;
      if (schema.kind === 'text' || schema.kind === 'survey') continue;
      if (schema.kind === 'number') {
        const number = numberIn(schema.min, schema.max, schema.integer);
        fields[schema.key] = schema.nullable ? fc.option(number) : number;
      } else if (schema.kind === 'choice') fields[schema.key] = fc.constantFrom(...schema.options);
      else if (schema.kind === 'game') {
        fields[schema.key] = fc.constantFrom('', 'bandit', 'game,matrix:random,beta:0.01', 'gridpref,pairs:50,seed:7');
      } else if (schema.kind === 'race') {
        const others = METHODS.filter((other) => mayRace(other) && other !== method).map(({ id }) => id);
        fields[schema.key] = fc.shuffledSubarray(others, { maxLength: RIVALS_MAX }).map((ids) => ids.join(','));
      } else fields[schema.key] = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,20}$/);
    }
    const hyperparameters = fc.record(
      Object.fromEntries(method.hyperparameters.map((parameter) => [parameter.name, hyperparameter(parameter)])),
    );
    return fc
      .record({
        fields: fc.record(fields),
        hyperparameters,
        hash: fc.stringMatching(/^[0-9a-f]{64}$/),
        own: fc.boolean(),
        survey: fc.oneof(anySurvey, anySweep),
      })
      .map(({ fields: values, hyperparameters: hyper, hash, own, survey }) => {
        const base = { ...started, ...(values as Partial<Experiment>), ...survey, hyperparameters: hyper };
        return own
          ? { ...withData(base, 'own'), data_hash: hash }
          : withData(base, base.data === 'own' ? 'style' : base.data);
      });
  });

describe('links', () => {
  it('round-trips every experiment, and the link of the link is the same link', () => {
    fc.assert(
      fc.property(anyExperiment, (experiment) => {
        const link = encodeLink(experiment);
        const decoded = decodeLink(`#${link}`);
        expect(decoded.notes).toEqual([]);
        expect(decoded.experiment).toEqual(experiment);
        expect(encodeLink(decoded.experiment)).toBe(link);
      }),
      { numRuns: 100 },
    );
  });

  it('names version and model always, else only what differs from the defaults', () => {
    expect(encodeLink(defaultExperiment())).toBe('v=1&model=nano-1');
    expect(encodeLink({ ...defaultExperiment('simpo'), seed: 7 })).toBe('v=1&model=nano-1&loss=simpo&seed=7');
    expect(
      encodeLink({
        ...defaultExperiment('simpo'),
        hyperparameters: { ...defaultExperiment('simpo').hyperparameters, beta: 2.5 },
      }),
    ).toBe('v=1&model=nano-1&loss=simpo&beta=2.5');
  });

  it('reads golden links of version 1', () => {
    const { experiment, notes } = decodeLink('#v=1&model=nano-1&loss=simpo&beta=2&seed=42');
    expect(notes).toEqual([]);
    expect(experiment).toMatchObject({ model: 'nano-1', loss: 'simpo', seed: 42, data: 'style-length-biased' });
    expect(experiment.hyperparameters).toMatchObject({ beta: 2 });
    expect(
      decodeLink('https://example.org/play/?x=1#v=1&model=small-1&loss=ld_dpo&ld_alpha=0.25').experiment,
    ).toMatchObject({
      model: 'small-1',
      loss: 'ld_dpo',
    });
    expect(decodeLink('').experiment).toEqual(defaultExperiment());
  });

  it('clamps with a note, and keeps defaults for what it cannot read', () => {
    const { experiment, notes } = decodeLink(
      '#v=1&beta=2000&seed=-3&max_steps=1e309&learning_rate=NaN&lr_scheduler_type=magic',
    );
    const defaults = defaultExperiment();
    const beta = METHODS[0]?.hyperparameters.find(({ name }) => name === 'beta');
    expect(experiment.hyperparameters.beta).toBe(beta?.max);
    expect(experiment.seed).toBe(0);
    expect(experiment).toMatchObject({
      max_steps: defaults.max_steps,
      learning_rate: defaults.learning_rate,
      lr_scheduler_type: defaults.lr_scheduler_type,
    });
    expect(notes.map(({ kind }) => kind).sort()).toEqual(['clamped', 'clamped', 'invalid', 'invalid', 'invalid']);
  });

  it('lists unknown keys, and hyperparameters of another method', () => {
    const { notes } = decodeLink('#v=1&loss=sigmoid&simpo_gamma=1&colour=red');
    expect(notes).toEqual([
      { kind: 'unknown_key', key: 'simpo_gamma', found: '1' },
      { kind: 'unknown_key', key: 'colour', found: 'red' },
    ]);
  });

  it('names the objectives of a race, and says which cannot take part', () => {
    const race = { ...defaultExperiment('simpo'), race: 'ipo,sft' };
    expect(encodeLink(race)).toBe('v=1&model=nano-1&loss=simpo&race=ipo,sft');
    expect(decodeLink('#v=1&loss=simpo&race=ipo%2Csft')).toMatchObject({ experiment: { race: 'ipo,sft' }, notes: [] });
    const raced = decodeLink('#v=1&loss=simpo&race=magic,ipo,simpo,ipo,sft,,hinge,kto');
    expect(raced.experiment.race).toBe('ipo,sft,hinge');
    const invalid = (found: string) => ({ kind: 'invalid', key: 'race', found, used: 'ipo,sft,hinge' });
    expect(raced.notes).toEqual(['magic', 'simpo', 'ipo', 'kto'].map(invalid));
    // A link from before there were races means what it meant.
    expect(decodeLink('#v=1&model=nano-1&loss=simpo').experiment.race).toBe('');
  });

  it('names an exact world, reads its settings by their list, and means what it meant without one', () => {
    const game = { ...defaultExperiment(), game: 'game,matrix:random,beta:0.01' };
    expect(encodeLink(game)).toBe('v=1&model=nano-1&game=game,matrix:random,beta:0.01');
    expect(decodeLink('#v=1&game=game%2Cmatrix%3Arandom%2Cbeta%3A0.01').experiment.game).toBe(game.game);
    const { experiment, notes } = decodeLink('#v=1&game=bandit,lambda:7,magic:1');
    expect(experiment.game).toBe('bandit,lambda:1');
    expect(notes).toEqual([
      { kind: 'invalid', key: 'game', found: 'magic:1', used: '' },
      { kind: 'clamped', key: 'game', found: 'lambda:7', used: '1' },
    ]);
    expect(decodeLink('#v=1&game=chess').experiment.game).toBe('');
    expect(decodeLink('#v=1&model=nano-1').experiment.game).toBe('');
  });

  it('carries the text of a custom objective, and the settings that its words make', () => {
    expect(encodeLink(defaultExperiment(CUSTOM_LOSS))).toBe('v=1&model=nano-1&loss=custom');
    expect(decodeLink('#v=1&model=nano-1&loss=custom').experiment).toMatchObject({
      objective: DEFAULT_OBJECTIVE,
      hyperparameters: { beta: 0.1 },
    });
    const text = 'z = gamma * delta # two lines\n-logsigmoid(z - epsilon)';
    const typed = { ...defaultExperiment(CUSTOM_LOSS, text), hyperparameters: { gamma: 2, objective_epsilon: 0.1 } };
    const link = encodeLink(typed);
    expect(link).toBe(
      'v=1&model=nano-1&loss=custom&objective=z%20%3D%20gamma%20%2A%20delta%20%23%20two%20lines%0A-logsigmoid%28z%20-%20epsilon%29&gamma=2',
    );
    expect(decodeLink(link)).toMatchObject({ experiment: typed, notes: [] });
    // The world's label noise keeps the key that it had.
    expect(decodeLink(`${link}&epsilon=0.2`).experiment).toMatchObject({
      epsilon: 0.2,
      hyperparameters: { objective_epsilon: 0.1 },
    });
  });

  it('loses nothing of a text that cannot be read: neither the text nor a setting', () => {
    const link = 'v=1&model=nano-1&loss=custom&objective=-logsigmoid%28beta%20%2A%20deltaa%29&beta=0.7&tau=2';
    const { experiment, notes } = decodeLink(link);
    expect(notes).toEqual([]);
    expect(experiment).toMatchObject({
      loss: CUSTOM_LOSS,
      objective: '-logsigmoid(beta * deltaa)',
      hyperparameters: { beta: 0.7, tau: 2 },
    });
    expect(encodeLink(experiment)).toBe(link);
    const long = `${'# why\n'.repeat(500)}delta`;
    expect(decodeLink(`v=1&loss=custom&objective=${encodeURIComponent(long)}`).experiment.objective).toBe(long);
    expect(() => customMethod(long)).toThrow('too_long');
  });

  it('lists a text beside another objective as no setting of it', () => {
    const { experiment, notes } = decodeLink('#v=1&loss=sigmoid&objective=delta');
    expect(experiment).toEqual(defaultExperiment('sigmoid'));
    expect(notes).toEqual([{ kind: 'unknown_key', key: 'objective', found: 'delta' }]);
  });

  it('writes a link even of a text with half a character', () => {
    expect(encodeLink(defaultExperiment(CUSTOM_LOSS, '# \uD800\ndelta'))).toContain(
      'objective=%23%20%EF%BF%BD%0Adelta',
    );
  });

  it('opens a newer version read-only', () => {
    const decoded = decodeLink('#v=2&model=nano-1');
    expect(decoded.readOnly).toBe(true);
    expect(decoded.notes).toContainEqual({ kind: 'newer_version', found: '2' });
    expect(decoded.raw).toBe('#v=2&model=nano-1');
  });

  const HOSTILE = [
    '#v=1&__proto__=1&constructor=2&prototype=3&__proto__.polluted=1&constructor.prototype.polluted=1',
    '#v=1&hasOwnProperty=1&toString=2&valueOf=3',
    '#v=1&beta=NaN&seed=Infinity&max_steps=-Infinity&top_p=1e309&temperature=0x10',
    '#v=1&beta=1e-400&seed=9999999999999999999999&max_steps=٣',
    '#v=1&model=../../../etc/passwd&data=https://evil.example/x.jsonl',
    '#v=1&model=%3Cscript%3Ealert(1)%3C/script%3E&loss=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E',
    '#v=1&model=\u202Enano-1\u202C&data=\u2066style\u2069&x\u202Ey=1',
    '#v=1&model=\uD800&data=\uDFFF&%ED%A0%80=1',
    '#v=1&seed=%&beta=%E0%A4%A&%=%',
    `#v=1&${'a'.repeat(5000)}=${'b'.repeat(5000)}`,
    `#${'v=1&'.repeat(5000)}`,
    `#v=1&data=own&data_hash=${'g'.repeat(64)}`,
    '#v=1&game=__proto__,constructor:1,\u202Ebeta:1',
    `#v=1&game=game${',beta:1'.repeat(2000)}`,
    '#v=1&race=__proto__,constructor,\u202Eipo,%00',
    '#v=1&bench=__proto__,constructor,\u202Eipo,%00&seeds=1e309,NaN,0x1&sweep=__proto__:0:1:2,toString:1:2:3',
    `#v=1&sweep=${'beta:0.1:1:3,'.repeat(2000)}`,
    '#v=1&sweep=beta:-1e309:1e400:999999999&seeds=\uD800',
    `#v=1&race=${'ipo,'.repeat(8000)}`,
    `#v=1&loss=custom&objective=${'('.repeat(30_000)}`,
    '#v=1&loss=custom&objective=constructor.constructor(%22return%201%22)()&__proto__=1',
    '#v=1&loss=custom&objective=\uD800%00%E2%80%AEdelta',
    '#v=1&loss=custom&objective=%',
    '#v=-1',
    '#v=0',
    '#v=1.5',
    '#v=999999999999',
    '#v=',
    '#=1&=2',
    '#&&&&',
    '####',
    '#v=1#v=2',
    'javascript:alert(1)#v=1&model=nano-1',
    '\u0000\u0001',
  ];

  it('survives hostile links: nothing polluted, every value in range, notes short and printable', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    for (const link of [...HOSTILE, `#v=1&x=${'y'.repeat(4_000_000)}`]) {
      const { experiment, notes } = decodeLink(link);
      expectInRange(experiment);
      for (const entry of notes) {
        for (const text of Object.values(entry)) {
          expect(text.length).toBeLessThanOrEqual(80);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        }
      }
      expect(notes.length).toBeLessThanOrEqual(50);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(decodeLink(`#${'x'.repeat(LINK_MAX_LENGTH + 1)}`).notes).toEqual([
      { kind: 'too_long', found: String(LINK_MAX_LENGTH + 2) },
    ]);
  });

  it('never throws and always gives an experiment in range, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('v=1', '&loss=custom', '&objective=', '&', '=', '#', '%', 'beta=', 'seed=', '__proto__', 'e999'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => expectInRange(decodeLink(pieces.join('')).experiment)),
      { numRuns: 500 },
    );
  });
});

function expectInRange(experiment: Experiment): void {
  for (const schema of SETTINGS) {
    const value = experiment[schema.key];
    if (schema.kind === 'number') {
      if (value === null) expect(schema.nullable).toBe(true);
      else {
        expect(value).toBeGreaterThanOrEqual(schema.min);
        expect(value).toBeLessThanOrEqual(schema.max);
      }
    } else if (schema.kind === 'text') {
      expect(value === '' || experiment.loss === CUSTOM_LOSS).toBe(true);
      expect(value).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/u);
    } else if (schema.kind === 'choice') expect(schema.options).toContain(value);
    else if (schema.kind === 'survey') expect(value).toMatch(/^[a-z0-9_,.:e+-]*$/);
    else if (schema.kind === 'race') expect(value).toMatch(/^([a-z0-9_]+(,[a-z0-9_]+){0,2})?$/);
    else expect(value).toMatch(/^[a-z0-9_-]*$/);
  }
  const method = methodOf(experiment);
  expect(Object.keys(experiment.hyperparameters).sort()).toEqual(
    method?.hyperparameters.map(({ name }) => name).sort(),
  );
}
