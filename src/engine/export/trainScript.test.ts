import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import type { Experiment } from '../experiment/schema.ts';
import { METHODS } from '../methods/index.ts';
import { callArguments, pythonTokens, readPythonLiteral } from '../testing/readPython.ts';
import { type ScriptParts, trainScript } from './trainScript.ts';
import { type TrlTarget, trlTarget } from './trlTarget.ts';

/** Settings that are nobody's default, so that a forgotten one shows. */
const UNUSUAL: Partial<Experiment> = {
  learning_rate: 1.25e-5,
  lr_scheduler_type: 'cosine',
  warmup_steps: 7,
  max_steps: 321,
  per_device_train_batch_size: 12,
  gradient_accumulation_steps: 3,
  max_grad_norm: 0.7,
  weight_decay: 0.03,
  adam_beta1: 0.85,
  adam_beta2: 0.97,
  seed: 4294967295,
  eval_steps: 13,
};

const SCRIPTED = METHODS.flatMap((method) => {
  const target = trlTarget(method, defaultExperiment(method.id).hyperparameters);
  return 'trainer' in target ? [{ id: method.id, label: method.label, target }] : [];
});

function parts(id: string, target: TrlTarget, changes: Partial<ScriptParts> = {}): ScriptParts {
  return {
    experiment: { ...defaultExperiment(id), ...UNUSUAL },
    target,
    label: id,
    reduction: 'sum',
    link: '#v=1&model=nano-1',
    maxLength: 96,
    evalPairs: 60,
    ...changes,
  };
}

describe('trainScript', () => {
  it.each(SCRIPTED)('names every setting of $id as the experiment has it', ({ id, target }) => {
    const script = trainScript(parts(id, target));
    const given = callArguments(script, target.config);
    const values = Object.fromEntries(
      [...given].flatMap(([name, text]) => {
        try {
          return [[name, readPythonLiteral(text)]];
        } catch {
          return []; // an expression
        }
      }),
    );
    const { experiment } = parts(id, target);
    expect(values).toMatchObject({
      ...target.arguments,
      learning_rate: experiment.learning_rate,
      lr_scheduler_type: 'cosine',
      warmup_steps: 7,
      max_steps: 321,
      max_grad_norm: 0.7,
      weight_decay: 0.03,
      adam_beta1: 0.85,
      adam_beta2: 0.97,
      seed: 4294967295,
      eval_steps: 13,
      max_length: 96,
      disable_dropout: true,
      bf16: false,
      train_sampling_strategy: 'sequential',
    });
    expect(script).toContain('\nPAIRS_PER_PASS = 12\nPASSES = 3\n');
    expect(script).toContain(`from ${target.module} import ${target.config}, ${target.trainer}\n`);
    expect(given.get('gradient_accumulation_steps')).toBe('passes');
    const unpaired = target.rows === 'unpaired';
    expect(given.get('per_device_train_batch_size')).toBe(unpaired ? 'pairs * 2' : 'pairs');
    expect(given.get('per_device_eval_batch_size')).toBe(unpaired ? '30 * 2' : '30'); // the largest up to 32 that divides 60
  });

  it('knows at least the objectives it was written for', () => {
    const ids = SCRIPTED.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['sigmoid', 'ipo', 'simpo', 'kto', 'orpo', 'cdpo', 'rpo', 'sft']));
  });

  it('says in words where TRL differs', () => {
    const noteOf = (id: string) => {
      const { target } = SCRIPTED.find((one) => one.id === id) as (typeof SCRIPTED)[number];
      return trainScript(parts(id, target)).replace(/\n\s*#/g, '');
    };
    expect(noteOf('ipo')).toContain('TRL averages log-ratios over tokens');
    expect(noteOf('simpo')).toContain('gamma_beta_ratio');
    expect(noteOf('kto')).toContain('mismatched rows');
    expect(noteOf('rpo')).toContain('all chosen tokens of a pass');
  });

  it('keeps its shape whatever the texts in it hold', () => {
    const { target } = SCRIPTED[0] as (typeof SCRIPTED)[number];
    const skeleton = (changes: Partial<ScriptParts>) =>
      pythonTokens(trainScript(parts('sigmoid', target, changes)))
        .filter(({ kind }) => kind !== 'comment')
        .map(({ kind, text }) => (kind === 'string' && !text.startsWith('"""') ? 'a string' : text.trim()))
        .filter((text) => text !== '');
    const plain = skeleton({});
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '"""', '\n', '\r\nimport os', '\\', '\\"\nos.system("x")#', "'''", '\u2028x', '\ud83d'),
    );
    fc.assert(
      fc.property(nasty, nasty, nasty, (link, label, note) => {
        // The note is told: an empty one has no comment, so that comments are left out of the comparison.
        expect(skeleton({ link, label, target: { ...target, note } })).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });
});
