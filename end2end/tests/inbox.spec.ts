import type { Page } from '@playwright/test';
import { Machine } from '../support/api';
import { expect, test } from '../support/demo';
import { formOf } from '../support/organisation';
import type { Cast } from '../support/organisation';
import { expectAccessible, layoutShift, open } from '../support/page';
import type { TandemServer } from '../support/server';
import { daysAfter } from '../support/time';

test.use({ viewer: 'member' });

const bell = (page: Page) => page.getByRole('link', { name: /^Inbox/ });

/** The manager of the member's team gives them a stretch of somebody else's. */
async function cover({ cast, server }: { cast: Cast; server: TandemServer }, days: number): Promise<void> {
  const [team] = cast.teams;
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const from = daysAfter(new Date(), days);
  const duty = await machine.duty(team.rota, from, daysAfter(from, 14));
  const me = team.memberId;
  const stretch = duty.find(({ state, lead, engineer }) => state === 'covered' && lead?.id !== me && engineer?.id !== me);
  if (!stretch) throw new Error('the member has every stretch');
  const form = { role: 'lead', lead: me, from: stretch.from, to: stretch.to, override_reason: 'A test needs it.' };
  await team.manager.done('covers/create', { slug: team.rota, ...formOf('form', form) });
}

test('a cover by one person appears on another’s open pages without a reload', async ({ page, cast, server }) => {
  await open(page, '/inbox');
  await page.evaluate(() => { document.body.dataset.kept = 'yes'; });
  const entries = page.locator('.inbox__entry');
  const before = await entries.count();
  await cover({ cast, server }, 8);
  await expect(bell(page)).toContainText('unread');
  await expect(entries.first()).toContainText('You have a shift on');
  expect(await entries.count()).toBeGreaterThanOrEqual(before);

  await page.getByRole('link', { name: 'Now' }).first().click();
  await expect(page.getByRole('heading', { name: 'On duty now' })).toBeVisible();
  await page.waitForTimeout(500);
  const moved = await layoutShift(page);
  await cover({ cast, server }, 24);
  await expect(page.locator('.live').filter({ hasText: 'Changed just now by' })).toBeVisible();
  expect((await layoutShift(page)) - moved).toBeLessThan(0.01);
  await expect(page.locator('body')).toHaveAttribute('data-kept', 'yes');
});

test('what is typed stays, and the page offers to show what has changed', async ({ page, cast, server }) => {
  await open(page, '/me');
  await page.getByLabel('Note').first().fill('Lisbon');
  await cover({ cast, server }, 40);
  await page.getByRole('button', { name: 'Show', exact: true }).waitFor();
  await expect(page.getByLabel('Note').first()).toHaveValue('Lisbon');
});

test('the inbox is read and emptied of what is new', async ({ page, cast, server }) => {
  await cover({ cast, server }, 56);
  await open(page, '/inbox');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByText('Nothing unread')).toBeVisible();
  await expect(bell(page)).not.toContainText('unread');
  await page.getByRole('button', { name: /^Open/ }).first().click();
  await expect(page).toHaveURL(/\/rotas\/.*from=/);
});
