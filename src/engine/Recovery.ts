/** Recoveries within this time before we give up and say so: a driver that dies again and again does not get better. */
const RECOVERY_WINDOW_MS = 5 * 60_000;
const RECOVERIES_MAX = 2;

export interface RecoveryEnvironment {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The old device must not be asked again: its adapter may be dead too. */
  forgetDevice(): void;
  /** Goes on with what was running; `attempt` counts from 1. */
  reopen(attempt: number): Promise<void>;
  /** Says that it was not possible, after so many attempts. */
  giveUp(attempts: number): Promise<void>;
}

/** What is done about a lost device, one loss at a time. */
export class Recovery {
  readonly #environment: RecoveryEnvironment;
  readonly #times: number[] = [];
  #recovering: Promise<void> | null = null;

  constructor(environment: RecoveryEnvironment) {
    this.#environment = environment;
  }

  /** The device is gone. While an earlier loss is dealt with, that is waited for. */
  recover(): Promise<void> {
    this.#recovering ??= this.#afterLoss().finally(() => {
      this.#recovering = null;
    });
    return this.#recovering;
  }

  async #afterLoss(): Promise<void> {
    this.#environment.forgetDevice();
    const now = this.#environment.now();
    this.#times.push(now);
    const attempt = this.#times.filter((time) => now - time < RECOVERY_WINDOW_MS).length;
    if (attempt <= RECOVERIES_MAX) await this.#environment.reopen(attempt);
    else await this.#environment.giveUp(attempt - 1);
  }
}
