import type { ReportedClaim } from '../../src/engine/claims/reportedClaim.ts';
import type { Claim } from '../../src/engine/claims/types.ts';
import type { Judged } from '../../src/engine/claims/verdict.ts';
import { encodeLink } from '../../src/engine/index.ts';

export interface Measured {
  readonly id: string;
  readonly seeds: readonly number[];
  readonly judged: Judged;
}

/**
 * All claims with what is known of them: what was measured now, else what an earlier report says, where the claim still is what
 * it was then. More seeds are not replaced by fewer.
 */
export function reportClaims(
  claims: readonly Claim[],
  earlier: readonly ReportedClaim[],
  measured: readonly Measured[],
): ReportedClaim[] {
  return claims.map(({ id, arxiv, claim, figure, setting, expected, preset }) => {
    const stated = { id, arxiv, claim, figure, setting, expected, link: encodeLink(preset) };
    const before = earlier.find((other) => other.id === id && isSame(other, stated));
    const now = measured.find((other) => other.id === id);
    if (now !== undefined && now.seeds.length >= (before?.seeds.length ?? 0)) {
      const { judged, seeds } = now;
      const sd = Number.isFinite(judged.sd) ? judged.sd : null;
      return { ...stated, measured: judged.measured, sd, seeds, verdict: judged.verdict };
    }
    const { measured: mean = null, sd = null, seeds = [], verdict = null } = before ?? {};
    return { ...stated, measured: mean, sd, seeds, verdict };
  });
}

type Stated = Pick<ReportedClaim, 'figure' | 'setting' | 'expected' | 'link'>;

/** Another figure, setting, bound or preset is another claim: what was measured of the old one says nothing of it. */
function isSame(a: Stated, b: Stated): boolean {
  const text = ({ figure, setting, expected, link }: Stated) => JSON.stringify([figure, setting, expected, link]);
  return text(a) === text(b);
}
