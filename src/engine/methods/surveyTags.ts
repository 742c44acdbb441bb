/**
 * The four axes of the survey of direct preference optimisation (arXiv 2503.11701: data strategy, learning framework,
 * constraint mechanism, model property), each with the branches that our methods need. Every method has one value an axis:
 * where the survey's companion list (github.com/liushunyu/awesome-direct-preference-optimization) files a paper under a
 * branch, that one; else by our reading. Of several branches the one that sets a method apart counts.
 *
 * Ours beside the survey's: `demonstrations` and `samples` (data), `fixed-reference` and `clipped-ratio` (constraint),
 * `general` (property): what the survey's branches leave as the ordinary case, or leave out.
 */
export const SURVEY_AXES = {
  data: [
    'pair-wise',
    'point-wise',
    'list-wise',
    'distinguishability',
    'noise',
    'token-level',
    'step-level',
    'demonstrations',
    'samples',
  ],
  framework: ['offline', 'online', 'self-play', 'multi-objective'],
  constraint: ['fixed-reference', 'dynamic-reference', 'reference-free', 'other-divergence', 'clipped-ratio'],
  property: ['general', 'length', 'likelihood', 'alignment', 'distribution'],
} as const;

export type SurveyAxis = keyof typeof SURVEY_AXES;

export type SurveyTags = { readonly [axis in SurveyAxis]: (typeof SURVEY_AXES)[axis][number] };

/** What to keep of each axis; an axis without a value keeps all. */
export type SurveyFilter = { readonly [axis in SurveyAxis]?: SurveyTags[axis] | undefined };

export function hasTags({ tags }: { readonly tags: SurveyTags }, filter: SurveyFilter): boolean {
  return (Object.keys(SURVEY_AXES) as SurveyAxis[]).every(
    (axis) => filter[axis] === undefined || filter[axis] === tags[axis],
  );
}
