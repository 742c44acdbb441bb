import { describe, expect, test } from 'vitest';
import { customMethod } from './custom/customMethod.ts';
import { METHODS } from './index.ts';
import { hasTags, SURVEY_AXES, type SurveyAxis } from './surveyTags.ts';

const AXES = Object.keys(SURVEY_AXES) as SurveyAxis[];

describe('the survey’s tags', () => {
  test.each(METHODS)('$id has one value of every axis, and none besides', ({ tags }) => {
    expect(Object.keys(tags).sort()).toEqual([...AXES].sort());
    for (const axis of AXES) expect(SURVEY_AXES[axis]).toContain(tags[axis]);
  });

  test('every value is some method’s, so that no filter is empty by itself', () => {
    for (const axis of AXES) {
      for (const value of SURVEY_AXES[axis]) {
        expect(
          METHODS.some(({ tags }) => tags[axis] === value),
          `${axis} ${value}`,
        ).toBe(true);
      }
    }
  });

  test.each(METHODS)('$id says of data and constraint what it needs', ({ tags, needs }) => {
    if (needs.sampling) expect(tags.data).toBe('samples');
    else if (needs.relation === 'unpaired') expect(tags.data).toBe('point-wise');
    else if (needs.relation === 'completion') expect(tags.data).toBe('demonstrations');
    else if (needs.relation === 'list') expect(['list-wise', 'step-level']).toContain(tags.data);
    // AOT without pairs takes the answers of pairs each by itself.
    else if (needs.relation === 'pair' && tags.data === 'point-wise') expect(needs.references).toEqual(['base']);
    else expect(['pair-wise', 'distinguishability', 'noise', 'token-level', 'step-level']).toContain(tags.data);
    if (needs.references.length === 0) expect(tags.constraint).toBe('reference-free');
    if (needs.references.includes('previous')) expect(tags.constraint).toBe('dynamic-reference');
    if (needs.sampling) expect(['online', 'self-play']).toContain(tags.framework);
    else expect(tags.framework).not.toBe('online');
  });

  // Where the survey's companion list names the paper under a branch.
  test.each([
    ['robust', 'data', 'noise'],
    ['dr_dpo', 'data', 'noise'],
    ['beta_dpo', 'data', 'distinguishability'],
    ['odpo', 'data', 'distinguishability'],
    ['kto', 'data', 'point-wise'],
    ['ipo', 'data', 'pair-wise'],
    ['tdpo1', 'data', 'token-level'],
    ['sparsepo', 'data', 'token-level'],
    ['rationale', 'data', 'step-level'],
    ['tpo_tree', 'data', 'step-level'],
    ['modpo', 'framework', 'multi-objective'],
    ['sppo', 'framework', 'self-play'],
    ['nash_md', 'framework', 'self-play'],
    ['xpo', 'framework', 'online'],
    ['orpo', 'constraint', 'reference-free'],
    ['simpo', 'constraint', 'reference-free'],
    ['f_dpo', 'constraint', 'other-divergence'],
    ['chi_po', 'constraint', 'other-divergence'],
    ['exo_pair', 'constraint', 'other-divergence'],
    ['ld_dpo', 'property', 'length'],
    ['rdpo_len', 'property', 'length'],
    ['rrhf', 'property', 'length'],
    ['dpop', 'property', 'likelihood'],
    ['apo_zero', 'property', 'likelihood'],
    ['rank_attenuated', 'property', 'alignment'],
  ] as const)('%s is under %s %s', (id, axis, value) => {
    expect(METHODS.find((method) => method.id === id)?.tags[axis]).toBe(value);
  });

  test('a filter keeps what agrees on every axis that it names', () => {
    const kept = METHODS.filter((method) => hasTags(method, { constraint: 'reference-free', property: 'length' }));
    expect(kept.map(({ id }) => id).sort()).toEqual(['alphapo', 'rrhf', 'simper', 'simpo']);
    expect(METHODS.filter((method) => hasTags(method, {}))).toEqual(METHODS);
    expect(METHODS.filter((method) => hasTags(method, { framework: undefined }))).toEqual(METHODS);
  });

  test('an objective of one’s own is tagged by whether its words read the reference', () => {
    expect(customMethod('-logsigmoid(beta * delta)').tags.constraint).toBe('fixed-reference');
    expect(customMethod('-logsigmoid(chosen_logps - rejected_logps)').tags.constraint).toBe('reference-free');
  });
});
