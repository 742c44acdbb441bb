import type { RuleId } from '../../engine/index.ts';

/** How update rules look; told apart without colour too. */
export const RULE_STROKES: Readonly<Record<RuleId, { readonly colour: string; readonly dash?: string }>> = {
  omd: { colour: 'var(--rejected)' },
  inpo: { colour: 'var(--text)', dash: '2 6' },
  nash_md: { colour: 'var(--gold)', dash: '8 3' },
  egpo: { colour: 'var(--margin)' },
  nash_mp: { colour: 'var(--chosen)' },
  apo_accel: { colour: 'var(--muted)', dash: '8 3 2 3' },
  spo_minimax: { colour: 'var(--gold)' },
  bt_reward: { colour: 'var(--rejected)', dash: '3 3' },
};
