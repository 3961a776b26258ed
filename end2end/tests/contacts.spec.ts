import { expectAccessible, fill, open, settled, signIn } from '../support/page';
import { expect, test } from '../support/test';

const everywhere = { tag: ['@phone', '@no-javascript'] };
const MOBILE = '+447700900123';

test.describe('without mail', () => {
  test.use({ seed: 'demo', expectedErrors: [/40[39]|422/] });

  test('somebody says how to reach them, in their own order', everywhere, async ({ page, server }, { project }) => {
    await signIn(page, server.demo!.admin);
    await open(page, '/settings');
    await page.getByRole('link', { name: 'Contact methods' }).click();
    await expect(page.getByRole('heading', { name: 'Contact methods' })).toBeVisible();
    await settled(page);
    const items = page.locator('.contacts > li');
    const before = await items.count();

    await fill(page, { kind: 'Text message', value: '07700 900123' });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('‘07700 900123’ is not an international telephone number').first()).toBeVisible();
    await settled(page);
    await fill(page, { kind: 'Text message', value: '+44 7700 900123' });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('Added.')).toBeVisible();
    await expect(items).toHaveCount(before + 1);
    await settled(page);
    const own = items.filter({ hasText: MOBILE });
    await expect(own).toContainText('Not verified');
    await expect(own).toContainText('A code cannot be sent to a telephone yet.');
    await expect(own.getByRole('button', { name: 'Mark as checked' })).toHaveCount(0);
    if (project.name !== 'no-javascript') await expectAccessible(page);

    for (let place = before - 1; place > 0; place -= 1) {
      await page.getByRole('button', { name: `Move ${MOBILE} up` }).click();
      await expect(items.nth(place - 1)).toContainText(MOBILE);
      await settled(page);
    }
    await expect(page.getByRole('button', { name: `Move ${MOBILE} up` })).toBeDisabled();

    await page.getByRole('link', { name: `Change ${MOBILE}` }).click();
    await settled(page);
    await own.or(items.first()).getByRole('textbox').fill('+44 7700 900124');
    await page.getByLabel('Used for').selectOption('P1 only');
    await page.getByLabel('By night').selectOption('Not for services with support in office hours only');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(items.first()).toContainText('+447700900124');
    await expect(items.first()).toContainText('for P1 only');
    await expect(items.first()).toContainText('not by night');
    await settled(page);
    await page.getByRole('button', { name: 'Remove +447700900124' }).click();
    await expect(page.getByText('Removed.')).toBeVisible();
    await expect(items).toHaveCount(before);
  });

  test('pages say that there is no mail, and whom to ask', async ({ page, server }) => {
    await open(page, '/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page.getByText('Ask an administrator of your organisation')).toBeVisible();
    await expectAccessible(page);
    await signIn(page, server.demo!.admin);
    await open(page, '/settings/mail');
    await expect(page.getByText('Mail is not set up')).toBeVisible();
  });
});

test.describe('with mail', () => {
  test.use({ seed: 'demo', sendsMail: true, expectedErrors: [/40[39]|422/] });

  test('an invitation arrives, and so do a code and a new password', async ({ page, server, mail, browser }) => {
    test.slow();
    const email = 'ines.costa@example.org';
    await signIn(page, server.demo!.admin);
    await open(page, '/people/new');
    await page.getByLabel('Name').fill('Ines Costa');
    await page.getByLabel('E-mail', { exact: true }).fill(email);
    await expect(page.getByLabel('Send the invitation')).toBeChecked();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add person' }).click();
    await expect(page.getByText(`Invitation for Ines Costa, on its way to ${email}.`)).toBeVisible();
    const invitation = await mail.letterTo(email);
    expect(invitation.text).toContain('Hello Ines Costa,');
    const link = /^http\S+\/enter\?key=\S+$/m.exec(invitation.text)?.[0] ?? '';

    const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB' });
    const invited = await context.newPage();
    await open(invited, link);
    await expect(invited.getByRole('heading', { name: 'Welcome, Ines Costa' })).toBeVisible();
    await invited.getByLabel('Password').fill('two boats at sea');
    await invited.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(invited).toHaveURL(`${server.url}/`);

    await open(invited, '/settings/contacts');
    await fill(invited, { kind: 'E-mail', value: 'ines@home.example' });
    await invited.getByRole('button', { name: 'Add', exact: true }).click();
    await invited.getByRole('button', { name: 'Send a code to ines@home.example' }).click();
    const code = (await mail.letterTo('ines@home.example')).subject.slice(0, 6);
    await expectAccessible(invited);
    await invited.getByLabel('Code').fill(code === '000000' ? '000001' : '000000');
    await invited.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(invited.getByText('That is not the code.')).toBeVisible();
    await invited.getByLabel('Code').fill(code);
    await invited.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(invited.getByText('Verified: it reaches you.')).toBeVisible();
    await expectAccessible(invited);

    await context.clearCookies();
    await open(invited, '/forgotten');
    await expectAccessible(invited);
    await invited.getByLabel('E-mail').fill('nobody@example.org');
    await invited.getByRole('button', { name: 'Send the link' }).click();
    await expect(invited.getByText('If this address can sign in here')).toBeVisible();
    await open(invited, '/forgotten');
    await invited.getByLabel('E-mail').fill(email);
    await invited.getByRole('button', { name: 'Send the link' }).click();
    const reset = await mail.letterTo(email);
    expect(reset.subject).toBe('Set a new password for Tandem');
    await open(invited, /^http\S+\/enter\?key=\S+$/m.exec(reset.text)?.[0] ?? '');
    await expect(invited.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
    await context.close();

    await open(page, '/settings/mail');
    await expect(page.getByText('All mail is sent')).toBeVisible();
    await page.getByRole('button', { name: 'Send me a test mail' }).click();
    expect((await mail.letterTo(server.demo!.admin.email)).subject).toBe('Mail from Tandem works');
    await expect(page.getByRole('listitem').filter({ hasText: 'Test mail' }).first()).toContainText('Sent');
    await expectAccessible(page);
  });
});
