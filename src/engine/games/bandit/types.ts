/** A contextual bandit as tables; a policy is logits over the actions of each context. */
export interface Bandit {
  /** E[r | context, action]. [C][K] */
  readonly rewards: readonly Float64Array[];
  /** [C][K] */
  readonly referenceLogits: readonly Float64Array[];
  /**
   * What the policy knows of an action where contexts and actions share parameters: its logit is the reference's plus
   * features · w. Null: each logit is a parameter of its own. [C][K][D]
   */
  readonly features: readonly (readonly Float64Array[])[] | null;
  /** Actions that the offline pairs are about, of each context. [C][M] */
  readonly covered: readonly (readonly number[])[];
}

/** What a policy is worth, exactly, averaged over contexts. */
export interface BanditFigures {
  /** E[r]. */
  readonly reward: number;
  /** KL(π ‖ π_ref), nats. */
  readonly kl: number;
  /** Probability of actions that no pair is about. */
  readonly unseenMass: number;
}
