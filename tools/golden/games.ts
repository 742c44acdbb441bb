import { dualityGap } from '../../src/engine/games/game/dualityGap.ts';
import { egpo } from '../../src/engine/games/game/egpo.ts';
import { equilibrium } from '../../src/engine/games/game/equilibrium.ts';
import { inpo } from '../../src/engine/games/game/inpo.ts';
import { nashMd } from '../../src/engine/games/game/nashMd.ts';
import { nashMp } from '../../src/engine/games/game/nashMp.ts';
import { omd } from '../../src/engine/games/game/omd.ts';
import { policyOf } from '../../src/engine/games/game/policy.ts';
import type { PreferenceGame, UpdateRule } from '../../src/engine/games/game/types.ts';
import { klDivergence, logSoftmax } from '../../src/engine/metrics/kl.ts';
import { Comparison } from './Comparison.ts';
import { numberField, numbersField, rowsField, textField, toList } from './fields.ts';
import { FLOAT64, type GoldenCase, type Json, type Outcome, Unknown } from './types.ts';

const RULES: Readonly<Record<string, UpdateRule>> = { omd, nash_md: nashMd, egpo, nash_mp: nashMp, inpo };

/** Of a case whose later iterates do not converge, or depend on every rounding. */
const FIRST = 5;

/** Kind `games`: equilibria, and what an update rule goes through from the reference on. */
export function checkGames(golden: GoldenCase): Outcome {
  const { id, inputs, hyperparameters, expected } = golden;
  const game: PreferenceGame = {
    preferences: rowsField(inputs, 'preference_matrix').map((row) => Float64Array.from(row)),
    referenceLogits: Float64Array.from(numbersField(inputs, 'reference_logits')),
    beta: numberField(hyperparameters, 'beta'),
  };
  const nash = equilibrium(game);
  const logNash = logSoftmax(nash);
  const comparison = new Comparison();
  if (hyperparameters.algorithm === undefined) {
    return comparison
      .check('nash_policy', policyOf(nash), expected.nash_policy, FLOAT64)
      .check(
        'kl_to_reference',
        klDivergence(logNash, logSoftmax(game.referenceLogits)),
        expected.kl_to_reference,
        FLOAT64,
      )
      .check('duality_gap', dualityGap(game, nash), expected.duality_gap, FLOAT64)
      .outcome(id);
  }
  const algorithm = textField(hyperparameters, 'algorithm');
  const rule = RULES[algorithm];
  if (rule === undefined) throw new Unknown(`update rule '${algorithm}'`);
  const { tau, beta } = hyperparameters;
  if (algorithm === 'inpo' && tau !== beta) throw new Unknown(`τ ${String(tau)} beside β ${String(beta)}`);
  if (inputs.start !== 'reference policy') throw new Unknown(`start '${String(inputs.start)}'`);
  const eta = algorithm === 'inpo' ? 1 / numberField(hyperparameters, 'inpo_eta') : numberField(hyperparameters, 'eta');
  const isShort = golden.flags.includes('not_converging') || golden.flags.includes('sensitive');
  const iterations = isShort ? FIRST : numberField(hyperparameters, 'iterations');

  const learner = rule.start(game, { eta, alpha: 0 });
  const points = [game.referenceLogits];
  for (let t = 0; t < iterations; t++) points.push(learner.next());
  const first = (field: string): Json => toList(expected[field], field).slice(0, iterations + 1);
  return comparison
    .check('policies', points.map(policyOf), first('policies'), FLOAT64)
    .check(
      'duality_gaps',
      points.map((logits) => dualityGap(game, logits)),
      first('duality_gaps'),
      FLOAT64,
    )
    .check(
      'kl_nash_to_iterate',
      points.map((logits) => klDivergence(logNash, logSoftmax(logits))),
      first('kl_nash_to_iterate'),
      FLOAT64,
    )
    .outcome(id);
}
