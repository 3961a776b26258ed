import type { Browser, Page } from '@playwright/test';
import { Machine, type Stretch } from '../support/api';
import { expect, test } from '../support/demo';
import { PASSWORD, Person } from '../support/organisation';
import { expectAccessible, open, scripted, settled, signIn } from '../support/page';
import type { TandemServer } from '../support/server';
import { daysAfter } from '../support/time';

interface Choices {
  giver: string;
  giver_name: string;
  candidates: { id: string; name: string; can: boolean }[];
  returns: [string, string][];
}

/** Somebody with a browser of their own. */
interface InBrowser {
  id: string;
  name: string;
  person: Person;
  page: Page;
}

/** A stretch somebody may offer, and who could take it. */
interface Offerable {
  stretch: Stretch;
  address: string;
  choices: Choices;
}

/** The Lead's first stretch after so many days that somebody else can take. */
async function offerable(server: TandemServer, rota: string, days: number): Promise<Offerable> {
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const from = daysAfter(new Date(), days);
  const duty = await machine.duty(rota, from, daysAfter(from, 20));
  for (const stretch of duty.slice(1, -1).filter(({ state, lead, engineer }) => state === 'covered' && lead && engineer)) {
    const query = `role=lead&from=${stretch.from}&to=${stretch.to}`;
    const response = await machine.requests.get(`/api/v1/rotas/${rota}/offers?${query}`);
    expect(response.status()).toBe(200);
    const choices = (await response.json()) as Choices;
    if (choices.candidates.some(({ can }) => can)) return { stretch, choices, address: `/rotas/${rota}/offer?${query}` };
  }
  throw new Error(`${rota} has no stretch that somebody else can take`);
}

/** Signs somebody in, in a browser of their own. */
async function inBrowser(server: TandemServer, browser: Browser, admin: Person, id: string): Promise<InBrowser> {
  const { row } = await admin.done<{ row: { email: string; name: string } }>('people/show', { id });
  await admin.done('people/set-password', { id, password: PASSWORD });
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: scripted() });
  const page = await context.newPage();
  await signIn(page, { email: row.email, password: PASSWORD });
  return { id, name: row.name, person: await Person.signIn(server, row.name, row.email, PASSWORD), page };
}

/** The calendar of somebody, as their feed has it. */
async function calendarOf({ person }: InBrowser): Promise<string> {
  const { address } = await person.done<{ address: string }>('feeds/make', { kind: 'person', subject: '' });
  return (await person.requests.get(new URL(address).pathname)).text();
}

/** The start of a stretch as calendars write it. */
function calendarStart({ from }: Stretch): string {
  return from.replace(/[-:]/g, '');
}

async function offerTo(giver: InBrowser, taker: InBrowser, address: string): Promise<string> {
  await open(giver.page, address);
  await giver.page.getByLabel('People I choose').check({ force: true });
  await giver.page.getByRole('checkbox', { name: taker.name }).check();
  await giver.page.getByRole('button', { name: 'Offer it' }).click();
  await expect(giver.page.getByText('The offer is made')).toBeVisible();
  return new URL(giver.page.url()).pathname;
}

test.use({ expectedErrors: [/409/] });

