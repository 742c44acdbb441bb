import type { ReportedClaim } from '../../engine/index.ts';

/**
 * The report comes with the page, from the same host; yet an old copy in a cache, or a partial one, must not break the page: what is
 * not a claim is left out.
 */
export function readClaims(value: unknown): ReportedClaim[] {
  const claims = fieldsOf(value).get('claims');
  return Array.isArray(claims) ? claims.filter(isClaim) : [];
}

/** @returns none where there is no report: the page then shows nothing of claims */
export async function fetchClaims(): Promise<ReportedClaim[]> {
  try {
    const response = await fetch(new URL('claims/claims.json', document.baseURI));
    return response.ok ? readClaims(await response.json()) : [];
  } catch {
    return [];
  }
}

function isClaim(value: unknown): value is ReportedClaim {
  const fields = fieldsOf(value);
  const isText = (name: string) => typeof fields.get(name) === 'string';
  const isNumber = (name: string) => fields.get(name) === null || typeof fields.get(name) === 'number';
  const verdict = fields.get('verdict');
  return (
    ['id', 'arxiv', 'claim', 'figure', 'setting', 'link'].every(isText) &&
    ['measured', 'sd'].every(isNumber) &&
    Array.isArray(fields.get('seeds')) &&
    typeof fields.get('expected') === 'object' &&
    (verdict === null || verdict === 'holds' || verdict === 'does-not-hold' || verdict === 'undecided')
  );
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
