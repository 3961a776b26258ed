import type { Page } from '@playwright/test';
import { Machine, type Stretch } from '../support/api';
import { expect, test } from '../support/demo';
import type { Team } from '../support/organisation';
import { expectAccessible, fill, open, settled } from '../support/page';
import type { TandemServer } from '../support/server';
import { daysAfter } from '../support/time';

test.use({ viewer: 'administrator' });

/** A whole stretch of the team's coming duty that begins so many days from now, with both roles held. */
async function stretchOf(server: TandemServer, team: Team, days: number): Promise<Stretch> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const from = daysAfter(new Date(), days);
  const duty = await machine.duty(team.rota, from, daysAfter(from, 10));
  const stretch = duty.slice(1, -1).find(({ state, lead, engineer }) => state === 'covered' && lead && engineer);
  if (!stretch) throw new Error(`${team.rota} has no duty ahead`);
  return stretch;
}

/** The page of covers with a choice in its address. */
function coverPage(rota: string, choice: Record<string, string>): string {
  return `/rotas/${rota}/cover?${new URLSearchParams(choice)}`;
}

/** Saves what is previewed, with a reason where one is asked for. */
async function save(page: Page): Promise<void> {
  const why = page.locator('[name="form[override_reason]"]');
  if (await why.count()) await why.fill('A test needs it.');
  await page.getByRole('button', { name: /^Cover( all the same)?$/ }).click();
  await expect(page.getByText('Cover made')).toBeVisible();
  await settled(page);
}

function theirs(page: Page, name: string) {
  return page.locator('.conflicts > li[data-kind="on-leave"]').filter({ hasText: `${name} is on leave` });
}

test('leave over published duty is a conflict until it is covered from its link', async ({ page, cast, server }) => {
  const team = cast.teams[0];
  const stretch = await stretchOf(server, team, 2);
  const name = stretch.lead?.name ?? '';
  await open(page, `/teams/${team.slug}/leave`);
  await fill(page, { 'form[person]': stretch.lead?.id ?? '' });
  await page.getByText('Only part of a day').click();
  const zone = { timeZone: 'Europe/London' };
  const field = (at: string) => new Date(at).toLocaleString('sv-SE', zone).slice(0, 16).replace(' ', 'T');
  await fill(page, { 'form[from]': field(stretch.from), 'form[to]': field(stretch.to) });
  await page.getByRole('button', { name: 'Add leave' }).click();
  await expect(page.getByText(/^Leave added/)).toBeVisible();
  await expect(page.getByText(/stays with them until covered/).first()).toBeVisible();

  await open(page, `/teams/${team.slug}/conflicts`);
  await expect(theirs(page, name)).toHaveCount(1);
  await expectAccessible(page);
  await open(page, '/');
  await expect(page.locator(`[data-rota="${team.rota}"]`).getByText(`${name} is on leave`)).toBeVisible();

  await open(page, `/teams/${team.slug}/conflicts`);
  await theirs(page, name).getByRole('link', { name: /^Find cover/ }).click();
  await settled(page);
  const lead = page.locator('select[name="lead"]');
  const others = await lead.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  const free = others.find((id) => id !== stretch.lead?.id && id !== stretch.engineer?.id) ?? '';
  await lead.selectOption(free);
  await page.getByRole('button', { name: 'Preview' }).click();
  await save(page);
  await open(page, `/teams/${team.slug}/conflicts`);
  await expect(theirs(page, name)).toHaveCount(0);
});

test('two covers that cannot go alone are withdrawn in one change', async ({ page, cast, server }) => {
  const team = cast.teams[0];
  const stretch = await stretchOf(server, team, 12);
  const [lead, engineer] = [stretch.lead?.id ?? '', stretch.engineer?.id ?? ''];
  const third = team.people.find((id) => id !== lead && id !== engineer) ?? '';
  const time = { from: stretch.from, to: stretch.to, preview: 'yes' };
  await open(page, coverPage(team.rota, { role: 'lead', lead: third, ...time }));
  await save(page);
  await open(page, coverPage(team.rota, { role: 'engineer', engineer: lead, ...time }));
  await save(page);
  const both = page.getByRole('button', { name: /^Withdraw both in one change/ });
  await expect(both).toHaveCount(1);
  await expectAccessible(page);
  await both.click();
  await expect(both).toHaveCount(0);
  expect((await stretchAt(server, team, stretch)).lead?.id).toBe(lead);
});

/** That stretch as it is now. */
async function stretchAt(server: TandemServer, team: Team, stretch: Stretch): Promise<Stretch> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const [now] = await machine.duty(team.rota, new Date(stretch.from), new Date(stretch.to));
  if (!now) throw new Error('the stretch is gone');
  return now;
}

test('Lead and Engineer exchange their roles in one change, by keyboard alone', async ({ page, cast, server }) => {
  const team = cast.teams[0];
  const stretch = await stretchOf(server, team, 20);
  await open(page, coverPage(team.rota, { from: stretch.from, to: stretch.to }));
  await page.getByRole('link', { name: 'Exchange Lead and Engineer' }).focus();
  await page.keyboard.press('Enter');
  const cover = page.getByRole('button', { name: /^Cover( all the same)?$/ });
  await expect(cover).toBeVisible();
  await settled(page);
  const why = page.locator('[name="form[override_reason]"]');
  if (await why.count()) {
    await why.focus();
    await page.keyboard.type('They asked for it.');
  }
  await cover.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Cover made')).toBeVisible();
  const after = await stretchAt(server, team, stretch);
  expect([after.lead?.id, after.engineer?.id]).toEqual([stretch.engineer?.id, stretch.lead?.id]);
});

test('the list says so when nothing stands open as it is asked, and is sound in both places', async ({ page }) => {
  await open(page, '/conflicts?kind=left');
  await expect(page.getByRole('heading', { name: 'Nothing here is as you ask' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Show everything' }).first().click();
  await expect(page).toHaveURL(/\/conflicts$/);
  await expectAccessible(page);
});
