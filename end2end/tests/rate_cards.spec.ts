import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { expectAccessible, expectNoOverflow, fill, open, pictures, settled } from '../support/page';

test.use({ viewer: 'administrator', expectedErrors: [/status of 422/] });

/** Starts a card from a preset; answers its address. */
async function start(page: Page, preset: string): Promise<string> {
  await open(page, '/pay/cards');
  const another = page.getByText('Start another card');
  if (await another.count()) await another.click();
  await page.getByRole('button', { name: new RegExp(`^Start from it ?: ${preset}`) }).click();
  await expect(page.getByRole('heading', { level: 1, name: preset })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Opens a band of the form. */
async function openBand(page: Page, index: number): Promise<void> {
  const band = page.locator('details.band').nth(index);
  if ((await band.getAttribute('open')) === null) await band.locator('> summary').click();
}

/** The card of a preset; started when there is none yet. */
async function card(page: Page, preset: string): Promise<string> {
  await open(page, '/pay/cards');
  const link = page.getByRole('heading', { level: 2 }).getByRole('link', { name: preset });
  if ((await link.count()) === 0) return start(page, preset);
  await link.first().click();
  await expect(page.getByRole('heading', { level: 1, name: preset })).toBeVisible();
  return new URL(page.url()).pathname;
}

test.describe.serial('from a preset to what duty costs', () => {
  test('a card is started, tried while it is typed, and saved', async ({ page }) => {
    await open(page, '/pay/cards');
    await expect(page.getByRole('heading', { level: 2 }).getByRole('link', { name: 'Northwind on call' })).toBeVisible();
    await pictures(page, 'cards-empty');
    await expectAccessible(page);
    await start(page, 'Hourly bands');
    await settled(page);
    await pictures(page, 'card');
    await expectAccessible(page);
    const total = page.locator('.card-editor .answer');
    const before = await total.textContent();
    await openBand(page, 1);
    await fill(page, { 'card[bands][1][lead]': '50.00' });
    await page.locator('[name="card[bands][1][lead]"]').blur();
    await expect(total).not.toHaveText(before ?? '');
    await expect(page.getByText('weekend rate £50.00/h').first()).toBeVisible();
    await page.getByRole('button', { name: 'Save card' }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    await expect(page.locator('[name="card[bands][1][lead]"]')).toHaveValue('50.00');
  });

  test('a slip is said beside its field, with all that was typed', async ({ page }) => {
    await card(page, 'Hourly bands');
    await settled(page);
    await openBand(page, 1);
    await fill(page, { 'card[name]': 'Hours and bands', 'card[bands][1][lead]': '-3' });
    await page.getByRole('button', { name: 'Save card' }).click();
    await expect(page.locator('.field--error').getByText('-3 is negative: pay cannot be.')).toBeVisible();
    await expect(page.locator('[name="card[name]"]')).toHaveValue('Hours and bands');
    await expectAccessible(page);
  });

  test('it pays every rota, and a team’s page says what that costs', async ({ page, cast }) => {
    await card(page, 'Hourly bands');
    await settled(page);
    await fill(page, { 'form[paid_for]': 'organisation', 'form[from]': `${new Date().toISOString().slice(0, 7)}-01` });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText(/Duty is paid by it/)).toBeVisible();
    await settled(page);
    await pictures(page, 'cards');
    await expectAccessible(page);
    await open(page, `/teams/${cast.teams[0].slug}`);
    await page.getByRole('link', { name: 'Costs' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'What duty costs' })).toBeVisible();
    await page.getByRole('link', { name: 'This quarter' }).click();
    await expect(page.locator('.answer')).toHaveText(/^£[\d,]+\.\d\d$/);
    await pictures(page, 'costs');
    await expectAccessible(page);
    await open(page, '/pay/costs?quarter=this');
    await expect(page.locator('tbody tr')).not.toHaveCount(0);
  });

  test('a version that pays is not changed: saving adds one', async ({ page }) => {
    await card(page, 'Hourly bands');
    await settled(page);
    await expect(page.getByText('so that it stays as it is').first()).toBeVisible();
    await openBand(page, 1);
    await fill(page, { 'card[bands][1][lead]': '60.00', 'card[effective_from]': '2099-01-01' });
    await page.getByRole('button', { name: 'Save as a new version' }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    await expect(page.getByText('From 1 Jan 2099')).toBeVisible();
    await page.getByRole('link', { name: 'Compare' }).click();
    await settled(page);
    const other = page.locator('select[name="other"]');
    await other.selectOption(await other.locator('option').last().getAttribute('value'));
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.locator('.answer')).toHaveText(/Would have cost/);
    await pictures(page, 'compare');
    await expectAccessible(page);
  });

  test('a draft says what it costs beside what each carries', async ({ page, cast }) => {
    const { manager, rota } = cast.teams[0];
    await manager.done('planning/start', { slug: rota, 'form[weeks]': '2' });
    const list = async () => manager.done<{ open: { id: string }[] }>('drafts/list', { slug: rota });
    await expect.poll(async () => (await list()).open.length, { timeout: 30_000 }).toBeGreaterThan(0);
    const { open: drafts } = await list();
    await open(page, `/rotas/${rota}/drafts/${drafts[0]?.id}`);
    await expect(page.getByRole('heading', { name: 'Pay', exact: true })).toBeVisible();
    await pictures(page, 'draft');
    await expectAccessible(page);
  });

  test('what pay knows of people is changed from a date on', async ({ page, cast }) => {
    await open(page, `/pay/people?edit=${cast.teams[0].memberId}`);
    await fill(page, { 'form[grade]': 'senior', 'form[holiday_region]': 'GB-SCT' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'senior' })).toHaveCount(1);
    await settled(page);
    await pictures(page, 'people');
    await expectAccessible(page);
  });
});

