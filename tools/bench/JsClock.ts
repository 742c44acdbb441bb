/** Adds up the main-thread time of calls, without what is waited for between them. */
export class JsClock {
  #ms = 0;

  time<Result>(call: () => Result): Result {
    const start = performance.now();
    try {
      return call();
    } finally {
      this.#ms += performance.now() - start;
    }
  }

  /** The sum since it was last taken. */
  take(): number {
    const ms = this.#ms;
    this.#ms = 0;
    return ms;
  }
}
