import type { Preferences } from '../state/preferences.ts';

/** The person's choice here, else the system's. */
export function prefersReducedMotion(motion: Preferences['motion']): boolean {
  return motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
