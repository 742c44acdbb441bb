import { contentSecurityPolicy } from '../../tools/site/csp.mjs';
import { expect, test } from './test.ts';

// What the other journeys rely upon: that breaking the rules fails them. Each of these must fail, and is told so.

const elsewhere = 'http://127.0.0.2:1/';

test('a journey passes when nothing is broken, under the policy as a meta tag and as a header', async ({ page }) => {
  const response = await page.goto('./');
  expect(response?.headers()['content-security-policy']).toContain(contentSecurityPolicy);
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(meta).toHaveAttribute('content', contentSecurityPolicy);
  await expect(page).toHaveTitle('Alignment playground');
  await page.waitForTimeout(500);
});

test('the licences of everything bundled lie beside the page', async ({ page }) => {
  const text = await (await page.request.get('licenses.txt')).text();
  for (const bundled of ['react', '@tensorflow/tfjs-core', 'recharts', 'katex']) {
    expect(text).toMatch(new RegExp(`^${bundled} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  }
  expect(text).toContain('XNNPACK');
});

test.describe('a journey fails', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('./');
  });

  test('when the page adds a style element', async ({ page }) => {
    test.fail();
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { color: red; }';
      document.head.append(style);
    });
  });

  test('when the page evaluates text as script', async ({ page }) => {
    test.fail();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasEvaluated = true;';
      document.head.append(script);
    });
  });

  test('when the page asks another host', async ({ page }) => {
    test.fail();
    await page.evaluate((url) => fetch(url).catch(() => null), elsewhere);
  });

  test('when a worker asks another host', async ({ page }) => {
    const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
    test.fail();
    await worker.evaluate((url) => fetch(url).catch(() => null), elsewhere);
  });

  test('when the page throws', async ({ page }) => {
    test.fail();
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown on purpose');
      }, 0);
    });
    await page.waitForTimeout(100);
  });

  test('when a file is missing', async ({ page }) => {
    test.fail();
    await page.evaluate(() => fetch('no-such-file.json'));
  });
});
