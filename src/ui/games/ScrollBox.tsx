import type { ReactNode } from 'react';

/** A table that may be wider than its card: it scrolls by itself, by keyboard too. */
export function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div className="games-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
