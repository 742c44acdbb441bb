import { isObject } from './readGolden.ts';
import type { Json, Outcome, Tolerance } from './types.ts';

/** Numbers as nested lists or typed arrays, or objects of such. */
export type Found = number | null | ArrayLike<number> | readonly Found[] | { readonly [key: string]: Found };

/** Collects what differs between found and expected values of one case. */
export class Comparison {
  private readonly differences: string[] = [];
  private compared = 0;

  /**
   * Compares every number of `expected` with its place in `found`: |found − expected| ≤ atol + rtol |expected|; "NaN" and
   * infinities must be met exactly. A `null` in `expected` (not defined) passes where `nullMeans` is 'skip', else it must be
   * found as null. Nothing to compare (undefined) is an error of the case.
   */
  check(
    name: string,
    found: Found,
    expected: Json | undefined,
    tolerance: Tolerance,
    nullMeans: 'skip' | 'null' = 'skip',
  ): this {
    if (expected === undefined) this.differences.push(`${name} has no expected value`);
    else this.walk(name, found, expected, tolerance, nullMeans);
    return this;
  }

  outcome(id: string): Outcome {
    if (this.differences.length > 0) {
      const more = this.differences.length > 1 ? ` (and ${this.differences.length - 1} more)` : '';
      return { id, status: 'failed', reason: `${this.differences[0]}${more}` };
    }
    if (this.compared === 0) return { id, status: 'failed', reason: 'the case holds nothing to compare' };
    return { id, status: 'passed' };
  }

  private walk(
    name: string,
    found: Found | undefined,
    expected: Json,
    tolerance: Tolerance,
    nullMeans: 'skip' | 'null',
  ): void {
    if (expected === null) {
      if (nullMeans === 'skip') return;
      this.compared++;
      if (found !== null) this.differences.push(`${name}: got ${String(found)}, want null`);
      return;
    }
    if (Array.isArray(expected)) {
      const length = isArrayLike(found) ? found.length : undefined;
      if (length !== expected.length) {
        this.differences.push(`${name}: got ${length ?? 'no'} values, want ${expected.length}`);
        return;
      }
      expected.forEach((value: Json, i) => {
        this.walk(`${name}[${i}]`, (found as ArrayLike<Found>)[i], value, tolerance, nullMeans);
      });
      return;
    }
    if (isObject(expected)) {
      for (const [key, value] of Object.entries(expected)) {
        const inner = (found as { readonly [key: string]: Found } | undefined)?.[key];
        this.walk(`${name}.${key}`, inner, value, tolerance, nullMeans);
      }
      return;
    }
    this.compared++;
    const want = Number(expected);
    if (typeof found !== 'number' || !agrees(found, want, tolerance)) {
      this.differences.push(`${name}: got ${String(found)}, want ${String(expected)}`);
    }
  }
}

function agrees(found: number, want: number, { rtol, atol }: Tolerance): boolean {
  if (!Number.isFinite(want)) return Object.is(found, want);
  return Math.abs(found - want) <= atol + rtol * Math.abs(want);
}

function isArrayLike(value: Found | undefined): value is ArrayLike<number> | readonly Found[] {
  return typeof value === 'object' && value !== null && typeof (value as { length?: unknown }).length === 'number';
}
