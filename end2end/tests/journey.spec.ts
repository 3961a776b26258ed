import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { Machine, type Stretch, seconds } from '../support/api';
import { eventsOf } from '../support/calendar';
import { ADMINISTRATOR, enterLeave, fillRota, importPeople, PEOPLE, plan, publish, setUp } from '../support/newcomer';
import { field, fill, open, scripted, settled, signIn } from '../support/page';
import { expect, test } from '../support/test';
import { dateOf, daysAfter, firstWeekday, instantOf, wallOf, worded } from '../support/time';

const ZONE = 'Europe/London';
const ROTA = 'payments-out-of-hours';
const PASSWORD = 'another sentence to remember';

const everywhere = { tag: ['@phone', '@no-javascript'] };

/** A date and time as a field of a form takes it. */
function fieldTime(at: Date): string {
  const { hour, minute } = wallOf(at, ZONE);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${dateOf(at, ZONE)}T${two(hour)}:${two(minute)}`;
}

test.describe.serial('from an empty database', () => {
  const now = new Date();
  const nextMonday = firstWeekday(daysAfter(now, 1), 'Mon', ZONE);
  /** A week in which Amara is away. */
  const away = { first: firstWeekday(daysAfter(now, 8), 'Mon', ZONE), last: '' };
  away.last = dateOf(daysAfter(instantOf(away.first, '12:00', ZONE), 6), ZONE);
  /** A Tuesday night in a later week. */
  const tuesday = firstWeekday(daysAfter(now, 20), 'Tue', ZONE);
  const night = {
    from: instantOf(tuesday, '17:30', ZONE),
    to: instantOf(dateOf(daysAfter(instantOf(tuesday, '12:00', ZONE), 1), ZONE), '09:00', ZONE),
  };
  const tokens = { oncall: '', read: '' };
  let lead = { id: '', name: '' };

  test('a newcomer follows the set-up link and imports people', everywhere, async ({ page, server }) => {
    await setUp(page, server.setupLink);
    await expect(page.getByText('No rotas yet')).toBeVisible();
    await importPeople(page, PEOPLE, { answer: '20 new, 0 changed', teams: 'New teams: Payments, Identity, Publishing' });
    await expect(page.getByText('1–21 of 21 people')).toBeVisible();
    await open(page, '/teams/payments');
    await expect(page.getByText('8 members: 4 may be Lead, 6 may be Engineer')).toBeVisible();
  });

  test('creates a rota for Payments, looking at the coming handovers first', everywhere, async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    const name = 'Payments out of hours';
    await fillRota(page, { name, team: 'Payments', coverage: 'Out of hours' }, nextMonday);
    if (!scripted()) await page.getByRole('button', { name: 'Preview' }).click();
    const preview = page.locator('aside');
    const monday = worded(instantOf(nextMonday, '09:00', ZONE), ZONE, now);
    await expect(preview.getByRole('listitem').filter({ hasText: monday }).first()).toBeVisible();
    await expect(field(page, 'rota[name]')).toHaveValue(name);
    await page.getByRole('button', { name: 'Create rota' }).click();
    await expect(page).toHaveURL(`/rotas/${ROTA}/plan`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  });

  test('enters leave, plans 26 weeks, looks at the draft and publishes it', everywhere, async ({ page }) => {
    await signIn(page, ADMINISTRATOR);
    await enterLeave(page, 'payments', 'Amara Okafor', away.first, away.last);
    await plan(page, ROTA, 26);
    // The rest of the turn under way, and the turns of 26 weeks.
    await expect(page.locator('.plan__answer')).toContainText('27 shifts');
    await expect(page.locator('.plan__answer .answer')).toHaveText(/^No gaps, everybody within \d+ points?$/);
    await expect(page.getByText('Nothing: both roles of every shift have somebody, and every rule holds.')).toBeVisible();
    await expect(page.locator('.fair__row')).toHaveCount(8);
    await publish(page, ROTA);
    await open(page, `/rotas/${ROTA}/plan`);
    await expect(page.getByText('No draft yet')).toBeVisible();
    await open(page, `/rotas/${ROTA}/drafts`);
    await page.getByText('Discarded and published drafts').click();
    await expect(page.getByRole('link', { name: 'Draft 1' })).toBeVisible();
  });

  test('makes API tokens, and a machine gets each answer in one request', everywhere, async ({ page, server }) => {
    await signIn(page, ADMINISTRATOR);
    tokens.oncall = await makeToken(page, 'Status page', 'On-call');
    tokens.read = await makeToken(page, 'Alerting', 'Read');
    const onCall = await (await Machine.with(server, tokens.oncall)).onCall(ROTA, night.from);
    expect(onCall).toMatchObject({ rota: ROTA, state: 'covered', in_hours: false, gap: [], lead: { via: 'shift' }, engineer: { via: 'shift' } });
    expect(onCall.lead?.id).not.toBe(onCall.engineer?.id);
    lead = { id: onCall.lead?.id ?? '', name: onCall.lead?.name ?? '' };

    const escalation = await (await Machine.with(server, tokens.read)).escalation(ROTA, 'P1', night.from);
    expect(escalation.in_hours).toBe(false);
    const told = escalation.steps.map(({ after_seconds, targets }) => [after_seconds, targets[0]?.role, targets[0]?.person.name]);
    expect(told.slice(0, 2)).toEqual([
      [0, 'lead', onCall.lead?.name],
      [600, 'engineer', onCall.engineer?.name],
    ]);
    expect(escalation.steps[0]?.targets[0]?.person.contacts).toContainEqual({ kind: 'phone', value: expect.stringMatching(/^\+/) });
    // A token for on-call sees no contacts, so it is not for escalation with them.
    const refused = await (await Machine.with(server, tokens.oncall)).requests.get('/api/v1/rotas');
    expect(refused.status()).toBe(403);
  });

  test('duty covers exactly the hours asked for, by two people, none of them away', everywhere, async ({ server }) => {
    const machine = await Machine.with(server, tokens.read);
    const week = { from: instantOf(away.first, '09:00', ZONE), to: daysAfter(instantOf(away.first, '09:00', ZONE), 7) };
    const duty = await machine.duty(ROTA, week.from, week.to);
    const covered = duty.filter(({ state }) => state === 'covered');
    for (const { lead: one, engineer: other } of covered) {
      expect(one && other && one.id !== other.id && one.name !== 'Amara Okafor' && other.name !== 'Amara Okafor').toBe(true);
    }
    const holidays = new Set(['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29']);
    for (const { from, to } of duty.filter(({ state }) => state === 'off')) {
      const [start, end] = [wallOf(new Date(from), ZONE), wallOf(new Date(to), ZONE)];
      expect(`${start.hour}:${start.minute}–${end.hour}:${end.minute}`).toBe('9:0–17:30');
      expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(start.weekday);
      expect(holidays).not.toContain(dateOf(new Date(from), ZONE));
    }
    expect(duty.map(({ from }) => from).slice(1)).toEqual(duty.map(({ to }) => to).slice(0, -1));
  });

  test('the front page says who is on duty, until when, and who is next', everywhere, async ({ page, server }) => {
    await signIn(page, ADMINISTRATOR);
    const machine = await Machine.with(server, tokens.read);
    await open(page, '/');
    const told = await machine.onCall(ROTA);
    const card = page.locator(`[data-rota="${ROTA}"]`);
    const { weekday, hour, minute } = wallOf(new Date(), ZONE);
    const office = !['Sat', 'Sun'].includes(weekday) && hour * 60 + minute >= 540 && hour * 60 + minute < 1050;
    expect(told.in_hours && !office).toBe(false);
    expect(told.state).toBe(told.in_hours ? 'off' : 'covered');
    if (told.state === 'off') await expect(card).toContainText('Outside this rota’s coverage.');
    await expectHolders(card, [told.lead, told.engineer]);
    const next = card.locator('.duty__next');
    await expectTime(next.locator('time'), told.next?.at ?? '');
    await expect(next).toContainText(told.next?.lead?.name ?? 'nobody');
    await expect(next).toContainText(told.next?.engineer?.name ?? 'nobody');
    await expect(card.locator('.duty__gap')).toHaveCount(0);
  });

  test('a person gets a password, sees their shifts and subscribes to them', everywhere, async ({ page, browser, server }) => {
    await signIn(page, ADMINISTRATOR);
    await open(page, `/people?q=${encodeURIComponent(lead.name)}`);
    await page.getByRole('row', { name: lead.name }).getByRole('link', { name: lead.name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(lead.name);
    const email = await field(page, 'person[email]').inputValue();
    await fill(page, { password: PASSWORD });
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page.getByText('The password is set.')).toBeVisible();

    await become(page, { email, password: PASSWORD });
    await open(page, '/me');
    const machine = await Machine.with(server, tokens.read);
    const until = new Date((await machine.onCall(ROTA)).planned_until ?? 0);
    const mine = (await machine.duty(ROTA, new Date(), until)).flatMap((stretch) => held(stretch, lead.id));
    expect(mine.length).toBeGreaterThan(0);
    const first = mine[0];
    const begun = new Date(first?.start ?? 0) <= new Date();
    await expect(page.locator('.next .answer')).toContainText(begun ? 'until' : 'from');
    await expectTime(page.locator('.next .answer time'), (begun ? first?.end : first?.start) ?? '', zoneOf(email));
    await page.getByRole('button', { name: 'Get the address' }).click();

    const address = await page.getByRole('textbox', { name: 'Calendar address' }).inputValue();
    await expect(page.getByRole('link', { name: 'Open in calendar' })).toHaveAttribute('href', address.replace(/^https?:/, 'webcal:'));
    const calendar = await (await browser.newContext()).request.get(address);
    expect(calendar.status()).toBe(200);
    expect(calendar.headers()['content-type']).toContain('text/calendar');
    const text = await calendar.text();
    const events = eventsOf(text).map(({ start, end, role }) => ({ start, end, role }));
    expect(sorted(events)).toEqual(sorted(mine.map((one, index) => (index === 0 && begun ? { ...one, start: events[0]?.start ?? '' } : one))));
    expect(text).not.toMatch(/\+44\d|@example\.org|tel:/);
  });

  test.describe(() => {
    test.use({ expectedErrors: [/status of 409/] });

    test('a Tuesday night is covered, the two-people rule stands, and the cover is withdrawn again', everywhere, async ({ page, server }) => {
      const machine = await Machine.with(server, tokens.read);
      const before = await machine.onCall(ROTA, night.from);
      await signIn(page, { email: await emailOf(page, lead.name), password: PASSWORD });

      await chooseCover(page, 'lead');
      const choices = field(page, 'lead').locator('option');
      // Free and qualified people come first, without a word against them.
      const cover = { id: (await choices.first().getAttribute('value')) ?? '', name: (await choices.first().textContent()) ?? '' };
      expect([before.lead?.id, before.engineer?.id]).not.toContain(cover.id);
      await previewCover(page, { lead: cover.id });
      const preview = page.locator('section', { has: page.getByRole('heading', { name: 'Preview' }) });
      await expect(preview).toContainText(`${cover.name} 15 h 30 min more, ${before.lead?.name} 15 h 30 min less`);
      expect(await machine.onCall(ROTA, night.from)).toMatchObject({ lead: { id: before.lead?.id }, revision: before.revision });
      await preview.getByRole('button', { name: 'Cover' }).click();
      await expect(page.getByText('Cover made')).toBeVisible();
      await expect(page.getByRole('status')).toContainText(`${cover.name} is Lead`);
      const covered = await machine.onCall(ROTA, night.from);
      expect(covered.lead).toMatchObject({ id: cover.id, via: 'cover', from: seconds(night.from), until: seconds(night.to) });
      expect(covered.engineer?.id).toBe(before.engineer?.id);

      await test.step('the cover cannot be Engineer as well', async () => {
        await chooseCover(page, 'engineer');
        await previewCover(page, { engineer: cover.id });
        const refusal = page.getByRole('alert').filter({ hasText: 'One person cannot hold both roles' });
        await expect(refusal).toHaveAttribute('data-rule', 'two-people');
        await expect(refusal).toContainText(cover.name);
        await expect(page.getByRole('button', { name: 'Cover', exact: true })).toHaveCount(0);
        expect(await machine.revision(ROTA)).toBe(covered.revision);
      });

      await test.step('a cover whose withdrawal would give one person both roles goes only with the other', async () => {
        await chooseCover(page, 'engineer');
        await previewCover(page, { engineer: before.lead?.id ?? '' });
        const why = field(page, 'form[override_reason]');
        if (await why.count()) await why.fill('Nobody else is free.');
        await page.getByRole('button', { name: /^Cover/ }).click();
        await expect(page.getByText('Cover made')).toBeVisible();
        const both = await machine.onCall(ROTA, night.from);
        expect(both).toMatchObject({ lead: { id: cover.id }, engineer: { id: before.lead?.id, via: 'cover' } });
        await open(page, `/rotas/${ROTA}/cover`);
        const withdraws = (what: string): RegExp => new RegExp(`^${what}: ${cover.name} is Lead`);
        await expect(page.getByRole('button', { name: withdraws('Withdraw both in one change') })).toBeVisible();
        await expect(page.getByRole('button', { name: withdraws('Withdraw cover') })).toHaveCount(0);
        expect(await machine.revision(ROTA)).toBe(both.revision);
      });

      await test.step('withdrawn in the other order, both are gone', async () => {
        await open(page, `/rotas/${ROTA}/cover`);
        for (const words of [`${before.lead?.name} is Engineer`, `${cover.name} is Lead`]) {
          const withdraw = page.getByRole('button', { name: new RegExp(`^Withdraw cover: ${words}`) });
          await withdraw.click();
          await expect(withdraw).toHaveCount(0);
          await settled(page);
        }
        await expect(page.getByText('No cover now or later: everybody serves as planned.')).toBeVisible();
        const after = await machine.onCall(ROTA, night.from);
        expect(after).toMatchObject({ lead: { id: before.lead?.id, via: 'shift' }, engineer: { id: before.engineer?.id, via: 'shift' } });
      });
    });
  });

  test('a rota that is covered round the clock shows both people now, and a gap leads its card', everywhere, async ({ page, server }) => {
    await signIn(page, ADMINISTRATOR);
    const today = dateOf(now, ZONE);
    for (const name of ['Grace Kim', 'Aroha Ngata', 'Elif Yılmaz']) {
      await enterLeave(page, 'publishing', name, dateOf(daysAfter(now, -1), ZONE), dateOf(daysAfter(now, 20), ZONE));
    }
    const machine = await Machine.with(server, tokens.read);
    for (const team of ['Identity', 'Publishing']) {
      await fillRota(page, { name: `${team} always`, team, coverage: 'Round the clock' }, nextMonday);
      await page.getByRole('button', { name: 'Create rota' }).click();
      await expect(page).toHaveURL(/\/plan$/);
      await plan(page, `${team.toLowerCase()}-always`, 2);
      if (team === 'Publishing') {
        const unmet = page.locator('.plan__unmet');
        await expect(unmet.getByRole('listitem').first()).toContainText('Lead');
        await expect(unmet.getByRole('listitem').first()).toContainText(/Grace Kim[^;]*leave/);
      }
      await publish(page, `${team.toLowerCase()}-always`);
    }
    await open(page, '/');
    const [whole, gap] = [await machine.onCall('identity-always'), await machine.onCall('publishing-always')];
    expect(whole).toMatchObject({ state: 'covered', gap: [], lead: { via: 'shift' }, engineer: { via: 'shift' } });
    await expectHolders(page.locator('[data-rota="identity-always"]'), [whole.lead, whole.engineer]);
    expect(gap).toMatchObject({ state: 'covered', gap: ['lead'], lead: null });
    const card = page.locator('[data-rota="publishing-always"]');
    await expect(card.locator('.duty__gap')).toContainText('No Lead until');
    await expect(card.getByRole('link', { name: 'Find cover' })).toHaveAttribute('href', '/rotas/publishing-always/cover');
    await expect(page.locator('[data-rota]').first()).toHaveAttribute('data-rota', 'publishing-always');
    expect(today).toBe(dateOf(new Date(), ZONE));
  });
});

/** Makes a token on its page and takes its secret. */
async function makeToken(page: Page, name: string, scope: string): Promise<string> {
  await open(page, '/settings/tokens');
  await fill(page, { 'token[name]': name });
  await page.getByRole('radio', { name: new RegExp(`^${scope}\\b`) }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText(`Token “${name}” created`)).toBeVisible();
  const secret = await page.getByLabel('New token').inputValue();
  expect(secret).toMatch(/^tandem_/);
  return secret;
}

/** The lanes show exactly these people, each until when. */
async function expectHolders(card: Locator, holders: ({ name: string; until: string } | null)[]): Promise<void> {
  const held = holders.filter((holder) => holder !== null);
  await expect(card.locator('.lane .lane__name')).toHaveText(held.map(({ name }) => name));
  for (const [index, { until }] of held.entries()) await expectTime(card.locator('.lane .lane__until time').nth(index), until);
}

/** A time on the page is this instant, and its words are the wall time in the zone. */
async function expectTime(shown: Locator, at: string, zone = ZONE): Promise<void> {
  await expect(shown).toHaveAttribute('datetime', at);
  const { weekday, hour, minute } = wallOf(new Date(at), zone);
  const time = [hour, minute].map((number) => String(number).padStart(2, '0')).join(':');
  await expect(shown).toHaveText(new RegExp(`^${weekday}\\b.*\\b${time}$`));
}

/** Signs in as somebody else. */
async function become(page: Page, who: { email: string; password: string }): Promise<void> {
  await page.context().clearCookies();
  await signIn(page, who);
}

/** The zone of somebody in the example organisation's people file. */
function zoneOf(email: string): string {
  const zone = new RegExp(`,${email},([^,]+),`).exec(readFileSync(PEOPLE, 'utf8'))?.[1];
  if (!zone) throw new Error(`${email} is not in ${PEOPLE}`);
  return zone;
}

/** The role somebody has in a stretch of duty. */
function held(stretch: Stretch, person: string): { start: string; end: string; role: string }[] {
  const roles = (['lead', 'engineer'] as const).filter((role) => stretch[role]?.id === person);
  return roles.map((role) => ({ start: stretch.from, end: stretch.to, role: role.toUpperCase() }));
}

function sorted(events: { start: string; end: string; role: string }[]): string[] {
  return events.map(({ start, end, role }) => `${start} ${end} ${role.toUpperCase()}`).sort();
}

/** The address of somebody in the example organisation. */
async function emailOf(page: Page, name: string): Promise<string> {
  await signIn(page, ADMINISTRATOR);
  await open(page, `/people?q=${encodeURIComponent(name)}`);
  const email = await page.getByRole('row', { name }).locator('[data-label="E-mail"]').textContent();
  await page.context().clearCookies();
  return email ?? '';
}

/** Opens the page of covers for the Tuesday night. */
async function chooseCover(page: Page, role: 'lead' | 'engineer'): Promise<void> {
  const tuesday = firstWeekday(daysAfter(new Date(), 20), 'Tue', ZONE);
  const wednesday = dateOf(daysAfter(instantOf(tuesday, '12:00', ZONE), 1), ZONE);
  const query = new URLSearchParams({ role, from: `${tuesday}T17:30`, to: `${wednesday}T09:00` });
  await open(page, `/rotas/${ROTA}/cover?${query}`);
  await expect(field(page, 'from')).toHaveValue(fieldTime(instantOf(tuesday, '17:30', ZONE)));
}

/** Asks what a choice would change. */
async function previewCover(page: Page, choice: Record<string, string>): Promise<void> {
  await fill(page, choice);
  await page.getByRole('button', { name: 'Preview' }).click();
  const possible = page.getByRole('heading', { name: 'Preview' });
  await expect(possible.or(page.locator('[data-rule]'))).toBeVisible();
  await settled(page);
}
