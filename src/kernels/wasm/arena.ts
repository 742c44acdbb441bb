/** Something that needs memory from launch `first` to launch `last`, both included. */
export interface Tenant {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

const ALIGNMENT = 16;

/**
 * Offsets within one block such that tenants whose lives overlap do not: largest first, each at the lowest place that is free
 * throughout its life.
 */
export function placeInArena(tenants: readonly Tenant[]): {
  readonly offsets: readonly number[];
  readonly bytes: number;
} {
  const offsets = new Array<number>(tenants.length).fill(0);
  const placed: { tenant: Tenant; start: number; end: number }[] = [];
  let bytes = 0;
  const order = tenants
    .map((_, index) => index)
    .sort((a, b) => (tenants[b] as Tenant).bytes - (tenants[a] as Tenant).bytes);
  for (const index of order) {
    const tenant = tenants[index] as Tenant;
    let start = 0;
    // In order of address: the first gap that is wide enough.
    for (const other of placed) {
      if (other.tenant.last < tenant.first || other.tenant.first > tenant.last) continue;
      if (other.start >= start + tenant.bytes) break;
      start = Math.max(start, other.end);
    }
    const end = start + Math.ceil(tenant.bytes / ALIGNMENT) * ALIGNMENT;
    const at = placed.findIndex((other) => other.start > start);
    placed.splice(at < 0 ? placed.length : at, 0, { tenant, start, end });
    offsets[index] = start;
    bytes = Math.max(bytes, end);
  }
  return { offsets, bytes };
}
