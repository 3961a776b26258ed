import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { expectAccessible, expectNoOverflow, open, pictures } from '../support/page';

test.use({ viewer: 'administrator', expectedErrors: [/status of 422/] });

const CALENDAR = [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN',
  'BEGIN:VEVENT', 'UID:1', 'DTSTART;VALUE=DATE:20240317', 'RRULE:FREQ=YEARLY', 'SUMMARY:St Patrick’s Day', 'END:VEVENT',
  'BEGIN:VEVENT', 'UID:2', 'DTSTART;VALUE=DATE:20271224', 'DTEND;VALUE=DATE:20271227', 'SUMMARY:Christmas', 'END:VEVENT',
  'END:VCALENDAR', '',
].join('\r\n');

/** Adds a calendar from a file. */
async function add(page: Page, name: string, key: string, text: string): Promise<void> {
  await open(page, '/pay/holidays/import');
  await page.locator('#name').fill(name);
  await page.locator('#key').fill(key);
  await page.getByLabel('File of holidays').setInputFiles({ name: 'days.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Add the calendar' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

test.describe.serial('a calendar of one’s own', () => {
  test('a calendar comes from a file, is followed by a person, and is not removed meanwhile', async ({ page }) => {
    await open(page, '/pay/cards');
    await page.getByRole('link', { name: 'Holidays' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Holiday calendars' })).toBeVisible();
    await pictures(page, 'holidays-empty');
    await add(page, 'Ireland', 'ie', CALENDAR);
    await expect(page.getByText('Saved. Plans, office hours and pay follow it from now on')).toBeVisible();
    await expect(page.getByText('St Patrick’s Day').first()).toBeVisible();
    await pictures(page, 'holidays-calendar');
    await expectAccessible(page);

    await open(page, '/pay/people');
    await page.getByRole('link', { name: /^Change / }).first().click();
    await page.getByLabel('Holidays of').selectOption({ label: 'Ireland' });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('cell', { name: 'Ireland' })).toBeVisible();

    await open(page, '/pay/holidays/IE');
    await expect(page.getByText('It can be removed once nothing follows it.')).toBeVisible();
    await open(page, '/pay/holidays');
    await expectAccessible(page);
    await pictures(page, 'holidays-list');
  });

  test('days are added, renamed and taken out by hand', async ({ page }) => {
    await open(page, '/pay/holidays/IE');
    await page.getByLabel('Date', { exact: true }).fill('2028-02-07');
    await page.locator('#form\\[name\\]').first().fill('St Brigid’s Day');
    await page.getByRole('button', { name: 'Add the day' }).click();
    await expect(page.getByText('The holiday is saved.')).toBeVisible();
    await expect(page.getByText('1 day added by', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: /^Take St Brigid’s Day out/ }).click();
    await expect(page.getByText('The holiday is taken out.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Take St Brigid’s Day out/ })).toHaveCount(0);
  });
});

test('what is wrong with a file is said with its place, and kept as typed @no-javascript', async ({ page }) => {
  await open(page, '/pay/holidays/import');
  await page.locator('#name').fill('France');
  await page.locator('#key').fill('FR');
  await page.locator('#text').fill('2027-05-01 Fête du Travail\n14.7.2027 Fête nationale');
  await page.getByRole('button', { name: 'Add the calendar' }).click();
  await expect(page.getByText('Nothing has been saved.')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'line 2' })).toBeVisible();
  await expect(page.locator('#text')).toHaveValue(/14\.7\.2027/);
  await pictures(page, 'holidays-faults');
  await page.locator('#text').fill('2027-05-01 Fête du Travail');
  await page.getByRole('button', { name: 'Add the calendar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'France' })).toBeVisible();
  await expect(page.getByText('Known to 1 May 2027 only.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Remove the calendar' }).click();
  await expect(page.getByText('The calendar is removed.')).toBeVisible();
});

test('a calendar is read and added to on a phone @phone-only', async ({ page }) => {
  for (const address of ['/pay/holidays', '/pay/holidays/GB-ENG', '/pay/holidays/import']) {
    await open(page, address);
    await expectNoOverflow(page);
    await expectAccessible(page);
  }
});
