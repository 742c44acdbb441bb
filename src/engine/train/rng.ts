/**
 * Named, seeded random streams.
 *
 * Every random draw of an experiment comes from a stream named after its purpose ('data_order', 'sampling', …), so that
 * adding draws in one place never shifts another. A stream is counter-based: draw number i is a hash of (seed, name, i).
 * Its whole state is therefore one integer, which snapshots store and which advances by counts, never by time.
 *
 * The hash is the two-round 32-bit finaliser "lowbias32" (Chris Wellons, public domain), applied to two lanes; it is
 * integer-only, so every machine draws the same numbers.
 */
export interface RandomStream {
  readonly name: string;
  /** Draws made so far; assign to rewind or resume. */
  counter: number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound). @throws RangeError when bound is not a positive integer */
  integer(bound: number): number;
  /** Standard normal (Box–Muller, two uniforms a draw). */
  normal(): number;
  /** One element, uniformly. @throws RangeError on an empty list */
  pick<T>(items: readonly T[]): T;
  /** A new array in Fisher–Yates order. */
  shuffled<T>(items: readonly T[]): T[];
}

/** Stream `name` of `seed`, from draw `counter` on. `seed` is any finite number; only its integer value mod 2³² counts. */
export function randomStream(seed: number, name: string, counter = 0): RandomStream {
  const key = mix32(hashText(name) ^ mix32(seed >>> 0));
  const stream: RandomStream = {
    name,
    counter,
    uniform() {
      const index = stream.counter++;
      const low = mix32(key ^ mix32((index >>> 0) + 0x9e3779b9));
      const high = mix32(low ^ mix32(Math.floor(index / 2 ** 32) + 0x85ebca6b) ^ key);
      return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
    },
    integer(bound) {
      if (!Number.isInteger(bound) || bound <= 0) throw new RangeError(`integer bound must be positive, got ${bound}`);
      return Math.floor(stream.uniform() * bound);
    },
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform()));
      return radius * Math.cos(2 * Math.PI * stream.uniform());
    },
    pick(items) {
      if (items.length === 0) throw new RangeError('cannot pick from an empty list');
      return items[stream.integer(items.length)] as (typeof items)[number];
    },
    shuffled(items) {
      const order = [...items];
      for (let i = order.length - 1; i > 0; i--) {
        const j = stream.integer(i + 1);
        const held = order[i] as (typeof order)[number];
        order[i] = order[j] as (typeof order)[number];
        order[j] = held;
      }
      return order;
    },
  };
  return stream;
}

function mix32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
