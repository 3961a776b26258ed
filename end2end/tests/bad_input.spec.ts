import type { Page } from '@playwright/test';
import { Machine } from '../support/api';
import { expect, test, type Viewer } from '../support/demo';
import type { Cast, Fields } from '../support/organisation';
import { confirmPublishing } from '../support/newcomer';
import { draftOf } from '../support/organisation';
import { field, fill, open, settled } from '../support/page';
import { dateOf, daysAfter } from '../support/time';

test.use({ viewer: 'administrator', expectedErrors: [/status of 4(03|09|12|13|22)/] });

const everywhere = { tag: '@no-javascript' };
const day = (days: number): string => dateOf(daysAfter(new Date(), days), 'UTC');

/** What is typed into a form in vain. */
interface Slip {
  what: string;
  viewer?: Viewer;
  page: (cast: Cast) => string;
  /** The button that sends the form. */
  button: string | RegExp;
  typed: Fields;
  /** More to do before it is sent. */
  also?: (page: Page) => Promise<void>;
  /** What is said beside each field. */
  said: Record<string, RegExp>;
}

const newRota = (): string => '/rotas/new';
const leave = ({ teams }: Cast): string => `/teams/${teams[0].slug}/leave`;
const member = ({ teams }: Cast): string => `/people/${teams[0].memberId}`;

const SLIPS: Slip[] = [
  {
    what: 'a wrong password',
    viewer: 'nobody',
    page: () => '/sign-in',
    button: 'Sign in',
    typed: { email: 'someone@example.org', password: 'not the password' },
    said: { password: /did not match/ },
  },
  {
    what: 'a rota with a blank name and a handover out of reach',
    page: newRota,
    button: 'Create rota',
    typed: { 'rota[name]': '   ', 'rota[first_handover]': '2999-01-04T09:00', 'rota[every]': '0', 'rota[also_at]': '25:00' },
    said: { 'rota[name]': /A name is needed/, 'rota[first_handover]': /2999 is out of reach/, 'rota[every]': /‘0’/, 'rota[also_at]': /25:00/ },
  },
  {
    what: 'windows without days, and one whose end cannot be read',
    page: newRota,
    button: 'Create rota',
    typed: { 'rota[name]': 'Windows', 'rota[windows][0][from]': '22:00', 'rota[windows][0][to]': '23:00' },
    also: (page) => page.getByRole('radio', { name: 'Own windows' }).check(),
    said: {},
  },
  {
    what: 'leave that ends before it begins',
    page: leave,
    button: 'Add leave',
    typed: { 'form[first_day]': day(9), 'form[last_day]': day(8), 'form[note]': 'kept' },
    said: { 'form[last_day]': /before|after|earlier/i },
  },
  {
    what: 'leave without a day',
    page: leave,
    button: 'Add leave',
    typed: { 'form[note]': 'kept' },
    said: { 'form[first_day]': /day/ },
  },
  {
    what: 'an address that is none',
    page: member,
    button: 'Save',
    typed: { 'person[name]': 'Kept Name', 'person[email]': 'nobody@nowhere' },
    said: { 'person[email]': /‘nobody@nowhere’ is not an e-mail address/ },
  },
  {
    what: 'an address and a telephone number that are none',
    page: () => '/people/new',
    button: 'Add person',
    typed: { 'person[name]': 'Kept Name', 'person[email]': 'nobody@nowhere', 'person[phone]': '12' },
    said: { 'person[email]': /‘nobody@nowhere’ is not an e-mail address/, 'person[phone]': /12/ },
  },
  {
    what: 'a short password',
    page: member,
    button: 'Set password',
    typed: { password: 'short' },
    said: { password: /5 characters: a password has 12 to 128/ },
  },
  {
    what: 'a person who is there already',
    page: () => '/people/new',
    button: 'Add person',
    typed: { 'person[name]': 'Twice Over', 'person[email]': 'robin.reader@example.org' },
    said: { 'person[email]': /robin\.reader@example\.org/ },
  },
  {
    what: 'a team that is there already',
    page: () => '/teams',
    button: 'Create team',
    typed: { name: 'payments' },
    said: { name: /There is a team ‘Payments’ already/ },
  },
  {
    what: 'a share of nothing',
    page: ({ teams }) => `/teams/${teams[0].slug}?edit=${teams[0].memberId}`,
    button: 'Save',
    typed: { 'member[share_percent]': '0' },
    said: { 'member[share_percent]': /1 to 100/ },
  },
  {
    what: 'office hours that end before they begin',
    page: () => '/settings/organisation',
    button: 'Save',
    typed: { 'organisation[name]': 'Kept', 'organisation[office_from]': '17:00', 'organisation[office_to]': '' },
    said: { 'organisation[office_to]': /./ },
  },
  {
    what: 'a token without a name',
    page: () => '/settings/tokens',
    button: 'Create token',
    typed: { 'token[name]': '   ' },
    said: { 'token[name]': /A name is needed/ },
  },
  {
    what: 'a step of a policy that comes never',
    page: ({ teams }) => `/services/${teams[0].service}`,
    button: 'Save policy',
    typed: { 'policy[steps][1][after]': '99999' },
    said: { 'policy[steps][1][after]': /0 to 1440/ },
  },
  {
    what: 'a plan of no weeks',
    page: ({ teams }) => `/rotas/${teams[0].rota}/plan`,
    button: /^Plan( again)?$/,
    typed: { 'form[weeks]': '0' },
    said: { 'form[weeks]': /1 to 104/ },
  },
  {
    what: 'a plan of too many weeks that leaves time out',
    page: ({ teams }) => `/rotas/${teams[0].rota}/plan`,
    button: /^Plan( again)?$/,
    typed: { 'form[weeks]': '2', 'form[from]': '2060-01-01' },
    said: { 'form[from]': /leaves time out/ },
  },
];

