/** How lanes work together in kernels other than products: `apart`, or over `quads` that share what they load and add by swaps. */
const LANE_VARIANTS = ['apart', 'quads'] as const;
export type LaneVariant = (typeof LANE_VARIANTS)[number];

type Features = Pick<ReadonlySet<string>, 'has'>;

export function laneVariants(features: Features): LaneVariant[] {
  return LANE_VARIANTS.filter((variant) => variant === 'apart' || features.has('subgroups'));
}

/**
 * By the adapter alone: nothing to measure or to remember. A CPU driver pays for each load of each lane and for barriers
 * (docs/performance.md); a real GPU serves equal loads of neighbouring lanes at once.
 */
export function laneVariant(software: boolean, features: Features): LaneVariant {
  return software && features.has('subgroups') ? 'quads' : 'apart';
}
