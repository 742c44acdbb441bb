import { lazy } from 'react';

/** Loads when its panel is opened. */
export const LazyEvaluationPlots = lazy(() =>
  import('./EvaluationPlots.tsx').then(({ EvaluationPlots }) => ({ default: EvaluationPlots })),
);
