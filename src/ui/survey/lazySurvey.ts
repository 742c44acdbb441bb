import { lazy } from 'react';
import { firstPaint } from '../layout/firstPaint.ts';

/** Surveys load once the rest is painted. */
export const LazySurveyCard = lazy(() =>
  firstPaint()
    .then(() => import('./SurveyCard.tsx'))
    .then(({ SurveyCard }) => ({ default: SurveyCard })),
);
