import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { METHODS, methodById } from '../methods/index.ts';
import type { MethodDefinition } from '../methods/types.ts';
import { trlTarget } from './trlTarget.ts';

const method = (id: string) => methodById(id) as MethodDefinition;
const argumentsOf = (id: string, changes: Readonly<Record<string, number>> = {}) => {
  const target = trlTarget(method(id), { ...defaultExperiment(id).hyperparameters, ...changes });
  if (!('trainer' in target)) throw new Error(`${id} has no script: ${target.reason}`);
  return target.arguments;
};

describe('trlTarget', () => {
  it('takes names over where TRL has the same ones', () => {
    expect(argumentsOf('sigmoid', { beta: 0.3 })).toEqual({ loss_type: 'sigmoid', beta: 0.3 });
    expect(argumentsOf('kto', { desirable_weight: 2 })).toEqual({
      loss_type: 'kto',
      beta: 0.1,
      desirable_weight: 2,
      undesirable_weight: 1,
    });
  });

  it('translates where they differ', () => {
    expect(argumentsOf('rpo', { rpo_alpha: 0.2 })).toEqual({
      loss_type: ['sigmoid', 'sft'],
      loss_weights: [1, 0.2],
      beta: 0.1,
    });
    expect(argumentsOf('ld_dpo', { ld_alpha: 0.5 })).toEqual({ loss_type: 'sigmoid', beta: 0.1, ld_alpha: 0.5 });
    expect(argumentsOf('ipo')).toEqual({ loss_type: 'ipo', beta: 0.1 });
    expect(argumentsOf('orpo')).toEqual({ beta: 0.1 });
    expect(argumentsOf('simpo')).toMatchObject({ loss_type: 'simpo', cpo_alpha: 0, simpo_gamma: 1 });
  });

  it('tells apart the trainers that draw answers, with the arguments that they take', () => {
    for (const { id, needs, trl } of METHODS) {
      const target = trlTarget(method(id), defaultExperiment(id).hyperparameters);
      const drawsAnswers = 'kind' in target && target.kind === 'draws_answers';
      expect(drawsAnswers, id).toBe(needs.sampling === true && !('none' in trl));
    }
    expect(trlTarget(method('rloo'), { epsilon_low: 0.1, epsilon_high: 0.3 })).toMatchObject({
      reason: 'RLOOTrainer',
      module: 'trl',
      config: 'RLOOConfig',
      arguments: { epsilon: 0.1, epsilon_high: 0.3 },
    });
    expect(trlTarget(method('gmpo'), defaultExperiment('gmpo').hyperparameters)).toMatchObject({
      module: 'trl.experimental.gmpo',
      config: 'GMPOConfig',
    });
  });

  it.each([0, 0.1, 0.37, 0.5])('makes cDPO with ε = %f of sigmoid and robust', (epsilon) => {
    const { loss_weights, label_smoothing } = argumentsOf('cdpo', { label_smoothing: epsilon });
    const [w = Number.NaN, v = Number.NaN] = loss_weights as number[];
    const e = label_smoothing as number;
    const s = (z: number) => Math.log1p(Math.exp(-z)); // −log σ
    for (const z of [-3, -0.2, 0, 0.4, 5]) {
      const robust = ((1 - e) * s(z) - e * s(-z)) / (1 - 2 * e); // as TRL's 'robust' computes it
      expect(w * s(z) + v * robust).toBeCloseTo((1 - epsilon) * s(z) + epsilon * s(-z), 12);
    }
  });

  it('says why there is none: the objective, these settings, or the trainer', () => {
    const base = method('sigmoid');
    for (const [id, changes] of [
      ['ipo', { ipo_average: 0 }],
      ['simpo', { loss_type: 1 }],
      ['bco_pair', { running_shift: 1 }],
      ['wpo', { weight_clamp: 1 }],
      ['f_dpo', { loss_type: 2 }],
    ] as const) {
      const hyper = { ...defaultExperiment(id).hyperparameters, ...changes };
      expect(trlTarget(method(id), hyper), id).toMatchObject({
        kind: 'other_settings_only',
        reason: expect.any(String),
      });
    }
    expect(trlTarget({ ...base, trl: { none: 'Because.' } }, {})).toEqual({
      kind: 'no_counterpart',
      reason: 'Because.',
    });
    for (const trainer of ['OnlineDPOTrainer', 'constructor', '__proto__']) {
      const foreign = trlTarget({ ...base, trl: { trainer, loss_type: 'x' } }, {});
      expect(foreign).toEqual({ kind: 'unknown_trainer', reason: trainer });
    }
  });
});