for (const { what, viewer, page: address, button, typed, also, said } of SLIPS) {
  test.describe(() => {
    test.use({ viewer: viewer ?? 'administrator' });

    test(`${what}: said beside the field, kept as typed, not written`, everywhere, async ({ page, cast, server }) => {
      const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
      await open(page, address(cast));
      const before = await machine.revision(cast.teams[0].rota);
      await page.locator('main details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
      await also?.(page);
      await fill(page, typed);
      const send = page.getByRole('button', { name: button, exact: true });
      await send.click();
      for (const [name, words] of Object.entries(said)) {
        await expect(page.locator(`[id="${name}-error"]`)).toHaveText(words);
        await expect(page.locator(`[id="${name}-error"]`)).toBeVisible();
        await expect(field(page, name)).toHaveAttribute('aria-invalid', 'true');
      }
      await expect(page.locator('.field__error:visible').first()).toBeVisible();
      await expect(page.getByRole('alert').first()).toBeVisible();
      for (const [name, value] of Object.entries(typed)) {
        if (!/password/.test(name)) await expect(field(page, name)).toHaveValue(value);
      }
      expect(await machine.revision(cast.teams[0].rota)).toBe(before);
    });
  });
}

test.describe('covers', () => {
  test('one person in both roles, an inverted span and the past are each refused before anything is made', everywhere, async ({ page, cast, server }) => {
    const { rota, people } = cast.teams[0];
    const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
    const before = await machine.revision(rota);
    const asked = async (choice: Fields): Promise<void> => {
      const query = new URLSearchParams({ role: 'lead', lead: people[0] ?? '', engineer: people[1] ?? '', preview: 'yes', ...choice });
      await open(page, `/rotas/${rota}/cover?${query}`);
    };
    const refusal = page.locator('[data-rule]');
    const ahead = await machine.duty(rota, daysAfter(new Date(), 9), daysAfter(new Date(), 19));
    const { from = '', to = '' } = ahead.find(({ state }) => state === 'covered') ?? {};
    await asked({ role: 'both', engineer: people[0] ?? '', from, to });
    await expect(refusal).toHaveAttribute('data-rule', 'two-people');
    await expect(refusal).toContainText('cannot be Lead and Engineer at once: choose two people.');
    await asked({ from: `${day(-2)}T18:00`, to: `${day(-1)}T09:00` });
    await expect(refusal).toHaveAttribute('data-rule', 'past');
    await asked({ from: `${day(10)}T18:00`, to: `${day(9)}T18:00` });
    await expect(refusal).toContainText('is not after');
    await expect(field(page, 'from')).toHaveValue(`${day(10)}T18:00`);
    await expect(field(page, 'to')).toHaveValue(`${day(9)}T18:00`);
    await asked({ from: 'soon', to: 'later' });
    await expect(refusal).toContainText('‘soon’ is not a date and time');
    await expect(page.getByRole('button', { name: /^Cover/ })).toHaveCount(0);
    expect(await machine.revision(rota)).toBe(before);
  });
});

test.describe('people files', () => {
  const header = 'name,email,time_zone,phone,team,qualifications,fte_percent';
  const upload = async (page: Page, text: string | Buffer): Promise<void> => {
    await open(page, '/people/import');
    await page.getByLabel('People file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Check file' }).click();
  };

  test('a byte-order mark, semicolons and line ends of Windows are read', everywhere, async ({ page }) => {
    const row = 'Jürgen Groß;juergen.gross@example.org;Europe/Berlin;+4930123456;Payments;lead+engineer;100';
    await upload(page, `\ufeff${header.replaceAll(',', ';')}\r\n${row}\r\n`);
    await expect(page.locator('.answer')).toHaveText('1 new, 0 changed');
    await expect(page.getByRole('cell', { name: 'juergen.gross@example.org' })).toBeVisible();
  });

  test('each bad line is named with its column and value, and nothing is written', everywhere, async ({ page, cast, server }) => {
    const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
    const before = await machine.revision(cast.teams[0].rota);
    const rows = [
      'Ann,ann@example.org,Europe/London,,Payments,lead,100',
      'Ben,ann@example.org,Mars/Olympus,12,Payments,boss,0',
      '"Unfinished,ben@example.org,Europe/London,,Payments,lead,100',
    ];
    await upload(page, [header, ...rows.slice(0, 2)].join('\n'));
    const table = page.getByRole('table');
    for (const words of ['Mars/Olympus', 'boss']) {
      await expect(table.getByRole('row').filter({ hasText: 'Line 3' }).filter({ hasText: words })).toBeVisible();
    }
    await upload(page, [header, rows[0], (rows[0] ?? '').replace('Ann,', 'Ben,')].join('\n'));
    await expect(table.getByRole('row').filter({ hasText: 'Line 3' }).first()).toContainText(/Ann|Ben|ann@example\.org/);
    await upload(page, `${header},shoe_size\n${rows[0]},44\n`);
    await expect(table.getByRole('row', { name: /Line 1 shoe_size/ })).toContainText('There is no column of this name');
    await upload(page, [header, rows[2]].join('\n'));
    await expect(page.getByRole('alert')).toContainText('to correct');
    await upload(page, '');
    await expect(page.getByRole('alert')).toContainText('1 thing to correct');
    await upload(page, Buffer.from([0xff, 0xfe, 0x6e, 0x00]));
    // As UTF-16 it says “n”, which is the name of no column.
    await expect(table).toContainText('There is no column of this name');
    expect(await machine.revision(cast.teams[0].rota)).toBe(before);
  });

  test('a file of more than 10 MB is refused with what to do', everywhere, async ({ page }) => {
    await upload(page, Buffer.alloc(10 * 1024 * 1024 + 1, 'a'));
    await expect(page.getByRole('table')).toContainText('Split it, with the first line in each part.');
    await upload(page, Buffer.alloc(12 * 1024 * 1024, 'a'));
    await expect(page.getByRole('table')).toContainText('Split it, with the first line in each part.');
  });
});

