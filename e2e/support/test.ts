import { test as base, type ConsoleMessage, expect, type Request } from '@playwright/test';

export { expect };

interface Watch {
  /**
   * Errors that this journey is about, so that they do not fail it: text that the message contains. Policy violations
   * cannot be expected.
   */
  expectedErrors: string[];
  /** Other hosts that this journey asks, by its own fake of them. */
  expectedHosts: string[];
}

/**
 * The test of every journey. It fails when the page, or a worker of it, breaks the content security policy, throws an
 * uncaught error, writes an error to the console, or asks any other host for anything.
 */
export const test = base.extend<Watch>({
  expectedErrors: [[], { option: true }],
  expectedHosts: [[], { option: true }],
  page: async ({ page, baseURL, expectedErrors, expectedHosts }, use) => {
    const violations: string[] = [];
    const errors: string[] = [];
    const strangers: string[] = [];
    if (baseURL === undefined) throw new Error('playwright.config.ts names the address of the site');
    const hosts = [new URL(baseURL).host, ...expectedHosts];
    const reports = new URL('csp-reports', baseURL).href;

    const onConsole = (message: ConsoleMessage): void => {
      const text = `${message.text()} (${message.location().url})`;
      if (/content security policy/i.test(text)) violations.push(text);
      else if (message.type() === 'error') errors.push(text);
    };
    const onRequest = (request: Request): void => {
      const url = new URL(request.url());
      if (url.protocol !== 'blob:' && url.protocol !== 'data:' && !hosts.includes(url.host))
        strangers.push(request.url());
    };
    page.context().on('console', onConsole);
    page.context().on('weberror', (error) => errors.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    page.context().on('request', onRequest);

    await page.request.get(reports); // forgets what an earlier journey left

    await use(page);

    // A worker's violations reach neither the page's events nor its console: the browser reports them to the server.
    await page.waitForTimeout(200);
    violations.push(...(await (await page.request.get(reports)).json()));
    expect(violations, 'violations of the content security policy').toEqual([]);
    expect(strangers, 'requests to other hosts').toEqual([]);
    const unexpected = errors.filter((text) => !expectedErrors.some((expected) => text.includes(expected)));
    expect(unexpected, 'errors in the page or its console').toEqual([]);
  },
});
