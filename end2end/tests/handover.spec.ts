import type { Page } from '@playwright/test';
import { Machine } from '../support/api';
import { expect, test } from '../support/demo';
import { type Cast, PASSWORD } from '../support/organisation';
import { expectAccessible, open, settled, signIn } from '../support/page';
import type { TandemServer } from '../support/server';

test.use({ expectedErrors: [/412/], viewer: 'administrator' });

interface View { key: string; text: string; seen: string; outgoing: { id: string; name: string }[]; incoming: { id: string; name: string }[] }
interface Shown { taking: View | null; giving: View | null }

async function shown(server: TandemServer, rota: string): Promise<{ machine: Machine; page: Shown }> {
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const response = await machine.requests.get(`/api/v1/rotas/${rota}/handover`);
  expect(response.status()).toBe(200);
  return { machine, page: (await response.json()) as Shown };
}

/** The notes of the latest change of duty, as those who went would have left them. */
async function leave(server: TandemServer, rota: string, notes: string): Promise<View> {
  const { machine, page } = await shown(server, rota);
  if (!page.taking) throw new Error('nobody has come on duty yet');
  const { key, seen } = page.taking;
  const response = await machine.requests.put(`/api/v1/rotas/${rota}/handover`, { data: { at: key, notes, seen } });
  expect(response.status(), await response.text()).toBe(200);
  return ((await response.json()) as Shown).taking!;
}

/** Signs somebody of a pair in, in the page's browser. */
async function become(page: Page, cast: Cast, id: string): Promise<void> {
  const { row } = await cast.administrator.done<{ row: { email: string } }>('people/show', { id });
  await cast.administrator.done('people/set-password', { id, password: PASSWORD });
  await page.context().clearCookies();
  await signIn(page, { email: row.email, password: PASSWORD });
}

/** Opens the form for the notes of a handover. */
async function change(page: Page, key: string) {
  const section = page.locator(`[data-handover="${key}"]`);
  await section.getByText(/^(Write|Change) the notes$/).click();
  return { section, notes: section.getByLabel('Notes for those who come'), save: section.getByRole('button', { name: 'Save notes' }) };
}

const noSideways = async (page: Page): Promise<void> => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
};

test('those who come read the notes and take over with one thumb', { tag: '@phone' }, async ({ page, cast, server }) => {
  const { rota } = cast.teams[0];
  const left = await leave(server, rota, 'The payment queue is slow since noon: https://status.example.org/q1\nWatch the retries.');
  const newcomer = left.incoming.find(({ id }) => !left.outgoing.some((other) => other.id === id));
  if (!newcomer) throw new Error('nobody has come');
  await become(page, cast, newcomer.id);
  await open(page, '/');
  const card = page.locator(`[data-rota="${rota}"]`);
  await expect(card).toContainText(/are not acknowledged yet by /);
  await expect(card.getByText('are not acknowledged yet by')).toContainText(newcomer.name);
  await expectAccessible(page);
  await card.getByRole('link', { name: /^Read and acknowledge/ }).click();
  await expect(page.getByRole('link', { name: 'https://status.example.org/q1' })).toHaveAttribute('rel', /noopener/);
  await expectAccessible(page);
  await noSideways(page);
  await settled(page);
  const take = page.getByRole('button', { name: 'I have read it and take over' });
  const box = await take.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await take.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(new RegExp(`^Acknowledged by ${newcomer.name},`))).toBeVisible();
  await expect(take).toHaveCount(0);
  await open(page, '/');
  // Whoever else comes has to acknowledge for themselves, and is named until then.
  await expect(card.getByText(new RegExp(`not acknowledged yet by .*${newcomer.name}`))).toHaveCount(0);
  const others = left.incoming.filter(({ id }) => id && id !== newcomer.id && !left.outgoing.some((other) => other.id === id));
  for (const other of others) await expect(card).toContainText(`not acknowledged yet by ${other.name}`);
});

