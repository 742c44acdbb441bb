import type { StoreApi } from 'zustand/vanilla';

/**
 * Tells charts that curves moved, at most `updatesPerSecond()` times a second, never while the tab is hidden; the engine
 * does not wait for it. Started once, for the life of the page.
 */
export class RevisionTicker {
  private isDirty = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly revision: StoreApi<{ readonly value: number }>;
  private readonly updatesPerSecond: () => number;
  private readonly isHidden: () => boolean;

  constructor(
    revision: StoreApi<{ readonly value: number }>,
    updatesPerSecond: () => number,
    isHidden: () => boolean = () => document.hidden,
  ) {
    this.revision = revision;
    this.updatesPerSecond = updatesPerSecond;
    this.isHidden = isHidden;
  }

  /** Curves moved: show it with the next tick. */
  touch(): void {
    this.isDirty = true;
    if (this.timer !== null || this.isHidden()) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.flush();
    }, 1000 / this.updatesPerSecond());
  }

  /** Show now what is waiting (a new run, the tab coming back). */
  flush(): void {
    if (!this.isDirty || this.isHidden()) return;
    this.isDirty = false;
    this.revision.setState(({ value }) => ({ value: value + 1 }));
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
