import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { open } from '../support/page';

test.use({ viewer: 'administrator' });

/** More tabs than it takes from the top of any page to its main action. */
const PATIENCE = 60;

const focused = (page: Page): Locator => page.locator(':focus');

/** Tabs until a control has the focus; each stop on the way must be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < PATIENCE; tabs += 1) {
    await page.keyboard.press('Tab');
    // After the page's last control the browser's own have the focus, before its first is reached again.
    if ((await focused(page).count()) === 0) continue;
    await expectFocusSeen(page);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${PATIENCE} tabs do not reach ${target}`);
}

/** What has the focus is on the screen and marked. */
async function expectFocusSeen(page: Page): Promise<void> {
  const seen = await focused(page).evaluate((element) => {
    const marked = [element, element.closest('label'), element.nextElementSibling].filter((one) => one !== null);
    const mark = marked.some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    });
    const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
    return { what: element.outerHTML.slice(0, 120), mark, shown: width > 0 && height > 0 };
  });
  expect(seen).toEqual({ what: seen.what, mark: true, shown: true });
}

test('the first tab offers to skip to the content, and Enter does', async ({ page }) => {
  await open(page, '/rotas');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await focused(page).evaluate((element) => element.closest('#main') !== null)).toBe(true);
});

const MAIN_ACTIONS: [page: string, role: 'link' | 'button', name: string][] = [
  ['/', 'button', 'Refresh'],
  ['/rotas', 'link', 'New rota'],
  ['/people', 'link', 'Add person'],
  ['/people/import', 'button', 'Check file'],
  ['/settings/tokens', 'button', 'Create token'],
  ['/teams', 'button', 'Create team'],
];

for (const [address, role, name] of MAIN_ACTIONS) {
  test(`tabs reach “${name}” on ${address}, seen at every stop`, async ({ page }) => {
    await open(page, address);
    await tabTo(page, page.getByRole(role, { name, exact: true }));
  });
}

for (const name of ['Theme', /^Account/]) {
  test(`the menu ${String(name)} opens and closes by keyboard`, async ({ page }) => {
    await open(page, '/');
    const menu = page.locator('header details').filter({ has: page.locator('summary').and(page.getByLabel(name)) });
    const panel = menu.locator('.menu__panel');
    await tabTo(page, menu.locator('summary'));
    await expect(panel).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(panel).toBeVisible();
    await page.keyboard.press('Tab');
    expect(await focused(page).evaluate((element) => element.closest('.menu__panel') !== null)).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(panel).toBeHidden();
  });
}

test('the theme is changed by keyboard and stays', async ({ page }) => {
  await open(page, '/');
  await tabTo(page, page.getByLabel('Theme'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Dark' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await open(page, '/rotas');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('one signs in and out by keyboard alone', async ({ page, server }) => {
  const { email, password } = server.demo?.admin ?? { email: '', password: '' };
  await page.context().clearCookies();
  await open(page, '/sign-in');
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'On duty now' })).toBeVisible();
  await tabTo(page, page.locator('summary').and(page.getByLabel(/^Account/)));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('everything is reached on a phone too', { tag: '@phone-only' }, async ({ page }) => {
  await open(page, '/');
  const bar = page.getByRole('navigation', { name: 'Main, phone' });
  await bar.getByText('More').tap();
  await bar.getByRole('link', { name: 'Settings' }).tap();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  const small = await bar.locator('a:visible, summary:visible').evaluateAll((controls) =>
    controls.map((control) => control.getBoundingClientRect()).filter(({ width, height }) => width < 44 || height < 44),
  );
  expect(small).toEqual([]);
});