test('notes are written by keyboard, and a stale edit keeps what was typed', async ({ page, cast, server }) => {
  const { rota } = cast.teams[1];
  const { machine, page: now } = await shown(server, rota);
  if (!now.giving) throw new Error('nobody comes next');
  await open(page, `/rotas/${rota}/handover`);
  const { section, notes } = await change(page, now.giving.key);
  await notes.focus();
  await page.keyboard.type('Mine');
  const theirs = { at: now.giving.key, notes: 'Theirs', seen: now.giving.seen };
  await machine.requests.put(`/api/v1/rotas/${rota}/handover`, { data: theirs });
  await section.getByRole('button', { name: 'Save notes' }).click();
  await expect(section.getByRole('alert')).toContainText('has changed these notes while you wrote');
  await expect(notes).toHaveValue('Mine');
  await expect(section.getByText('wrote meanwhile:')).toBeVisible();
  await expect(section.getByRole('status').getByText('Theirs', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await notes.fill('Theirs, and mine');
  await section.getByRole('button', { name: 'Save notes' }).click();
  await expect(page.getByText('Saved. Those who come read it here.')).toBeVisible();
  expect((await shown(server, rota)).page.giving?.text).toBe('Theirs, and mine');
  await expect(section.getByText('1 earlier version')).toBeVisible();
});

test('“Show” never lets notes be saved over that were not shown', async ({ page, cast, server }) => {
  const { rota } = cast.teams[0];
  const { machine, page: now } = await shown(server, rota);
  if (!now.giving) throw new Error('nobody comes next');
  const { key, seen } = now.giving;
  await open(page, `/rotas/${rota}/handover`);
  const { section, notes, save } = await change(page, key);
  await notes.fill('Mine');
  const left = await machine.requests.put(`/api/v1/rotas/${rota}/handover`, { data: { at: key, notes: 'Call the bank at nine', seen } });
  expect(left.status()).toBe(200);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(section.getByText('wrote meanwhile:')).toBeVisible();
  await expect(section.locator('.handover__theirs')).toContainText('Call the bank at nine');
  await expect(notes).toHaveValue('Mine');
  await expectAccessible(page);
  await save.click();
  await expect(page.getByText('Saved. Those who come read it here.')).toBeVisible();
  expect((await shown(server, rota)).page.giving?.text).toBe('Mine');
});

test('without scripts, what somebody else wrote is shown before it can be saved over', { tag: '@no-javascript-only' }, async ({ page, cast, server }) => {
  const { rota } = cast.teams[0];
  const { machine, page: now } = await shown(server, rota);
  if (!now.giving) throw new Error('nobody comes next');
  const { key, seen } = now.giving;
  await open(page, `/rotas/${rota}/handover`);
  const { section, notes, save } = await change(page, key);
  await notes.fill('Mine');
  await machine.requests.put(`/api/v1/rotas/${rota}/handover`, { data: { at: key, notes: 'Call the bank at nine', seen } });
  await save.click();
  await expect(section.locator('.handover__theirs')).toContainText('Call the bank at nine');
  await expect(notes).toHaveValue('Mine');
  await save.click();
  expect((await shown(server, rota)).page.giving?.text).toBe('Mine');
});

test('another person’s notes appear without a reload', async ({ page, cast, server }) => {
  const { rota } = cast.teams[1];
  await open(page, `/rotas/${rota}/handover`);
  await leave(server, rota, 'Left while the page was open.');
  await expect(page.getByText('Left while the page was open.').first()).toBeVisible();
});

test('a manager sets a checklist, and the rota does without notes and with them again', async ({ page, cast }) => {
  const { rota } = cast.teams[1];
  await open(page, `/rotas/${rota}/handover`);
  await page.getByText('Settings of handovers').click();
  await page.getByLabel('Checklist').fill('Alerts are quiet\nPhone is charged');
  await page.getByRole('button', { name: 'Save checklist' }).click();
  await expect(page.getByText('Checklist saved.')).toBeVisible();
  await open(page, `/rotas/${rota}/handover`);
  await page.getByText('Settings of handovers').click();
  await page.getByRole('button', { name: 'Do without them' }).click();
  await expect(page.getByText('This rota does without handover notes').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use handover notes' }).click();
  await expect(page.getByRole('heading', { name: 'Latest handover' })).toBeVisible();
});

test('earlier handovers are listed', async ({ page, cast, server }) => {
  const { rota } = cast.teams[0];
  await leave(server, rota, 'For the record.').catch(() => undefined);
  await open(page, `/rotas/${rota}/handovers`);
  await expect(page.getByRole('article').first()).toBeVisible();
  await expectAccessible(page);
  await noSideways(page);
});

test('somebody of another team reads none of it', async ({ cast }) => {
  const response = await cast.teams[1].member.requests.get(`/rotas/${cast.teams[0].rota}/handover`, { headers: { accept: 'text/html' } });
  expect(response.status()).toBe(403);
});
