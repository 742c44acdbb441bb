import { completionSums, type ObjectiveArrays } from '../../../src/engine/methods/objective.ts';
import { meanOf } from '../../../src/engine/metrics/aggregate.ts';
import { numbersField } from '../fields.ts';
import { type GoldenCase, type JsonObject, Unknown } from '../types.ts';
import { type Expression, expressed, only } from './ExpressedLoss.ts';

/** Pairs against a reference: variants of DPO that weigh, shift, score or calibrate. */
export const VARIANT_LOSSES: Readonly<Record<string, Expression>> = {
  beta_dpo(settings) {
    const [mean, deviation] = [settings.number('gap_mean'), settings.number('gap_std')];
    const hyper = {
      beta: settings.number('beta'),
      a: settings.number('a'),
      mode_weight: settings.optional('mode_weight'),
    };
    return expressed('beta_dpo', hyper, { complete: (arrays) => withRunningGap(arrays, mean, deviation) });
  },
  cal_dpo: (settings) => expressed('cal_dpo', { beta: settings.number('beta') }),
  dr_dpo(settings) {
    return expressed('dr_dpo', { beta: settings.number('beta'), beta_prime: settings.number('beta_prime') });
  },
  dpop(settings) {
    return expressed('dpop', { beta: settings.number('beta'), dpop_lambda: settings.number('dpop_lambda') });
  },
  r_dpo(settings) {
    return expressed('rdpo_len', { beta: settings.number('beta'), lenN_lambda: settings.number('lenN_lambda') });
  },
  odpo(settings, golden) {
    const hyper = {
      beta: settings.number('beta'),
      alpha: settings.number('alpha'),
      ratio: settings.flag('ratio') ? 1 : 0,
    };
    return expressed('odpo', hyper, { complete: withScores(golden) });
  },
  focal_po(settings) {
    return expressed('focal_po', { beta: settings.number('beta'), gamma: settings.number('gamma') });
  },
  inpo(settings, golden) {
    const eta = settings.number('eta');
    const hyper = { eta, ratio: settings.number('tau') / eta };
    return expressed('inpo', hyper, { complete: (arrays) => withPrevious(arrays, golden.inputs) });
  },
  // The reference of the case is the previous policy.
  rebel(settings, golden) {
    const complete = (arrays: ObjectiveArrays) => withScores(golden)(previousIsReference(arrays));
    return expressed('rebel', { eta: settings.number('eta') }, { complete });
  },
  wpo(settings) {
    only(settings, 'sigmoid');
    if (!settings.flag('use_weighting')) throw new Unknown('WPO without weights');
    return expressed('wpo', { beta: settings.number('beta'), weight_clamp: 0, label_smoothing: 0 });
  },
  wpo_official(settings) {
    const label_smoothing = settings.optional('label_smoothing');
    return expressed('wpo', { beta: settings.number('beta'), weight_clamp: 1, label_smoothing });
  },
  tdpo1(settings) {
    if (settings.flag('if_tdpo2')) throw new Unknown('TDPO1 with if_tdpo2');
    return expressed('tdpo1', { beta: settings.number('beta') });
  },
  tdpo2(settings) {
    if (!settings.flag('if_tdpo2')) throw new Unknown('TDPO2 without if_tdpo2');
    return expressed('tdpo2', { beta: settings.number('beta'), alpha: settings.number('alpha') });
  },
  dpo_humanline(settings) {
    if (!settings.flag('humanline')) throw new Unknown('humanline off');
    return expressed('dpo_humanline', {
      beta: settings.number('beta'),
      log_epsilon_P: settings.number('log_epsilon_P'),
      log_epsilon_R: settings.number('log_epsilon_R'),
    });
  },
  kto_pair: (settings) => expressed('kto_pair', { beta: settings.number('beta') }),
};

/** Scores as columns of both sides. */
function withScores({ inputs }: GoldenCase) {
  return (arrays: ObjectiveArrays): ObjectiveArrays => ({
    ...arrays,
    columns: {
      ...arrays.columns,
      'chosen score': Float64Array.from(numbersField(inputs, 'chosen_scores')),
      'rejected score': Float64Array.from(numbersField(inputs, 'rejected_scores')),
    },
  });
}

function previousIsReference(arrays: ObjectiveArrays): ObjectiveArrays {
  return arrays.refTokenLogps === undefined ? arrays : { ...arrays, previousTokenLogps: arrays.refTokenLogps };
}

/** The previous iterate is given by sums alone: each stands on its row's first token. */
function withPrevious(arrays: ObjectiveArrays, inputs: JsonObject): ObjectiveArrays {
  const previousTokenLogps = new Float64Array(arrays.tokenLogps.length);
  for (const side of ['chosen', 'rejected'] as const) {
    const sums = numbersField(inputs, `previous_policy_${side}_logps`);
    arrays[side].forEach((row, i) => {
      previousTokenLogps[row * arrays.tokens] = sums[i] ?? Number.NaN;
    });
  }
  return { ...arrays, previousTokenLogps };
}

/** A case gives the running mean as it stands with this batch taken in: what it was before follows from the batch. */
function withRunningGap(arrays: ObjectiveArrays, mean: number, deviation: number): ObjectiveArrays {
  const logRatios = (rows: Int32Array) => {
    const { logps } = completionSums(arrays, rows);
    const reference = completionSums(arrays, rows, 'reference').logps;
    return logps.map((logp, i) => logp - (reference[i] ?? 0));
  };
  const v = logRatios(arrays.rejected);
  const gaps = logRatios(arrays.chosen).map((u, i) => u - (v[i] ?? 0));
  const now = meanOf(gaps)?.value ?? 0;
  const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - now) ** 2, 0) / Math.max(gaps.length - 1, 1));
  const before = (after: number, batch: number) => (after - 0.1 * batch) / 0.9;
  return { ...arrays, state: { gap_mean: before(mean, now), gap_std: before(deviation, spread) } };
}
