import { lazy } from 'react';
import { firstPaint } from '../layout/firstPaint.ts';

/** Recharts is the largest part of the page: it loads once the rest is painted, behind a space of its own size. */
const importLine = () => firstPaint().then(() => import('./LinePlot.tsx'));
const importScatter = () => firstPaint().then(() => import('./ScatterPlot.tsx'));

export const LazyLinePlot = lazy(importLine);
export const LazyScatterPlot = lazy(importScatter);
