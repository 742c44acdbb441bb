/** Which version of causal attention runs. */
const ATTENTION_VARIANTS = ['rows', 'quads'] as const;
export type AttentionVariant = (typeof ATTENTION_VARIANTS)[number];

type Features = Pick<ReadonlySet<string>, 'has'>;

export function attentions(features: Features): AttentionVariant[] {
  return ATTENTION_VARIANTS.filter((variant) => variant === 'rows' || features.has('subgroups'));
}

/**
 * By the adapter alone: nothing to measure or to remember. A CPU driver spends attention on loads (docs/performance.md); a real GPU
 * serves equal loads of neighbouring lanes at once.
 */
export function attentionVariant(software: boolean, features: Features): AttentionVariant {
  return software && features.has('subgroups') ? 'quads' : 'rows';
}
