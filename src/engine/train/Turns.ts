/** Work on the device, one piece after the other: a plan that is running must not be written into. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Once all that came before has ended, well or not. @throws what `work` throws */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves once nothing is under way. Never rejects. */
  async rest(): Promise<void> {
    await this.#last;
  }

  /** What is under way is no longer waited for: its device has failed. */
  forget(): void {
    this.#last = Promise.resolve();
  }
}
