export interface Inspection {
  readonly step: number;
  readonly index: number;
  readonly count: number;
  readonly prompt: string;
  /** Of the rejected answer, where it is another one. */
  readonly rejectedPrompt?: string;
  readonly chosen: readonly InspectedToken[];
  readonly rejected: readonly InspectedToken[];
  /** The method's rewards of the pair, and their difference. */
  readonly chosenReward: number;
  readonly rejectedReward: number;
  readonly margin: number;
  readonly loss: number;
  readonly scoreChosen: number | null;
  readonly scoreRejected: number | null;
}

/** A token with what the policy and the reference think of it, and how the objective pushes it. */
export interface InspectedToken {
  readonly text: string;
  readonly logp: number;
  readonly refLogp: number;
  /** −d loss / d log-prob for this pair alone: positive = pushed up. 0 on prompt tokens (unless the method reads them). */
  readonly push: number;
  /** How much the token counts, where the objective has masks. */
  readonly mask?: number;
}
