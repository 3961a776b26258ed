import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { Machine } from '../support/api';
import { expect, personOf, test, type Viewer } from '../support/demo';
import { type Cast, formOf } from '../support/organisation';
import { expectAccessible, fill, open, settled } from '../support/page';
import type { TandemServer } from '../support/server';

test.use({ viewer: 'member', expectedErrors: [/status of 403/] });

const PRESET = path.resolve(import.meta.dirname, '../../domain/data/pay/hourly-bands.json');

/** The first day of the month so many months from this one. */
function firstOf(months: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
}

/** Has one card pay every rota for all time. */
async function payEverything(cast: Cast): Promise<void> {
  const file = { ...JSON.parse(readFileSync(PRESET, 'utf8')), effective_from: '2020-01-01' };
  await cast.administrator.done('rate-cards/make', formOf('card', { text: JSON.stringify(file) }));
  const { cards } = await cast.administrator.done<{ cards: { id: string }[] }>('rate-cards/list');
  await cast.administrator.done('rate-cards/use', formOf('form', { paid_for: 'organisation', card: cards[0]?.id ?? '', from: '2020-01-01' }));
}

/** Somebody's duty. */
interface Row {
  from: string;
  to: string;
  lead: { id: string } | null;
  engineer: { id: string } | null;
}

/** Duty of somebody in last month, in order of time. */
async function dutyOf(server: TandemServer, rota: string, person: string): Promise<Row[]> {
  const mine = await rowsOf(server, rota, person);
  if (mine.length < 2) throw new Error(`${person} has too little duty in last month`);
  return mine;
}

/** A night of somebody in last month, and its rota: by day they are paid nothing. */
async function nightOf(server: TandemServer, person: string): Promise<{ rota: string; night: Row }> {
  for (const rota of server.demo?.rotas ?? []) {
    const rows = await rowsOf(server, rota, person);
    const night = rows.find(({ from, to }) => Date.parse(to) - Date.parse(from) > 12 * 3_600_000);
    if (night) return { rota, night };
  }
  throw new Error(`${person} has no night in last month`);
}

async function rowsOf(server: TandemServer, rota: string, person: string): Promise<Row[]> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const response = await machine.requests.get(`/api/v1/rotas/${rota}/duty?from=${firstOf(-1)}T12:00:00Z&to=${firstOf(0)}T00:00:00Z`);
  const { duty } = await response.json();
  return (duty as Row[]).filter(({ lead, engineer }) => lead?.id === person || engineer?.id === person);
}

/** A wall time where the demo's people live, so many minutes after an instant. */
function field(at: string, minutes: number): string {
  const later = new Date(Date.parse(at) + minutes * 60_000);
  return later.toLocaleString('sv-SE', { timeZone: 'Europe/London' }).slice(0, 16).replace(' ', 'T');
}

async function as(browser: Browser, server: TandemServer, cast: Cast, viewer: Exclude<Viewer, 'nobody'>): Promise<Page> {
  const storageState = await personOf(cast, viewer).requests.storageState();
  const context = await browser.newContext({ baseURL: server.url, storageState });
  return context.newPage();
}

