import { test as base, type ConsoleMessage, expect, type Request } from '@playwright/test';

export { expect };

interface Watch {
  /**
   * Errors that this journey is about, so that they do not fail it: text that the message contains. Policy violations
   * and requests to other hosts cannot be expected.
   */
  expectedErrors: string[];
}

/**
 * The test of every journey. It fails when the page, or a worker of it, breaks the content security policy, throws an
 * uncaught error, writes an error to the console, or asks any other host for anything.
 */
export const test = base.extend<Watch>({
  expectedErrors: [[], { option: true }],
  page: async ({ page, baseURL, expectedErrors }, use) => {
    const violations: string[] = [];
    const errors: string[] = [];
    const strangers: string[] = [];
    const home = new URL(baseURL ?? 'http://127.0.0.1/').host;

    const onConsole = (message: ConsoleMessage): void => {
      const text = `${message.text()} (${message.location().url})`;
      // The console is the one place where a worker's own violations show: its events never reach the page.
      if (/content security policy/i.test(text)) violations.push(text);
      else if (message.type() === 'error') errors.push(text);
    };
    const onRequest = (request: Request): void => {
      const url = new URL(request.url());
      if (url.protocol !== 'blob:' && url.protocol !== 'data:' && url.host !== home) strangers.push(request.url());
    };
    await page.exposeBinding('__reportViolation', (_source, text: string) => violations.push(text));
    await page.addInitScript(() => {
      const report = (globalThis as unknown as { __reportViolation: (text: string) => void }).__reportViolation;
      document.addEventListener('securitypolicyviolation', (event) => {
        report(`${event.violatedDirective} blocks ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    page.context().on('console', onConsole);
    page.context().on('weberror', (error) => errors.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    page.context().on('request', onRequest);

    await use(page);

    expect(violations, 'violations of the content security policy').toEqual([]);
    expect(strangers, 'requests to other hosts').toEqual([]);
    const unexpected = errors.filter((text) => !expectedErrors.some((expected) => text.includes(expected)));
    expect(unexpected, 'errors in the page or its console').toEqual([]);
  },
});
