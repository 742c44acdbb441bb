import { lazy } from 'react';

/** Own data loads when somebody chooses it. */
export const LazyDataPanel = lazy(() => import('./DataPanel.tsx').then(({ DataPanel }) => ({ default: DataPanel })));
