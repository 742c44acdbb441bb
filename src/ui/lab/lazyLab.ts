import { lazy } from 'react';
import { firstPaint } from '../layout/firstPaint.ts';

/** The loss lab loads once the rest is painted. */
export const LazyShapeCard = lazy(() =>
  firstPaint()
    .then(() => import('./ShapeCard.tsx'))
    .then(({ ShapeCard }) => ({ default: ShapeCard })),
);
