import { expectAccessible, hydrated, layoutShift, open } from '../support/page';
import { expect, test } from '../support/test';

/** The directives of a Content-Security-Policy, each with its sources. */
function directives(policy: string): Record<string, string> {
  const pairs = policy.split(';').map((directive) => directive.trim()).filter(Boolean);
  return Object.fromEntries(
    pairs.map((directive) => {
      const [name = '', ...sources] = directive.split(/\s+/);
      return [name, sources.join(' ')];
    }),
  );
}

test('the first page comes under a strict policy with a nonce of its own each time', async ({ request }) => {
  const nonces = new Set<string>();
  for (let visit = 0; visit < 2; visit += 1) {
    const response = await request.get('/');
    expect(response.status()).toBe(200);
    const policy = directives(response.headers()['content-security-policy'] ?? '');
    const nonce = /'nonce-([^']+)'/.exec(policy['script-src'] ?? '')?.[1] ?? '';
    expect(nonce.length).toBeGreaterThanOrEqual(16);
    expect(await response.text()).toContain(`nonce="${nonce}"`);
    nonces.add(nonce);
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': `'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
      'style-src': "'self'",
      'connect-src': "'self'",
      'img-src': "'self'",
      'font-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    });
  }
  expect(nonces.size).toBe(2);
});

test('the first page becomes interactive and nothing jumps', { tag: '@phone' }, async ({ page }) => {
  await open(page, '/');
  expect(await layoutShift(page)).toBeLessThan(0.01);
});

test('the style sheet is applied', async ({ page }) => {
  await page.goto('/');
  const href = await page.locator('link[rel="stylesheet"]').getAttribute('href');
  const response = await page.request.get(href ?? '');
  expect(response.headers()['content-type']).toContain('text/css');
  const rules = await page.evaluate(() => [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0));
  expect(rules).toBeGreaterThan(20);
  await hydrated(page);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the first page is accessible in ${colorScheme}`, { tag: '@phone' }, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, '/');
    await expectAccessible(page);
  });
}

test('the first page can be read without JavaScript', { tag: '@no-javascript' }, async ({ page }) => {
  const response = await page.goto('/');
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/Tandem/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the server of an empty database prints a set-up link that opens', async ({ page, server }) => {
  await page.goto(server.setupLink);
  await expect(page).toHaveURL(/\/setup/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
