import type { Locator, Page } from '@playwright/test';
import { expect } from './support/test.ts';

/** A run small enough for an emulated GPU or a WASM build on two cores; link keys as a person would share them. */
export const SMALL_RUN =
  'v=1&model=nano-1&max_steps=12&per_device_train_batch_size=4&eval_steps=4&eval_pairs=8&eval_prompts=4&max_completion_length=24';

/** The page as a person sees it: what they press and what they read. */
export class Playground {
  readonly page: Page;
  readonly play: Locator;
  readonly pause: Locator;
  readonly step: Locator;
  readonly rewind: Locator;
  readonly reset: Locator;
  readonly newSeed: Locator;
  readonly backToModel: Locator;

  constructor(page: Page) {
    this.page = page;
    const button = (name: RegExp) => page.getByRole('group', { name: 'Run' }).getByRole('button', { name });
    this.play = button(/^(Play|Resume|Play again|Run anyway)$/);
    this.pause = button(/^Pause$/);
    this.step = button(/^Step$/);
    this.rewind = button(/^Back /);
    this.reset = button(/^Reset$/);
    this.newSeed = button(/^New seed$/);
    this.backToModel = page.getByRole('button', { name: 'Back to the model', exact: true });
  }

  async open(fragment = '', query = ''): Promise<void> {
    await this.page.goto(`./${query}${fragment === '' ? '' : `#${fragment}`}`);
    // An exact world has no run to play: in its header stands the way back.
    const isGame = new URLSearchParams(fragment).has('game');
    await expect(isGame ? this.backToModel : this.play).toBeVisible();
  }

  /** Whose curves are on screen. */
  shown(who: 'recorded' | 'live' | 'nothing'): Locator {
    return this.page.locator(`[data-shown=${who}]`);
  }

  get words(): Locator {
    return this.page.locator('.run-words');
  }

  async expectState(state: RegExp): Promise<void> {
    await expect(this.words).toContainText(state, { timeout: 90_000 });
  }

  async currentStep(): Promise<number> {
    return Number(/step (\d+)/.exec((await this.words.textContent()) ?? '')?.[1] ?? Number.NaN);
  }

  async expectStepAtLeast(step: number): Promise<void> {
    await expect.poll(() => this.currentStep(), { timeout: 90_000 }).toBeGreaterThanOrEqual(step);
  }

  /** Every row of a plot's table view, oldest first; the plot is shown again afterwards. */
  async tableOf(metric: string): Promise<string[]> {
    const toggle = this.page.getByRole('button', { name: `Show ${metric} as a table`, exact: true });
    await toggle.click();
    // A plot that was off screen takes the newest points with the next refresh.
    await this.page.waitForTimeout(500);
    const rows = await this.page.getByRole('region', { name: metric, exact: true }).locator('tbody tr').allInnerTexts();
    await this.page.getByRole('button', { name: `Show ${metric} as a chart`, exact: true }).click();
    return rows.map((row) => row.replaceAll('\t', ' ')).reverse();
  }

  async runToEnd(): Promise<void> {
    await this.play.click();
    await this.expectState(/Finished/);
  }

  get error(): Locator {
    return this.page.locator('[data-code]');
  }
}
