import { objectiveLabel } from '../state/experimentState.ts';
import type { Rival } from '../state/Rival.ts';
import type { RunView } from '../state/runState.ts';

/** A row of the table: the run's own objective or a rival, as last heard of. */
export interface RacerView {
  readonly id: string;
  readonly label: string;
  readonly view: RunView;
}

export function racers(run: RunView, rivals: readonly Rival[]): RacerView[] {
  const own = { id: run.runId ?? '', label: objectiveLabel(run.experiment), view: run };
  return [own, ...rivals.map(({ id, method, view }) => ({ id, label: method.label, view }))];
}

/** Figures of the newest evaluation, in the order of the columns. */
export const FIGURES = [
  { column: 'accuracy', metric: 'eval_rewards/accuracies', isRate: true },
  { column: 'ranking', metric: 'ranking_accuracy', isRate: true },
  { column: 'margin', metric: 'eval_rewards/margins', isRate: false },
  { column: 'length', metric: 'corr/implicit_reward_length', isRate: false },
  { column: 'kl', metric: 'kl', isRate: false },
  { column: 'winRate', metric: 'win_rate', isRate: true },
  { column: 'goldWinRate', metric: 'gold_win_rate', isRate: true },
  { column: 'logps', metric: 'eval_logps/chosen', isRate: false },
] as const;

/** To where it goes on alone unless the person says otherwise: to the end, or as far again. */
export function defaultUntil({ step, experiment }: RunView): number {
  const planned = experiment?.max_steps ?? 0;
  return step < planned ? planned : 2 * planned;
}
