import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expectAccessible, hydrated, open, signIn } from '../support/page';
import { expect, test } from '../support/test';

/** A phone: a narrow window that is touched. */
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true };
const FIRST = 'two boats at sea';
const SECOND = 'three boats at sea';

test.use({ seed: 'demo', expectedErrors: [/40[134]|422/] });

/** Moves to a control by Tab alone and presses it. */
async function pressByKeyboard(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error('eighty presses of Tab do not reach it');
}

/** The link that the page shows once. */
async function shownLink(page: Page): Promise<string> {
  return page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
}

test.describe.serial('from the invitation to the deactivation', () => {
  let phone: BrowserContext;
  let personPage = '';
  let feed = '';
  const email = 'nia.morgan@example.org';

  test.afterAll(async () => {
    await phone?.close();
  });

  test('an administrator invites somebody, and the list says until when', async ({ page, browser, server }) => {
    // It starts the server and opens a second browser besides.
    test.slow();
    await signIn(page, server.demo!.admin);
    await open(page, '/people/new');
    await expectAccessible(page);
    await page.getByLabel('Name').fill('Nia Morgan');
    await page.getByLabel('E-mail').fill(email);
    await expect(page.getByLabel('Make an invitation')).toBeChecked();
    await page.getByRole('button', { name: 'Add person' }).click();
    await expect(page.getByText('Invitation for Nia Morgan.')).toBeVisible();
    await hydrated(page);
    await expectAccessible(page);
    personPage = new URL(page.url()).pathname;
    const link = await shownLink(page);
    await open(page, '/people?q=Nia');
    await expect(page.getByRole('table').getByText('Invited', { exact: true })).toBeVisible();
    await expectAccessible(page);

    phone = await browser.newContext({ ...PHONE, baseURL: server.url, locale: 'en-GB' });
    const invited = await phone.newPage();
    await open(invited, link);
    await expect(invited.getByRole('heading', { name: 'Welcome, Nia Morgan' })).toBeVisible();
    await expectAccessible(invited);
    await invited.getByLabel('Password').fill('Password1234');
    await invited.getByRole('button', { name: 'Set password and sign in' }).tap();
    await expect(invited.getByText('one of the first that anybody would try').first()).toBeVisible();
    await invited.getByLabel('Password').fill(FIRST);
    await invited.getByRole('button', { name: 'Set password and sign in' }).tap();
    await expect(invited).toHaveURL(`${server.url}/`);
    await expect(invited.getByRole('navigation', { name: 'Main, phone' })).toBeVisible();
    const again = await invited.request.get(link);
    expect(again.status()).toBe(403);
  });

  test('they sign in on a phone, see where, and change their password by keyboard alone', async ({ server }) => {
    const page = phone.pages()[0]!;
    await phone.clearCookies();
    await signIn(page, { email, password: FIRST });
    await open(page, '/me');
    await page.getByRole('button', { name: 'Get the address' }).tap();
    feed = await page.getByRole('textbox', { name: 'Calendar address' }).inputValue();
    expect((await page.request.get(feed)).status()).toBe(200);

    await open(page, '/settings/security');
    await expect(page.getByText('This one')).toHaveCount(1);
    await expect(page.getByRole('button', { name: /^End the session/ })).toHaveCount(1);
    await expectAccessible(page);
    await pressByKeyboard(page, page.getByRole('button', { name: 'End all others' }));
    await expect(page.getByRole('button', { name: /^End the session/ })).toHaveCount(0);
    await expect(page.getByText('This one')).toHaveCount(1);

    await page.getByLabel('Present password').focus();
    await page.keyboard.type('not my password');
    await page.keyboard.press('Tab');
    await page.keyboard.type(SECOND);
    await page.keyboard.press('Enter');
    await expect(page.getByText('That is not your present password.').first()).toBeVisible();
    await page.getByLabel('Present password').fill(FIRST);
    await page.getByLabel('New password').fill(SECOND);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Your password is changed')).toBeVisible();
    await expectAccessible(page);
    await open(page, `${server.url}/`);
    await expect(page).toHaveURL(`${server.url}/`);
  });

  test('deactivated, nothing of theirs works any more', async ({ page, server }) => {
    await signIn(page, server.demo!.admin);
    await open(page, personPage);
    await page.getByRole('button', { name: 'Make a link' }).click();
    await expect(page.getByText('Link for Nia Morgan to set a new password.')).toBeVisible();
    const reset = await shownLink(page);
    await page.getByRole('button', { name: 'Deactivate Nia Morgan' }).click();
    await expect(page.getByRole('button', { name: 'Reactivate Nia Morgan' })).toBeVisible();
    await expectAccessible(page);

    const theirs = phone.pages()[0]!;
    await theirs.goto('/me');
    await expect(theirs).toHaveURL(/\/sign-in/);
    await theirs.getByLabel('E-mail').fill(email);
    await theirs.getByLabel('Password').fill(SECOND);
    await theirs.getByRole('button', { name: 'Sign in' }).tap();
    await expect(theirs.getByText('That did not match').first()).toBeVisible();
    expect((await theirs.request.get(reset)).status()).toBe(403);
    expect((await theirs.request.get(feed)).status()).toBe(404);
  });
});

test('somebody on duty who is deactivated leaves a list of what needs cover', async ({ page, server }) => {
  await signIn(page, server.demo!.admin);
  const headers = { authorization: `Bearer ${server.demo!.tokens.read}` };
  const [from, to] = [1, 28].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const answer = await page.request.get(`/api/v1/rotas/${server.demo!.rotas[0]}/duty?from=${from}&to=${to}`, { headers });
  const { duty } = (await answer.json()) as { duty: { lead: { id: string } | null }[] };
  const leads = new Set(duty.flatMap((row) => (row.lead ? [row.lead.id] : [])));
  let id = '';
  for (const lead of leads) {
    const person = await (await page.request.get(`/api/v1/people/${lead}`, { headers })).json();
    // The only administrator cannot be deactivated.
    if (person.row.role === 'member') id = lead;
  }
  await open(page, `/people/${id}`);
  await page.getByRole('button', { name: /^Deactivate / }).click();
  await expect(page.getByRole('heading', { name: 'Duty that needs cover' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Find cover for / }).first().click();
  await expect(page).toHaveURL(/\/rotas\/.*\/cover\?role=/);
});
