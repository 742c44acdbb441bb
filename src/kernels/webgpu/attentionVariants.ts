/** rows: each lane loads all that it needs. quads: four lanes share what they load (`quadAttention.wgsl.ts`). */
export const ATTENTION_VARIANTS = ['rows', 'quads'] as const;
export type AttentionVariant = (typeof ATTENTION_VARIANTS)[number];

/** By the adapter alone: nothing to choose or to remember. A CPU driver spends attention on loads; a real GPU serves equal ones at once. */
export function attentionVariant(software: boolean, features: Pick<ReadonlySet<string>, 'has'>): AttentionVariant {
  return software && features.has('subgroups') ? 'quads' : 'rows';
}