test('an offer is accepted in another browser, and both calendars show it', { tag: ['@phone'] }, async ({ server, cast, browser }) => {
  test.slow();
  const { rota } = cast.teams[0];
  const found = await offerable(server, rota, 14);
  const best = found.choices.candidates.find(({ can }) => can);
  const giver = await inBrowser(server, browser, cast.administrator, found.choices.giver);
  const taker = await inBrowser(server, browser, cast.administrator, best?.id ?? '');
  expect(await calendarOf(giver)).toContain(calendarStart(found.stretch));

  const address = await offerTo(giver, taker, found.address);
  await expectAccessible(giver.page);
  await open(taker.page, '/offers');
  await expect(taker.page.getByRole('heading', { name: 'Waiting for your answer' })).toBeVisible();
  await expectAccessible(taker.page);
  await taker.page.getByRole('link', { name: new RegExp(`Offer of ${giver.name}`) }).first().click();
  await expect(taker.page).toHaveURL(new RegExp(`${address}$`));
  await settled(taker.page);
  await expect(taker.page.getByRole('heading', { name: 'Before' })).toBeVisible();
  await expectAccessible(taker.page);
  await taker.page.getByRole('button', { name: 'Accept' }).click();
  await expect(taker.page.getByText(`${taker.name} has taken it.`)).toBeVisible();

  await giver.page.reload();
  await expect(giver.page.getByText(`${taker.name} has taken it.`)).toBeVisible();
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const after = await machine.duty(rota, new Date(found.stretch.from), new Date(found.stretch.to));
  expect(after.map(({ lead }) => lead?.id)).toEqual([taker.id]);
  expect(await calendarOf(giver)).not.toContain(calendarStart(found.stretch));
  expect(await calendarOf(taker)).toContain(calendarStart(found.stretch));
});

test('two people swap their shifts, by keyboard alone', async ({ server, cast, browser }) => {
  test.slow();
  const { rota } = cast.teams[1];
  const found = await offerable(server, rota, 21);
  const able = new Set(found.choices.candidates.filter(({ can }) => can).map(({ name }) => name));
  const [value, words] = found.choices.returns.find(([, words]) => able.has(words.split(':')[0] ?? '')) ?? ['', ''];
  const name = words.split(':')[0] ?? '';
  const [, role = '', from = '', to = ''] = value.split(' ');
  const giver = await inBrowser(server, browser, cast.administrator, found.choices.giver);
  const other = found.choices.candidates.find((candidate) => candidate.name === name);
  const taker = await inBrowser(server, browser, cast.administrator, other?.id ?? '');

  await open(giver.page, found.address);
  await giver.page.getByLabel('In return').selectOption(value);
  await giver.page.getByRole('button', { name: 'Offer it' }).press('Enter');
  await expect(giver.page.getByText('The offer is made')).toBeVisible();

  await open(taker.page, new URL(giver.page.url()).pathname);
  await expect(taker.page.getByText('in return for')).toBeVisible();
  const accept = taker.page.getByRole('button', { name: 'Accept' });
  for (let presses = 0; presses < 60 && !(await accept.evaluate((button) => button === document.activeElement)); presses += 1) {
    await taker.page.keyboard.press('Tab');
  }
  await expect(accept).toBeFocused();
  await taker.page.keyboard.press('Enter');
  await expect(taker.page.getByText(`${name} has taken it.`)).toBeVisible();

  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const given = await machine.duty(rota, new Date(found.stretch.from), new Date(found.stretch.to));
  expect(given.map(({ lead }) => lead?.id)).toEqual([taker.id]);
  const returned = await machine.duty(value.split(' ')[0] ?? '', new Date(from), new Date(to));
  const held = returned.filter(({ state }) => state === 'covered').map((piece) => (role === 'lead' ? piece.lead?.id : piece.engineer?.id));
  expect(new Set(held)).toEqual(new Set([giver.id]));
});

test('duty in a leave is offered to the best candidates in one click', async ({ server, cast, browser }) => {
  test.slow();
  const found = await offerable(server, cast.teams[0].rota, 42);
  const away = await inBrowser(server, browser, cast.administrator, found.choices.giver);
  await open(away.page, '/me');
  await away.page.locator('[name="form[first_day]"]').first().fill(found.stretch.from.slice(0, 10));
  await away.page.locator('[name="form[last_day]"]').first().fill(found.stretch.to.slice(0, 10));
  await away.page.getByRole('button', { name: 'Add leave' }).click();
  const offer = away.page.getByRole('button', { name: 'Offer it to the best candidates' });
  await expect(offer).toBeVisible();
  await settled(away.page);
  await offer.click();
  await expect(away.page.getByText('Duty in that leave is offered')).toBeVisible();
  await expect(away.page.getByRole('heading', { name: 'Under way' })).toBeVisible();
});
