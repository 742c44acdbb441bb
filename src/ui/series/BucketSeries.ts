/**
 * One metric over steps, in bounded memory: at most CAPACITY buckets of (min, mean, max, n). When they are full, the bucket
 * width doubles and neighbours merge, so that a picture never re-picks its points (no shimmer) and a spike survives as a max.
 * Steps arrive in rising order; values that are not finite are left out.
 */
const CAPACITY = 512;

/** A bucket, or several merged. `step` is the last step in it. */
export interface SeriesPoint {
  readonly step: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Values merged here. */
  readonly count: number;
}

export class BucketSeries {
  private stepsPerBucket = 1;
  private length = 0;
  private readonly firstStep = new Float64Array(CAPACITY);
  private readonly lastStep = new Float64Array(CAPACITY);
  private readonly sum = new Float64Array(CAPACITY);
  private readonly low = new Float64Array(CAPACITY);
  private readonly high = new Float64Array(CAPACITY);
  private readonly counts = new Uint32Array(CAPACITY);

  get size(): number {
    return this.length;
  }

  get width(): number {
    return this.stepsPerBucket;
  }

  append(step: number, value: number): void {
    if (!Number.isFinite(value) || !Number.isFinite(step)) return;
    const last = this.length - 1;
    if (last >= 0 && this.keyOf(last) === Math.floor(step / this.stepsPerBucket)) {
      this.lastStep[last] = step;
      this.sum[last] = (this.sum[last] ?? 0) + value;
      this.low[last] = Math.min(this.low[last] ?? value, value);
      this.high[last] = Math.max(this.high[last] ?? value, value);
      this.counts[last] = (this.counts[last] ?? 0) + 1;
      return;
    }
    if (this.length === CAPACITY) {
      this.widen();
      this.append(step, value);
      return;
    }
    const at = this.length++;
    this.firstStep[at] = step;
    this.lastStep[at] = step;
    this.sum[at] = value;
    this.low[at] = value;
    this.high[at] = value;
    this.counts[at] = 1;
  }

  /** Drops what lies beyond `step`. A wide bucket across the cut goes too: the steps trained again fill it anew. */
  truncate(step: number): void {
    while (this.length > 0 && (this.lastStep[this.length - 1] ?? 0) > step) this.length--;
  }

  clear(): void {
    this.length = 0;
    this.stepsPerBucket = 1;
  }

  at(index: number): SeriesPoint | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const count = this.counts[index] ?? 1;
    return {
      step: this.lastStep[index] ?? 0,
      mean: (this.sum[index] ?? 0) / count,
      min: this.low[index] ?? 0,
      max: this.high[index] ?? 0,
      count,
    };
  }

  latest(): SeriesPoint | undefined {
    return this.at(this.length - 1);
  }

  private keyOf(index: number): number {
    return Math.floor((this.firstStep[index] ?? 0) / this.stepsPerBucket);
  }

  private widen(): void {
    do {
      this.stepsPerBucket *= 2;
      let write = -1;
      let writeKey = Number.NaN;
      for (let read = 0; read < this.length; read++) {
        const key = this.keyOf(read);
        if (key === writeKey) {
          this.lastStep[write] = this.lastStep[read] ?? 0;
          this.sum[write] = (this.sum[write] ?? 0) + (this.sum[read] ?? 0);
          this.low[write] = Math.min(this.low[write] ?? 0, this.low[read] ?? 0);
          this.high[write] = Math.max(this.high[write] ?? 0, this.high[read] ?? 0);
          this.counts[write] = (this.counts[write] ?? 0) + (this.counts[read] ?? 0);
          continue;
        }
        write++;
        writeKey = key;
        this.firstStep[write] = this.firstStep[read] ?? 0;
        this.lastStep[write] = this.lastStep[read] ?? 0;
        this.sum[write] = this.sum[read] ?? 0;
        this.low[write] = this.low[read] ?? 0;
        this.high[write] = this.high[read] ?? 0;
        this.counts[write] = this.counts[read] ?? 0;
      }
      this.length = write + 1;
    } while (this.length === CAPACITY);
  }
}