test('duty and a call-out are submitted, approved, exported, and made good when they change', async ({ page, cast, server, browser }) => {
  const team = cast.teams[0];
  await payEverything(cast);
  const duty = await dutyOf(server, team.rota, team.memberId);
  const statement = `/pay/statements/${firstOf(-1)}.${team.memberId}`;
  const from = duty[0]?.from ?? '';

  await open(page, '/pay/call-outs');
  const entry = page.locator('details', { hasText: 'With its times' });
  if ((await entry.getAttribute('open')) === null) await page.getByText('With its times').click();
  await fill(page, { 'form[from]': field(from, 60), 'form[to]': field(from, 105), 'form[reason]': 'Disk full' });
  await page.getByRole('button', { name: 'Enter the call-out' }).click();
  await expect(page.getByText('The call-out is entered.')).toBeVisible();
  await expect(page.getByText('Disk full')).toBeVisible();
  await expectAccessible(page);

  await open(page, statement);
  await expect(page.locator('b', { hasText: 'Call-out' }).first()).toBeVisible();
  await page.locator('summary', { hasText: 'Call-out' }).first().click();
  await expect(page.getByText(/“Disk full”/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'It is right: submit it' }).click();
  await expect(page.getByText('The statement is submitted.')).toBeVisible();

  const ada = await as(browser, server, cast, 'administrator');
  await open(ada, `/pay/run?period=${firstOf(-1)}`);
  const row = ada.locator('.pay-run li').filter({ has: ada.locator(`input[value="${firstOf(-1)}.${team.memberId}"]`) });
  await expect(row.getByText('Submitted')).toBeVisible();
  await expectAccessible(ada);
  await row.locator('input[type="checkbox"]').check();
  await ada.getByRole('button', { name: 'Approve the chosen' }).click();
  await expect(ada.getByText('The statements are approved.')).toBeVisible();
  await ada.getByRole('button', { name: /^Export and lock/ }).click();
  await expect(ada.getByText(/^The statements are with payroll/)).toBeVisible();
  await settled(ada);
  const fetched = ada.waitForEvent('download');
  await ada.getByRole('link', { name: 'Lines (CSV)' }).click();
  const lines = readFileSync(await (await fetched).path(), 'utf8');
  expect(lines).toContain('Disk full');

  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const late = duty.at(-1)?.from ?? '';
  const at = (minutes: number): string => new Date(Date.parse(late) + minutes * 60_000).toISOString().replace(/\.\d+Z/, 'Z');
  const data = { from: at(200), to: at(260), reason: 'Said late' };
  const made = await machine.requests.post(`/api/v1/people/${team.memberId}/call-outs`, { data });
  expect(made.status(), await made.text()).toBe(201);
  await open(page, statement);
  await expect(page.getByText('With payroll', { exact: true })).toBeVisible();
  await expect(page.getByText(/Said late/)).toHaveCount(0);
  await open(page, `/pay/statements/${firstOf(0)}.${team.memberId}`);
  await expect(page.getByRole('heading', { name: 'Made good of earlier periods' })).toBeVisible();
  const good = page.locator('.statement__group', { hasText: 'Made good' });
  await good.locator('summary').first().click();
  await expect(page.getByText(/Also due: .*Said late/)).toBeVisible();
  const before = await good.locator('.statement__line').count();

  const { rota, night } = await nightOf(server, team.memberId);
  const manager = await as(browser, server, cast, 'manager');
  await open(manager, `/rotas/${rota}/correct?from=${night.from}&to=${night.to}`);
  const other = team.people.find((id) => id !== night.lead?.id && id !== night.engineer?.id) ?? '';
  await manager.getByLabel(night.lead?.id === team.memberId ? 'Lead was' : 'Engineer was').selectOption(other);
  await manager.getByRole('button', { name: 'Preview' }).click();
  await fill(manager, { 'form[reason]': 'Somebody else did it' });
  await manager.getByRole('button', { name: 'Correct the past' }).click();
  await expect(manager.locator('[data-saved]')).toContainText('Past duty corrected');
  await open(page, `/pay/statements/${firstOf(0)}.${team.memberId}`);
  await expect(page.getByText(/^−£/).first()).toBeVisible();
  expect(await good.locator('.statement__line').count(), 'what somebody else did is taken back').toBeGreaterThan(before);
  await open(page, statement);
  await expect(page.getByText('With payroll', { exact: true })).toBeVisible();
});

test('pay fits a phone, and a member reaches nobody else’s', async ({ page, cast }) => {
  const team = cast.teams[0];
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of ['/pay', '/pay/call-outs', `/pay/statements/${firstOf(-1)}.${team.memberId}`]) {
    await open(page, address);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(390);
  }
  const theirs = cast.teams[1].memberId;
  for (const address of [`/pay/statements/${firstOf(-1)}.${theirs}`, `/pay/run`, `/pay/call-outs?person=${theirs}`]) {
    const response = await page.goto(address);
    expect(response?.status(), address).toBe(403);
  }
});
