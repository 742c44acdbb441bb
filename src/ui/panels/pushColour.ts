import type { Inspection } from '../../engine/index.ts';

/** The strongest push of a pair: colours are relative to it, so that a late, nearly satisfied pair can still be read. */
export function strongestPush({ chosen, rejected }: Pick<Inspection, 'chosen' | 'rejected'>): number {
  let strongest = 0;
  for (const { push } of [...chosen, ...rejected]) strongest = Math.max(strongest, Math.abs(push));
  return strongest;
}

/** Strength of a token's tint in per cent of the full colour; square root, so that small pushes are still seen. */
export function tintPercent(push: number, strongest: number): number {
  if (strongest === 0 || !Number.isFinite(push)) return 0;
  return Math.round(Math.sqrt(Math.abs(push) / strongest) * 45);
}
