/**
 * Decides what a screen reader hears, politely: start, every tenth of the run, the end; never two within eight seconds
 * (the newest waits, older ones that wait are dropped).
 */
const GAP_MS = 8000;

export class Announcer {
  private lastAt = Number.NEGATIVE_INFINITY;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private readonly say: (sentence: string) => void;
  private readonly now: () => number;

  constructor(say: (sentence: string) => void, now: () => number = () => performance.now()) {
    this.say = say;
    this.now = now;
  }

  announce(sentence: string): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
    this.waiting = null;
    const wait = this.lastAt + GAP_MS - this.now();
    if (wait <= 0) {
      this.speak(sentence);
      return;
    }
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.speak(sentence);
    }, wait);
  }

  dispose(): void {
    if (this.waiting !== null) clearTimeout(this.waiting);
  }

  private speak(sentence: string): void {
    this.lastAt = this.now();
    this.say(sentence);
  }
}

/** Which tenth of the run a step is in: milestones are announced when it grows. */
export function tenthOf(step: number, total: number): number {
  return total > 0 ? Math.min(10, Math.floor((step / total) * 10 + 1e-9)) : 0;
}
