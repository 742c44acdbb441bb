import { lazy } from 'react';
import { firstPaint } from '../layout/firstPaint.ts';

/** Claims and their report load once the rest is painted. */
export const LazyClaimsPanel = lazy(() =>
  firstPaint()
    .then(() => import('./ClaimsPanel.tsx'))
    .then(({ ClaimsPanel }) => ({ default: ClaimsPanel })),
);

export const LazyClaimLine = lazy(() =>
  firstPaint()
    .then(() => import('./ClaimLine.tsx'))
    .then(({ ClaimLine }) => ({ default: ClaimLine })),
);
