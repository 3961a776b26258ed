import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { expectAccessible, open, scripted, settled } from '../support/page';

const everywhere = { tag: ['@phone', '@no-javascript'] };
const PICTURES = process.env['TANDEM_PICTURES'];

/** Pictures of a page for whoever wants to look at it: narrow and wide, light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  if (!PICTURES || !scripted()) return;
  mkdirSync(PICTURES, { recursive: true });
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${PICTURES}/${name}-${size.width}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
}

test.use({ viewer: 'manager' });

test('whoever asks who would be called chooses an instant and is told why', everywhere, async ({ page, cast }, { project }) => {
  await open(page, `/services/${cast.teams[0].service}`);
  const who = page.locator('#who');
  await expect(who.getByRole('link', { name: 'Now', exact: true })).toHaveAttribute('aria-current', 'true');
  await expect(who.locator('.call').first()).toBeVisible();
  await pictures(page, 'service');

  await who.getByRole('link', { name: 'Christmas Eve' }).click();
  await expect(who.getByRole('link', { name: 'Christmas Eve' })).toHaveAttribute('aria-current', 'true');
  await expect(who.getByLabel(/^Or at/)).toHaveValue(/-12-24T20:00$/);
  await settled(page);
  await who.getByRole('link', { name: 'P3', exact: true }).click();
  await expect(who.locator('.who__moment')).toContainText('P3, ');
  await expect(who.getByLabel(/^Or at/)).toHaveValue(/-12-24T20:00$/);
  await settled(page);

  await who.getByText('Why these people').click();
  await expect(who.getByRole('columnheader', { name: 'Asks for' })).toBeAttached();
  await expect(who.locator('.who__why tbody tr').first()).toContainText('Lead on duty');
  if (project.name !== 'no-javascript') await expectAccessible(page);
  await pictures(page, 'service-why');
});

test('a manager writes the support card, and everybody reads it', everywhere, async ({ page, cast }, { project }) => {
  await open(page, `/services/${cast.teams[0].service}`);
  await page.getByRole('link', { name: 'Support card' }).click();
  await expect(page.getByRole('heading', { name: 'What the Engineer does' })).toBeVisible();
  await settled(page);
  await page.getByText('Edit this card').click();
  const p1 = page.getByRole('group', { name: 'P1' });
  await p1.getByLabel('What it is').fill('Nobody can pay');
  await p1.getByLabel('Response (minutes)').fill('15');
  await p1.getByLabel('Updates every (minutes)').fill('30');
  await p1.getByLabel('By', { exact: true }).fill('status page');
  await page.getByLabel('Runbooks').fill('Fail over https://wiki.example/failover');
  await page.getByRole('button', { name: 'Save card' }).click();
  await expect(page.getByRole('link', { name: 'Fail over' })).toHaveAttribute('href', 'https://wiki.example/failover');
  await expect(page.getByRole('row', { name: /^P1/ })).toContainText('every 30 min, status page');
  await settled(page);
  if (project.name !== 'no-javascript') await expectAccessible(page);
  await pictures(page, 'support-card');
});

test('the line of hours is moved by keys, and works without scripts', everywhere, async ({ page, cast }) => {
  await open(page, `/services/${cast.teams[0].service}`);
  const line = page.getByRole('slider', { name: 'Hours from now' });
  await line.focus();
  for (let hour = 0; hour < 3; hour += 1) await page.keyboard.press('ArrowRight');
  if (scripted()) {
    await expect(page).toHaveURL(/at=in-3h/);
    await expect(page.locator('output[for=ahead]')).toHaveText('in 3 h');
    await expect(line).toBeFocused();
  } else {
    await page.getByRole('button', { name: 'Show this hour' }).click();
    await expect(page).toHaveURL(/ahead=3/);
  }
  await expect(line).toHaveValue('3');
  await expect(page.locator('#who .call').first()).toBeVisible();
});
