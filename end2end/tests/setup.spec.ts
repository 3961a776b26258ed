import { ADMINISTRATOR, setUp } from '../support/newcomer';
import { field, fill, open, settled } from '../support/page';
import { expect, test } from '../support/test';

const everywhere = { tag: ['@phone', '@no-javascript'] };

test.describe.serial('the set-up link', () => {
  test.use({ expectedErrors: [/status of 4(03|22)/] });

  test('leads nowhere without its key', everywhere, async ({ page, server }) => {
    for (const address of ['/setup', '/setup?key=', `${server.setupLink}x`]) {
      const response = await page.goto(address);
      expect(response?.status()).toBe(403);
      await expect(page.getByText('This set-up link is unknown, used or expired. Start Tandem again')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Create organisation' })).toHaveCount(0);
      // Nobody could open what a link would lead to.
      await expect(page.locator('main a')).toHaveCount(0);
    }
  });

  test('is what every page of an empty Tandem asks for', everywhere, async ({ page }) => {
    for (const address of ['/', '/sign-in', '/rotas']) {
      await open(page, address);
      await expect(page.getByRole('heading', { name: 'Tandem is not set up yet' })).toBeVisible();
      await expect(page.getByText('Start the server again: it prints a new one.')).toBeVisible();
      await expect(page.locator('input[name="password"]')).toHaveCount(0);
    }
  });

  test('takes nothing that cannot be used, says what, and keeps the rest', everywhere, async ({ page, server }) => {
    await open(page, server.setupLink);
    const typed = {
      'organisation[organisation]': '   ',
      'organisation[zone]': 'Asia/Tokyo',
      'organisation[name]': 'Ada',
      'organisation[email]': 'ada@nowhere',
    };
    await fill(page, { ...typed, 'organisation[password]': 'short' });
    await page.getByRole('button', { name: 'Create organisation' }).click();
    for (const [name, words] of [
      ['organisation', 'A name is needed.'],
      ['email', '‘ada@nowhere’ is not an e-mail address.'],
      ['password', '5 characters: a password has 12 to 128.'],
    ]) {
      await expect(page.locator(`[id="organisation[${name}]-error"]`)).toContainText(words ?? '');
    }
    for (const [name, value] of Object.entries(typed)) await expect(field(page, name)).toHaveValue(value);
    await expect(field(page, 'organisation[name]')).toHaveValue('Ada');
    await settled(page);
    // Its secrets do not travel in the address.
    expect(page.url()).not.toContain('short');
  });

  test('fills an example organisation to look around in, and works once', everywhere, async ({ page, server, browser }) => {
    await setUp(page, server.setupLink, true);
    await expect(page.locator('[data-rota]')).not.toHaveCount(0);
    const rotas = await page.locator('[data-rota]').count();
    expect(rotas).toBeGreaterThanOrEqual(3);
    await expect(page.locator('.lane__name').first()).toBeVisible();
    await open(page, '/teams');
    await expect(page.locator('main article')).toHaveCount(3);
    const stranger = await (await browser.newContext({ baseURL: server.url })).newPage();
    const response = await stranger.goto(server.setupLink);
    expect(response?.status()).toBe(403);
    await expect(stranger.getByText('Tandem is set up already. Sign in instead.')).toBeVisible();
    await stranger.close();
  });

  test('its administrator signs in again', everywhere, async ({ page }) => {
    await open(page, '/sign-in');
    await fill(page, { email: ADMINISTRATOR.email.toUpperCase(), password: ADMINISTRATOR.password });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'On duty now' })).toBeVisible();
  });
});