test('a card is imported from what is pasted, and what is wrong with it is said', { tag: '@no-javascript' }, async ({ page }) => {
  await open(page, '/pay/cards/import');
  await page.getByLabel('Or paste the file').fill('{"tandem_rate_card": 1}');
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByText('1 thing to correct')).toBeVisible();
  await expect(page.getByLabel('Or paste the file')).toHaveValue(/tandem_rate_card/);
  await pictures(page, 'import');
});

test.describe(() => {
  test('the form of a card works without JavaScript', { tag: '@no-javascript-only' }, async ({ page }) => {
    const at = await start(page, 'Flat nightly');
    await openBand(page, 0);
    await fill(page, { 'card[name]': 'By hand', 'card[bands][0][lead]': '-7' });
    await page.getByRole('button', { name: 'Save card' }).click();
    await expect(page.getByText('-7 is negative: pay cannot be.').first()).toBeVisible();
    await expect(page.locator('[name="card[name]"]')).toHaveValue('By hand');
    await openBand(page, 0);
    await fill(page, { 'card[bands][0][lead]': '70.00' });
    await page.getByRole('button', { name: 'Save card' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'By hand' })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(at);
  });
});

test('a card is read and changed on a phone', { tag: '@phone-only' }, async ({ page }) => {
  await start(page, 'Standby blocks');
  await settled(page);
  await expectNoOverflow(page);
  await expectAccessible(page);
  await open(page, '/pay/cards');
  await expectNoOverflow(page);
});

test.describe(() => {
  test.use({ viewer: 'member', expectedErrors: [/403/] });

  test('a member reaches no card and nobody’s pay', async ({ page, cast }) => {
    for (const address of ['/pay/cards', '/pay/costs', '/pay/people', `/teams/${cast.teams[0].slug}/costs`]) {
      await open(page, address);
      await expect(page.getByRole('heading', { name: 'Not for you' })).toBeVisible();
    }
  });
});
