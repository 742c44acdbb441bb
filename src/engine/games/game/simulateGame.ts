import { klDivergence, logSoftmax } from '../../metrics/kl.ts';
import { dualityGap, exploitability } from './dualityGap.ts';
import { equilibrium } from './equilibrium.ts';
import { policyOf } from './policy.ts';
import type { Learner, PreferenceGame, RuleId, RuleSettings } from './types.ts';
import { UPDATE_RULES } from './updateRules.ts';

/** What a rule went through; index 0 is the reference. */
export interface RuleTrack {
  readonly rule: RuleId;
  readonly policies: Float64Array[];
  readonly gaps: number[];
  /** KL(π* ‖ π), nats. */
  readonly klFromEquilibrium: number[];
  /** How far the last policy can be exploited in the bare game, without regularisation. */
  readonly exploitability: number;
}

export interface GameOutcome {
  readonly game: PreferenceGame;
  readonly equilibrium: Float64Array;
  readonly tracks: readonly RuleTrack[];
  /** Rules whose settings do not allow them. */
  readonly refused: readonly RuleId[];
}

/** Iterations between two yields: about a millisecond for 12 actions. */
const BLOCK = 50;

/**
 * Plays all update rules on one game, exactly. It yields the share that is done so that whoever drives it can let others have
 * their turn, and returns everything.
 *
 * Nash mirror prox takes η = 2β, to which its rate belongs; the others the given η.
 */
export function* simulateGame(
  game: PreferenceGame,
  settings: RuleSettings & { readonly iterations: number },
): Generator<number, GameOutcome> {
  const target = equilibrium(game);
  yield 0;
  const [tracks, refused]: [RuleTrack[], RuleId[]] = [[], []];
  for (const [index, rule] of UPDATE_RULES.entries()) {
    const eta = rule.id === 'nash_mp' ? 2 * game.beta : settings.eta;
    let learner: Learner;
    try {
      learner = rule.start(game, { ...settings, eta });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refused.push(rule.id);
      continue;
    }
    let logits = game.referenceLogits;
    const track = { rule: rule.id, policies: [] as Float64Array[], gaps: [] as number[], kls: [] as number[] };
    for (let t = 0; t <= settings.iterations; t++) {
      if (t > 0) logits = learner.next();
      track.policies.push(policyOf(logits));
      track.gaps.push(dualityGap(game, logits));
      track.kls.push(klDivergence(logSoftmax(target), logSoftmax(logits)));
      if (t % BLOCK === 0) yield (index + t / settings.iterations) / UPDATE_RULES.length;
    }
    const { policies, gaps, kls } = track;
    tracks.push({
      rule: rule.id,
      policies,
      gaps,
      klFromEquilibrium: kls,
      exploitability: exploitability(game, logits),
    });
  }
  return { game, equilibrium: policyOf(target), tracks, refused };
}