test.describe('an unknown zone', () => {
  const offer = (page: Page, name: string): Promise<void> =>
    field(page, name).evaluate((select) => select.append(new Option('Mars/Olympus', 'Mars/Olympus')));

  test('is said beside the field', async ({ page }) => {
    await open(page, '/rotas/new');
    await offer(page, 'rota[zone]');
    await fill(page, { 'rota[name]': 'On Mars', 'rota[zone]': 'Mars/Olympus' });
    await page.getByRole('button', { name: 'Create rota' }).click();
    await expect(page.locator('[id="rota[zone]-error"]')).toContainText('Mars/Olympus');
    await expect(field(page, 'rota[name]')).toHaveValue('On Mars');
  });
});

test.describe('two tabs on the same thing', () => {
  /** Opens the page in two tabs, changes it in the first, and gives the second. */
  const secondTab = async (page: Page, address: string, change: (page: Page) => Promise<void>): Promise<Page> => {
    await open(page, address);
    const second = await page.context().newPage();
    await open(second, address);
    await change(page);
    return second;
  };

  test('a rota’s settings are not overwritten by what was opened before them', everywhere, async ({ page, cast, server }) => {
    const { rota } = cast.teams[0];
    const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
    const second = await secondTab(page, `/rotas/${rota}/settings`, async (first) => {
      await fill(first, { 'rota[every]': '3' });
      await first.getByRole('button', { name: 'Save rota' }).click();
      await expect(first).toHaveURL(/saved=\d+/);
    });
    const before = await machine.revision(rota);
    await fill(second, { 'rota[name]': 'Kept name', 'rota[every]': '2' });
    await second.getByRole('button', { name: 'Save rota' }).click();
    await expect(second.getByRole('alert')).toContainText('changed the handover of this rota');
    await expect(field(second, 'rota[name]')).toHaveValue('Kept name');
    await expect(field(second, 'rota[every]')).toHaveValue('2');
    expect(await machine.revision(rota)).toBe(before);
    // The form still knows what it was opened with: sending it again is refused again.
    await settled(second);
    await second.getByRole('button', { name: 'Save rota' }).click();
    await expect(second.getByRole('alert')).toContainText('changed the handover of this rota');
    expect(await machine.revision(rota)).toBe(before);
    await second.getByLabel(/Save mine over it/).check();
    await second.getByRole('button', { name: 'Save rota' }).click();
    await expect(second).toHaveURL(/saved=\d+/);
    expect(await machine.revision(rota)).toBeGreaterThan(before);
  });

  test('an escalation policy is not overwritten by what was opened before it', everywhere, async ({ page, cast, server }) => {
    const { rota, service } = cast.teams[0];
    const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
    const second = await secondTab(page, `/services/${service}`, async (first) => {
      await fill(first, { 'policy[steps][1][after]': '7' });
      await first.getByRole('button', { name: 'Save policy' }).click();
      await expect(first).toHaveURL(/done=policy/);
    });
    const before = await machine.revision(rota);
    await fill(second, { 'policy[steps][1][after]': '8' });
    await second.getByRole('button', { name: 'Save policy' }).click();
    await expect(second.getByRole('alert')).toContainText('Somebody else changed this policy');
    await expect(field(second, 'policy[steps][1][after]')).toHaveValue('8');
    expect(await machine.revision(rota)).toBe(before);
  });

  test('only the draft that was looked at is published', everywhere, async ({ page, cast, server }) => {
    const { rota } = cast.teams[0];
    const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
    const draft = await draftOf(server, rota);
    const address = `/rotas/${rota}/drafts/${draft}`;
    const second = await secondTab(page, `${address}/publish`, async (first) => {
      await open(first, address);
      await first.getByText('Rename', { exact: true }).first().click();
      await fill(first, { 'form[name]': 'Another name' });
      await first.getByRole('button', { name: 'Rename' }).click();
      await expect(first.getByRole('heading', { name: 'Another name' })).toBeVisible();
    });
    const before = await machine.revision(rota);
    await second.getByRole('button', { name: /^Publish (now|with)/ }).click();
    await expect(second.getByRole('alert')).toContainText('Somebody changed this draft meanwhile');
    expect(await machine.revision(rota)).toBe(before);
    await open(second, address);
    await confirmPublishing(second);
    await expect(second).toHaveURL(/saved=\d+/);
  });
});

test('a session that ended leads to the sign-in page and back', everywhere, async ({ page, cast, server }) => {
  const demo = server.demo?.admin ?? { email: '', password: '' };
  await open(page, `/rotas/${cast.teams[0].rota}/settings`);
  await page.context().clearCookies();
  await page.goto(`/rotas/${cast.teams[0].rota}/settings`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await settled(page);
  await fill(page, demo);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`/rotas/${cast.teams[0].rota}/settings`);
});
