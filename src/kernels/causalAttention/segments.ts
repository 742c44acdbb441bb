/** One sequence among the packed rows of a plan. */
export interface Segment {
  readonly begin: number;
  /** The row after its last. */
  readonly end: number;
}

/** The sequences behind a `segments` value [M, 2], in order of their rows. Rows not in use belong to none. */
export function segmentList(segments: Int32Array): Segment[] {
  const list: Segment[] = [];
  for (let row = 0; row < segments.length / 2; ) {
    const begin = segments[2 * row]!;
    const end = segments[2 * row + 1]!;
    if (row < begin || row >= end) row++;
    else {
      list.push({ begin, end });
      row = end;
    }
  }
  return list;
}
