import type { MetricValue } from '../metrics/types.ts';

/** A Bradley-Terry reward model as trained before a run. */
export interface RewardModelReport {
  /** Share of held-out pairs whose chosen answer it scores higher; ties count half. Null without held-out pairs. */
  readonly accuracy: MetricValue | null;
  /**
   * Share of held-out chosen answers that it scores higher after a prompt they satisfy than after one they violate; a half is chance. Null
   * where rows have no such prompts.
   */
  readonly promptAccuracy: MetricValue | null;
  readonly members: number;
  /** Of each member. */
  readonly steps: number;
  /** Of the last member's last step. */
  readonly loss: number;
}
