import type { MethodDefinition } from './types.ts';

/** What a method compares: the groups of the picker, in its order. */
export const METHOD_FAMILIES = [
  'reference',
  'referenceFree',
  'single',
  'ranked',
  'more',
  'imitation',
  'sampling',
] as const;

export type MethodFamily = (typeof METHOD_FAMILIES)[number];

/** Read off what the method needs; nothing else sorts methods. */
export function methodFamily({ needs }: Pick<MethodDefinition, 'needs'>): MethodFamily {
  if (needs.sampling) return 'sampling';
  if (needs.relation === 'list') return 'ranked';
  if (needs.sides?.some((side) => side !== 'mismatched')) return 'more';
  if (needs.columns?.some((column) => column !== 'uniform')) return 'more';
  if (needs.relation === 'completion') return 'imitation';
  if (needs.relation === 'unpaired') return 'single';
  return needs.references.length > 0 ? 'reference' : 'referenceFree';
}
