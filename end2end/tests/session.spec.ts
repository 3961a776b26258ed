import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { PASSWORD } from '../support/organisation';
import { fill, hydrated, open } from '../support/page';

const everywhere = { tag: ['@phone', '@no-javascript'] };

/** Fills the sign-in form in, on the page as it is. */
async function enter(page: Page, email: string, password: string): Promise<void> {
  await fill(page, { email, password });
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function leave(page: Page): Promise<void> {
  await page.locator('summary[aria-label^="Account"]').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
}

/** Remembers every name that the account menu shows from now on. */
async function watchNames(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = (): void => {
      const label = document.querySelector('summary[aria-label^="Account"]')?.getAttribute('aria-label');
      if (label) seen.add(label);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  });
  return () => page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
}

test('whoever signs in next is greeted by their own name, and led to where they wanted to go', everywhere, async ({ page, server, cast }) => {
  const demo = server.demo?.admin ?? { email: '', password: '' };
  const { member } = cast.teams[0];
  const name = (await member.done<{ viewer: { name: string } }>('session/visit')).viewer.name;
  await open(page, '/me');
  await expect(page).toHaveURL(/\/sign-in\?next=\/me$/);
  await enter(page, demo.email, demo.password);
  await expect(page).toHaveURL(/\/me$/);
  await leave(page);
  await enter(page, member.email, PASSWORD);
  await expect(page.locator('summary[aria-label^="Account"]')).toHaveAttribute('aria-label', `Account: ${name}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/sign-in/);
});

test('nothing of the person before is shown, although the page is never loaded again', async ({ page, server, cast }) => {
  const demo = server.demo?.admin ?? { email: '', password: '' };
  const { member } = cast.teams[0];
  await open(page, '/sign-in');
  await enter(page, demo.email, demo.password);
  await expect(page.getByRole('heading', { name: 'On duty now' })).toBeVisible();
  await leave(page);
  const names = await watchNames(page);
  await enter(page, member.email, PASSWORD);
  await expect(page.getByRole('heading', { name: 'On duty now' })).toBeVisible();
  expect(await names()).toHaveLength(1);
  // A member has no settings of the organisation; an administrator has.
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await expect(page.getByRole('link', { name: 'My profile' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'API tokens' })).toHaveCount(0);
});

test.describe(() => {
  test.use({ viewer: 'administrator' });

  test('what the frame shows moves while the page stays', async ({ page }) => {
    await open(page, '/settings/organisation');
    await hydrated(page);
    await page.evaluate(() => document.querySelector('#main')?.setAttribute('data-still-here', ''));
    await page.getByLabel('Name', { exact: true }).fill('Renamed Ltd');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('.topbar__name')).toHaveText('Renamed Ltd');
    await expect(page.locator('#main[data-still-here]')).toHaveCount(1);
  });

  test('an address without a page keeps the way to the others', { tag: ['@phone', '@no-javascript'] }, async ({ page }) => {
    const response = await page.goto('/no-such-page');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
    await expect(page.locator('.topbar')).toBeVisible();
  });
  test.use({ expectedErrors: [/status of 404/] });
});
