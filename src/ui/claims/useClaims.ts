import { useEffect, useState } from 'react';
import type { ReportedClaim } from '../../engine/index.ts';
import { fetchClaims } from './readClaims.ts';

let fetched: Promise<readonly ReportedClaim[]> | null = null;
const NONE: readonly ReportedClaim[] = [];

/** The report, fetched once; none until it is there. */
export function useClaims(): readonly ReportedClaim[] {
  const [claims, setClaims] = useState(NONE);
  useEffect(() => {
    let isMounted = true;
    fetched ??= fetchClaims();
    void fetched.then((found) => isMounted && setClaims(found));
    return () => {
      isMounted = false;
    };
  }, []);
  return claims;
}
