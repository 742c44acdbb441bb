import { lazy } from 'react';

/** Nobody pays for the exact worlds who does not open them. */
export const LazyGamesPage = lazy(() => import('./GamesPage.tsx').then(({ GamesPage }) => ({ default: GamesPage })));
