/**
 * Learning-rate schedules, by transformers' names. `cosine_min` is cosine with a floor (`cosine_with_min_lr` there).
 * The factor of step s is what the optimiser's step number s uses, counted from 0: warm-up starts at 0.
 */
export type ScheduleName = 'constant_with_warmup' | 'linear' | 'cosine' | 'cosine_min' | 'inverse_sqrt';

export interface Schedule {
  readonly name: ScheduleName;
  readonly warmupSteps: number;
  readonly totalSteps: number;
  /** Cosine periods after warm-up; ½ decays to 0. */
  readonly cycles?: number;
  /** `cosine_min`: the floor, relative to the peak. */
  readonly minimum?: number;
}

/** What the peak learning rate is multiplied by at `step` ≥ 0; from 0 to 1. */
export function scheduleFactor(schedule: Schedule, step: number): number {
  const { name, warmupSteps, totalSteps, cycles = 0.5, minimum = 0 } = schedule;
  if (step < warmupSteps) return step / Math.max(1, warmupSteps);
  const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
  const cosine = Math.max(0, 0.5 * (1 + Math.cos(2 * Math.PI * cycles * progress)));
  switch (name) {
    case 'constant_with_warmup':
      return 1;
    case 'linear':
      return Math.max(0, 1 - progress);
    case 'cosine':
      return progress >= 1 && cycles === 0.5 ? 0 : cosine;
    case 'cosine_min':
      return minimum + (1 - minimum) * (progress >= 1 && cycles === 0.5 ? 0 : cosine);
    case 'inverse_sqrt':
      // Without warm-up there is no time scale; one step is the least.
      return Math.sqrt(Math.max(1, warmupSteps) / Math.max(1, step));
  }
}
