import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { formOf } from '../support/organisation';
import { expectAccessible, open } from '../support/page';

test.use({ viewer: 'member' });

/** Others look at the same organisation as the same person. */
test.afterEach(async ({ cast }) => {
  const usual = { zone: 'Europe/London', date_order: 'day_first', hour_clock: '24', theme: 'system' };
  await cast.teams[0].member.done('profile/save', formOf('profile', usual));
});

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const field = (page: Page) => palette(page).getByRole('combobox');
const chosen = (page: Page) => palette(page).getByRole('option', { selected: true });

test('somebody reads times in their own way on every page', async ({ page }) => {
  await open(page, '/settings/profile');
  await page.getByLabel('Time zone').selectOption('America/New_York');
  await page.getByLabel('Nov 25, 2026').check();
  await page.getByLabel('5:30 PM').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByLabel('5:30 PM')).toBeChecked();
  await open(page, '/');
  await expect(page.getByText(/^As of .*\s(AM|PM), New York time$/)).toBeVisible();
  await expect(page.getByText(/(AM|PM)\sNew York/).first()).toBeVisible();
  await open(page, '/me');
  await expect(page.locator('main').getByText(/\d\s(AM|PM)/).first()).toBeVisible();
});

test('a theme is worn at once, and in another browser from the first page', async ({ page, browser }) => {
  await open(page, '/settings/profile');
  await page.getByLabel('Dark', { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const cookies = (await page.context().cookies()).filter(({ name }) => name !== 'tandem-theme');
  const other = await browser.newContext({ javaScriptEnabled: false });
  await other.addCookies(cookies);
  const drawn = await other.newPage();
  await drawn.goto(page.url());
  await expect(drawn.locator('html')).toHaveAttribute('data-theme', 'dark');
  await other.close();
});

test('the palette finds a page by keyboard alone and gives the focus back', async ({ page }) => {
  await open(page, '/rotas');
  const before = page.getByRole('link', { name: 'Rotas' }).first();
  await before.focus();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await expect(chosen(page)).toHaveCount(1);
  await expectAccessible(page);
  const first = await chosen(page).textContent();
  await page.keyboard.press('ArrowDown');
  await expect(chosen(page)).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(before).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('secur');
  await expect(chosen(page)).toContainText('Security');
  const named = await field(page).getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${named ?? ''}"]`)).toContainText('Security');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
  await expect(palette(page)).toBeHidden();
});

test('the palette says when nothing matches, and does what it finds', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  await page.keyboard.type('no such thing');
  await expect(palette(page).getByRole('status')).toHaveText('Nothing matches “no such thing”.');
  await field(page).fill('light theme');
  await expect(chosen(page)).toContainText('Light theme');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('words are explained where they are used', async ({ page }) => {
  await open(page, '/rotas');
  const help = page.locator('details.help');
  await expect(help.getByText('Shift', { exact: true })).toBeHidden();
  await help.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(help.getByText('Shift', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(help.getByText('Shift', { exact: true })).toBeHidden();
  await expect(help.locator('summary')).toBeFocused();
  await page.keyboard.press('Enter');
  await help.getByRole('link', { name: 'All words and keys' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Help' })).toBeVisible();
  await expect(page.locator('#rota')).toBeInViewport();
});

test.describe(() => {
  test.use({ javaScriptEnabled: false });

  test('searching and help work without JavaScript', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search everything' }).fill('my shifts');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('main').getByRole('link', { name: 'My shifts' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'My shifts' })).toBeVisible();
    const help = page.locator('details.help');
    await help.locator('summary').click();
    await expect(help.getByText('Wish', { exact: true })).toBeVisible();
  });
});
