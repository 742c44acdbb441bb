import type { Claim, Verdict } from './types.ts';

/** A claim as the page shows it, with what was measured of it by the command: nulls where it was not yet. */
export interface ReportedClaim extends Omit<Claim, 'measure' | 'preset'> {
  /** The preset as a link fragment, without '#'. */
  readonly link: string;
  /** Mean of the figure over seeds. */
  readonly measured: number | null;
  /** Between seeds; null for one seed. */
  readonly sd: number | null;
  readonly seeds: readonly number[];
  readonly verdict: Verdict | null;
}
