import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { isSigned, Listener } from '../support/listener';
import { expectAccessible, fill, open, settled } from '../support/page';

test.use({ viewer: 'manager', expectedErrors: [/422/] });

let listener: Listener;
test.beforeEach(async () => { listener = await Listener.start(); });
test.afterEach(async () => { await listener.stop(); });

/** Makes a webhook on the team's page, by keyboard from the name on. */
async function make(page: Page, team: string, address: string): Promise<void> {
  await open(page, `/teams/${team}`);
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible();
  await page.getByLabel('Name').focus();
  await page.keyboard.type('Chat');
  await page.keyboard.press('Tab');
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
}

test('a manager makes a webhook by keyboard, tries it, and its secret verifies what arrives', { tag: '@phone' }, async ({ page, cast }) => {
  await make(page, cast.teams[0].slug, 'http://10.0.0.1/');
  await expect(page.getByRole('alert')).toContainText('https addresses only');
  await expect(page.getByLabel('Name')).toHaveValue('Chat');
  await make(page, cast.teams[0].slug, listener.address);
  await expect(page.getByText('Made. Give the program the secret below')).toBeVisible();
  const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Send a test' }).click();
  const told = await listener.message(1);
  expect([told.event, isSigned(told, secret), isSigned(told, 'whsec_other')]).toEqual(['webhook.test', true, false]);
  await expect(page.locator('#deliveries')).toContainText('Delivered: 204');
  await expect(page.locator('#state')).toContainText('All is delivered');
  await expectAccessible(page);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
});

test('what a program did not take is told, kept and sent again', async ({ page, cast }) => {
  await make(page, cast.teams[0].slug, listener.address);
  await expect(page.getByText('Made. Give the program the secret below')).toBeVisible();
  listener.status = 500;
  await page.getByRole('button', { name: 'Send a test' }).click();
  await listener.message(1);
  await expect(page.locator('#deliveries')).toContainText('Try 1 of 12: It answered 500.');
  await settled(page);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByText('Off. Nothing is sent there.')).toBeVisible();
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.locator('#state')).toContainText('1 could not be delivered');
  listener.status = 204;
  await page.getByRole('button', { name: /^Send again/ }).click();
  const again = await listener.message(2);
  expect(again.id).toBe(listener.told[0]?.id);
  await expect(page.locator('#deliveries')).toContainText('Delivered: 204');
});

test('the secret is replaced, and the webhook removed', async ({ page, cast }) => {
  await make(page, cast.teams[0].slug, listener.address);
  const secret = page.getByRole('textbox', { name: 'Secret' });
  await expect(secret).toHaveValue(/^whsec_/);
  const before = await secret.inputValue();
  await page.getByRole('button', { name: 'Replace the secret' }).click();
  await expect(page.getByText('The secret is replaced.')).toBeVisible();
  await expect(secret).not.toHaveValue(before);
  await page.getByRole('button', { name: 'Send a test' }).click();
  const told = await listener.message(1);
  expect([isSigned(told, before), isSigned(told, await secret.inputValue())]).toEqual([true, true]);
  await page.getByText('Remove it').click();
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page).toHaveURL(/\/teams\/.*\/webhooks/);
  await expect(page.getByText('Removed. Nothing is sent there any more.')).toBeVisible();
});

test.describe(() => {
  test.use({ viewer: 'administrator' });

  test('an administrator makes the organisation’s without scripts', { tag: '@no-javascript-only' }, async ({ page }) => {
    await open(page, '/settings/webhooks');
    await fill(page, { 'form[name]': 'Status page', 'form[address]': listener.address });
    await page.getByRole('button', { name: 'Make webhook' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Status page' })).toBeVisible();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await expect(page.getByText('A test is on its way.')).toBeVisible();
    expect((await listener.message(1)).event).toBe('webhook.test');
  });
});
