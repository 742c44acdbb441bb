import { lazy } from 'react';

/** Recharts is the largest part of the page: it loads beside everything else, behind a space of its own size. */
const importLine = () => import('./LinePlot.tsx');
const importScatter = () => import('./ScatterPlot.tsx');

export const LazyLinePlot = lazy(importLine);
export const LazyScatterPlot = lazy(importScatter);

/** Starts loading before the first chart asks. */
export function preloadPlots(): void {
  void importLine();
  void importScatter();
}
