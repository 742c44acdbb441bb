import { lazy } from 'react';

/** Arrives after the page: nobody judges before there are answers. */
export const LazyPersonPanel = lazy(async () => ({ default: (await import('./PersonPanel.tsx')).PersonPanel }));
