import { adamWStep, clipCoefficient, createAdamWState, globalNorm } from '../../src/engine/train/optimizer.ts';
import { type ScheduleName, scheduleFactor } from '../../src/engine/train/schedule.ts';
import { Comparison } from './Comparison.ts';
import { flatten, numberField, numbersField, textField, toList } from './fields.ts';
import { isObject } from './readGolden.ts';
import { FLOAT64, type GoldenCase, type Json, type Outcome, Unknown } from './types.ts';

/** Kind `clip`: gradient clipping by the global norm. */
export function checkClip(golden: GoldenCase): Outcome {
  const gradients = Float64Array.from(flatten(golden.inputs.grads, 'grads'));
  const norm = globalNorm(gradients);
  const coefficient = clipCoefficient(norm, numberField(golden.hyperparameters, 'max_norm'));
  return new Comparison()
    .check('total_norm', norm, golden.expected.total_norm, FLOAT64)
    .check(
      'grads',
      gradients.map((g) => g * coefficient),
      flatten(golden.expected.grads, 'grads'),
      FLOAT64,
    )
    .outcome(golden.id);
}

/** Kind `optimizer`: AdamW, and Adam where it has no weight decay and so is the same. The name is the id's first part. */
export function checkOptimizer(golden: GoldenCase): Outcome {
  const { id, hyperparameters, inputs, expected } = golden;
  const name = id.split('/')[0];
  const weightDecay = Number(hyperparameters.weight_decay ?? 0);
  if (name !== 'adamw' && !(name === 'adam' && weightDecay === 0)) throw new Unknown(`optimiser '${name}'`);
  const settings = {
    beta1: numberField(hyperparameters, 'beta1'),
    beta2: numberField(hyperparameters, 'beta2'),
    eps: numberField(hyperparameters, 'eps'),
    weightDecay,
  };
  const maxNorm = hyperparameters.max_grad_norm ?? null;
  const parameters = Float64Array.from(flatten(inputs.params, 'params'));
  const state = createAdamWState(parameters.length);
  const comparison = new Comparison();
  const wanted = toList(expected.steps, 'steps');
  toList(inputs.grads, 'grads').forEach((step, i) => {
    const raw = Float64Array.from(flatten(step, `grads[${i}]`));
    const norm = globalNorm(raw);
    const coefficient = maxNorm === null ? 1 : clipCoefficient(norm, Number(maxNorm));
    const clipped = raw.map((g) => g * coefficient);
    adamWStep(parameters, clipped, state, numberField(hyperparameters, 'lr'), settings);
    const want = wanted[i];
    if (!isObject(want)) throw new Error(`steps[${i}] is missing`);
    if (want.grad_norm_before_clip !== undefined) {
      comparison.check(`steps[${i}].grad_norm_before_clip`, norm, want.grad_norm_before_clip, FLOAT64);
    }
    for (const [key, found] of [
      ['clipped_grads', clipped],
      ['params', parameters],
      ['exp_avg', state.expAvg],
      ['exp_avg_sq', state.expAvgSq],
    ] as const) {
      if (want[key] === undefined && key === 'clipped_grads') continue;
      const tensors: Json = flatten(want[key], `steps[${i}].${key}`);
      comparison.check(`steps[${i}].${key}`, found, tensors, FLOAT64);
    }
  });
  return comparison.outcome(id);
}

const SCHEDULES: readonly string[] = [
  'constant_with_warmup',
  'linear',
  'cosine',
  'cosine_min',
  'inverse_sqrt',
] satisfies readonly ScheduleName[];

/** Kind `schedule`: the rate that the optimiser's step number s uses. Rates are small: only the relative error counts. */
export function checkSchedule(golden: GoldenCase): Outcome {
  const settings = golden.hyperparameters;
  const name = textField(settings, 'schedule');
  if (!SCHEDULES.includes(name)) throw new Unknown(`schedule '${name}'`);
  const schedule = {
    name: name as ScheduleName,
    warmupSteps: numberField(settings, 'warmup_steps'),
    totalSteps: numberField(settings, 'total_steps'),
    ...(settings.num_cycles === undefined ? {} : { cycles: numberField(settings, 'num_cycles') }),
    ...(settings.min_lr_ratio === undefined ? {} : { minimum: numberField(settings, 'min_lr_ratio') }),
  };
  const peak = numberField(settings, 'peak_lr');
  const rates = numbersField(golden.inputs, 'steps').map((step) => peak * scheduleFactor(schedule, step));
  return new Comparison()
    .check('lr', rates, golden.expected.lr, { rtol: FLOAT64.rtol, atol: peak * 1e-12 })
    .outcome(golden.id);
}
