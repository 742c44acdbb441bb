import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '../experiment/codec.ts';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { methodById } from '../methods/index.ts';
import type { MethodDefinition } from '../methods/types.ts';
import { readSurvey } from './readSurvey.ts';

function method(id: string): MethodDefinition {
  const found = methodById(id);
  if (!found) throw new Error(`no method ${id}`);
  return found;
}

const read = (texts: Parameters<typeof readSurvey>[0], id = 'sigmoid', isOwnData = false) => {
  const { notes, ...settings } = readSurvey(texts, method(id), isOwnData);
  return { ...settings, notes: notes.map(({ kind, key, found }) => `${kind} ${key} ${found}`) };
};

describe('what a link says of a survey', () => {
  test('names objectives once each, and says which cannot take part', () => {
    expect(read({ bench: 'sigmoid, ipo,simpo', seeds: '1,2,3' })).toEqual({
      bench: 'sigmoid,ipo,simpo',
      sweep: '',
      seeds: '1,2,3',
      notes: [],
    });
    // GRPO draws its own answers; a custom objective is only the experiment's own.
    expect(read({ bench: 'ipo,magic,grpo,ipo,custom,,hinge' })).toMatchObject({
      bench: 'ipo,hinge',
      notes: ['invalid bench magic', 'invalid bench grpo', 'invalid bench ipo', 'invalid bench custom'],
    });
  });

  test('refuses seeds that are none, and more than ten', () => {
    expect(read({ seeds: '1,x,-2,1,4294967295,4294967296,1.5' })).toMatchObject({
      seeds: '1,4294967295',
      notes: [
        'invalid seeds x',
        'invalid seeds -2',
        'invalid seeds 1',
        'invalid seeds 4294967296',
        'invalid seeds 1.5',
      ],
    });
    expect(read({ seeds: Array.from({ length: 12 }, (_, i) => i).join(',') }).seeds).toBe('0,1,2,3,4,5,6,7,8,9');
  });

  test('reads a grid of one or two settings, and draws', () => {
    for (const sweep of [
      'beta:0.01:1:5',
      'beta:0.01:1:5,learning_rate:0.0001:0.01:3',
      'random:12,beta:0.01:1,learning_rate:0.0001:0.01',
      'max_steps:20:80:3',
    ]) {
      expect(read({ sweep })).toEqual({ bench: '', sweep, seeds: '', notes: [] });
    }
    // Ends may come in either order, in any notation; ends out of range are taken into it.
    expect(read({ sweep: 'learning_rate:1e-2:1e-4:3' }).sweep).toBe('learning_rate:0.0001:0.01:3');
    expect(read({ sweep: 'learning_rate:1e-9:0.01:3' })).toMatchObject({
      sweep: 'learning_rate:0.000001:0.01:3',
      notes: ['clamped sweep learning_rate:1e-9:0.01:3'],
    });
  });

  test.each([
    'beta',
    'beta:0.1',
    'beta:0.1:0.1:3',
    'beta:0.1:1:1',
    'beta:0.1:1:10',
    'beta:0.1:1:3:4',
    'beta:NaN:1:3',
    'beta:0x1:1:3',
    'simpo_gamma:0:1:3',
    'seed:1:5:3',
    'eval_prompts:4:64:3',
    'lr_scheduler_type:0:1:2',
    '__proto__:0:1:2',
    'random:1',
  ])('takes no axis from %s', (sweep) => {
    expect(read({ sweep })).toEqual({ bench: '', sweep: '', seeds: '', notes: [`invalid sweep ${sweep}`] });
  });

  test('has two axes at most, no choices, no knobs of rows that a person brought', () => {
    expect(read({ sweep: 'beta:0.1:1:2,learning_rate:0.001:0.01:2,max_steps:10:20:2' })).toMatchObject({
      sweep: 'beta:0.1:1:2,learning_rate:0.001:0.01:2',
      notes: ['invalid sweep max_steps:10:20:2'],
    });
    expect(read({ sweep: 'ipo_average:0:1:2' }, 'ipo').sweep).toBe('');
    expect(read({ sweep: 'epsilon:0:0.4:3' }).sweep).toBe('epsilon:0:0.4:3');
    expect(read({ sweep: 'epsilon:0:0.4:3' }, 'sigmoid', true).sweep).toBe('');
  });

  test('is a table or a map, never both', () => {
    expect(read({ bench: 'ipo', sweep: 'beta:0.1:1:2' })).toMatchObject({
      bench: '',
      sweep: 'beta:0.1:1:2',
      notes: ['invalid bench ipo'],
    });
  });
});

describe('the link of a survey', () => {
  test('holds it in plain text, and a link without one means what it meant', () => {
    const survey = { ...defaultExperiment('simpo'), bench: 'simpo,ipo', seeds: '1,2' };
    expect(encodeLink(survey)).toBe('v=1&model=nano-1&loss=simpo&bench=simpo,ipo&seeds=1,2');
    const sweep = { ...defaultExperiment('simpo'), sweep: 'beta:1:4:4,simpo_gamma:0:2:3' };
    expect(encodeLink(sweep)).toBe('v=1&model=nano-1&loss=simpo&sweep=beta:1:4:4,simpo_gamma:0:2:3');
    for (const experiment of [survey, sweep]) {
      expect(decodeLink(encodeLink(experiment))).toMatchObject({ experiment, notes: [] });
      expect(decodeLink(encodeURIComponent('x') + encodeLink(experiment).replaceAll(':', '%3A'))).toMatchObject({
        experiment: { sweep: experiment.sweep },
      });
    }
    expect(decodeLink('#v=1&model=nano-1&loss=simpo').experiment).toMatchObject({ bench: '', sweep: '', seeds: '' });
  });

  test('says what of it was not understood', () => {
    expect(decodeLink('#v=1&bench=ipo,magic&seeds=1,two').notes).toEqual([
      { kind: 'invalid', key: 'seeds', found: 'two', used: '1' },
      { kind: 'invalid', key: 'bench', found: 'magic', used: 'ipo' },
    ]);
  });
});
