import type { Locator, Page } from '@playwright/test';
import { Machine, type Stretch } from '../support/api';
import { expect, test } from '../support/demo';
import type { Team } from '../support/organisation';
import { expectAccessible, fill, open, scripted, settled } from '../support/page';
import type { TandemServer } from '../support/server';
import { daysAfter } from '../support/time';

test.use({ viewer: 'manager' });
test.describe.configure({ mode: 'serial' });

/** A stretch with both roles held, so many days from now, and somebody of the team who is in neither. */
async function stretchOf(server: TandemServer, team: Team, days: number): Promise<{ stretch: Stretch; other: string }> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const from = daysAfter(new Date(), days);
  const duty = await machine.duty(team.rota, from, daysAfter(from, 7));
  const stretch = duty.slice(1, -1).find(({ state, lead, engineer }) => state === 'covered' && lead && engineer);
  if (!stretch) throw new Error(`${team.rota} has no duty ${days} days from now`);
  const other = team.people.find((id) => id !== stretch.lead?.id && id !== stretch.engineer?.id) ?? '';
  return { stretch, other };
}

async function leadAt(server: TandemServer, rota: string, at: string): Promise<string | undefined> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  return (await machine.onCall(rota, new Date(at))).lead?.id;
}

const saved = (page: Page): Locator => page.locator('[data-saved]');

test('a manager corrects the past: previewed, marked, told in the history, withdrawn with a reason', { tag: '@no-javascript' }, async ({ page, cast, server }) => {
  const team = cast.teams[0];
  const { stretch, other } = await stretchOf(server, team, -9);
  await open(page, `/rotas/${team.rota}/correct?from=${stretch.from}&to=${stretch.to}`);
  await page.getByLabel('Lead was').selectOption(other);
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('heading', { name: 'Preview' })).toBeVisible();
  expect(await leadAt(server, team.rota, stretch.from)).toBe(stretch.lead?.id);
  if (scripted()) await expectAccessible(page);
  await fill(page, { 'form[reason]': 'They swapped by telephone' });
  await page.getByRole('button', { name: 'Correct the past' }).click();
  await expect(saved(page)).toContainText('Past duty corrected');
  expect(await leadAt(server, team.rota, stretch.from)).toBe(other);

  await open(page, `/rotas/${team.rota}?from=${stretch.from.slice(0, 10)}&view=week`);
  await expect(page.locator('.bar--corrected').first()).toBeVisible();
  await open(page, `/rotas/${team.rota}/history?kind=corrections`);
  await expect(page.getByText('They swapped by telephone')).toBeVisible();

  await page.getByRole('link', { name: 'Correct the past' }).click();
  const row = page.locator('[data-correction]').filter({ hasText: 'They swapped by telephone' });
  await row.locator('summary').click();
  await row.getByLabel('Why it is withdrawn').fill('They did not');
  await row.getByRole('button', { name: 'Withdraw this correction' }).click();
  await expect(saved(page)).toContainText('Correction withdrawn');
  await expect(row).toContainText('They did not');
  expect(await leadAt(server, team.rota, stretch.from)).toBe(stretch.lead?.id);
});

test('a cover is undone from the message that says it is made, and done again', { tag: '@no-javascript' }, async ({ page, cast, server }) => {
  const team = cast.teams[0];
  const { stretch, other } = await stretchOf(server, team, 9);
  await open(page, `/rotas/${team.rota}/cover?role=lead&lead=${other}&from=${stretch.from}&to=${stretch.to}&preview=yes`);
  const why = page.locator('[name="form[override_reason]"]');
  if (await why.count()) await why.fill('A test needs it.');
  await page.getByRole('button', { name: /^Cover/ }).click();
  await expect(saved(page)).toContainText('Cover made');
  expect(await leadAt(server, team.rota, stretch.from)).toBe(other);
  await saved(page).getByRole('button', { name: 'Undo' }).click();
  await expect(saved(page)).toContainText('Undone');
  expect(await leadAt(server, team.rota, stretch.from)).toBe(stretch.lead?.id);
  await saved(page).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => leadAt(server, team.rota, stretch.from)).toBe(other);
});

test.describe('beside somebody else', () => {
  test.use({ expectedErrors: [/412/] });

  test('a cover is not made unseen over what somebody else has changed meanwhile', { tag: '@no-javascript' }, async ({ page, cast, server }) => {
    const team = cast.teams[0];
    const { stretch, other } = await stretchOf(server, team, 23);
    await open(page, `/rotas/${team.rota}/cover?role=lead&lead=${other}&from=${stretch.from}&to=${stretch.to}&preview=yes`);
    const [why, reason] = [page.locator('[name="form[override_reason]"]'), page.locator('[name="form[reason]"]')];
    if (await why.count()) await why.fill('A test needs it.');
    await reason.fill('Dentist');
    const third = team.people.find((id) => ![other, stretch.lead?.id, stretch.engineer?.id].includes(id)) ?? '';
    const form = { role: 'lead', lead: third, from: stretch.from, to: stretch.to, override_reason: 'A test needs it.' };
    const fields = Object.fromEntries(Object.entries(form).map(([name, value]) => [`form[${name}]`, value]));
    await cast.administrator.done('covers/create', { slug: team.rota, ...fields });
    await page.getByRole('button', { name: /^Cover/ }).click();
    await expect(page.getByRole('alert')).toContainText('Somebody changed duty in this time after you looked');
    expect(await leadAt(server, team.rota, stretch.from)).toBe(third);
    await expect(reason).toHaveValue('Dentist');
    await settled(page);
    await page.getByRole('button', { name: /^Cover/ }).click();
    await expect(saved(page)).toContainText('Cover made');
    expect(await leadAt(server, team.rota, stretch.from)).toBe(other);
  });
});

/** Tabs until a control has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < 160; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').count()) > 0 && (await target.evaluate((element) => element === document.activeElement))) return;
  }
  throw new Error(`tabs do not reach ${target}`);
}

test('settings change from an instant on, by keyboard only, and are undone', async ({ page, cast }) => {
  const team = cast.teams[0];
  await open(page, `/rotas/${team.rota}/settings`);
  await expect(page.locator('[name="rota[effective]"]')).not.toHaveValue('');
  await tabTo(page, page.locator('[name="rota[also_at]"]'));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('13:00');
  await tabTo(page, page.getByRole('button', { name: 'Preview' }));
  await page.keyboard.press('Enter');
  const impact = page.locator('[data-impact="rota"]');
  await expect(impact).toContainText('published shifts change');
  await expect(impact.getByText('New').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Save rota' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(saved(page)).toContainText('Rota changed');
  await tabTo(page, saved(page).getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('Enter');
  await expect(saved(page)).toContainText('Undone');
  await open(page, `/rotas/${team.rota}/settings`);
  await expect(page.locator('[name="rota[also_at]"]')).not.toHaveValue('13:00');
});
