import path from 'node:path';
import type { Page } from '@playwright/test';
import { fill, open, settled } from './page';
import { expect } from './test';

/** The people file of the example organisation: 20 people in three teams. */
export const PEOPLE = path.resolve(import.meta.dirname, '../fixtures/people.csv');

/** The administrator who sets Tandem up. */
export const ADMINISTRATOR = {
  name: 'Ada Administrator',
  email: 'ada@example.org',
  password: 'a sentence is easy to remember',
};

/** Follows the set-up link and makes the organisation and its administrator. */
export async function setUp(page: Page, link: string, example = false): Promise<void> {
  await open(page, link);
  await fill(page, {
    'organisation[organisation]': 'Example Ltd',
    'organisation[zone]': 'Europe/London',
    'organisation[holiday_calendar]': 'GB-ENG',
    'organisation[name]': ADMINISTRATOR.name,
    'organisation[email]': ADMINISTRATOR.email,
    'organisation[password]': ADMINISTRATOR.password,
  });
  if (example) await page.getByLabel('Load the example organisation').check();
  await page.getByRole('button', { name: 'Create organisation' }).click();
  await expect(page.getByRole('heading', { name: 'On duty now' })).toBeVisible({ timeout: 30_000 });
}

/** Imports a people file: looks at what it would do, then confirms. */
export async function importPeople(page: Page, file: string, said: { answer: string; teams: string }): Promise<void> {
  await open(page, '/people/import');
  await page.getByLabel('People file').setInputFiles(file);
  await page.getByRole('button', { name: 'Check file' }).click();
  await expect(page.locator('.answer')).toHaveText(said.answer);
  await expect(page.getByText(said.teams)).toBeVisible();
  await settled(page);
  await page.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/people\?done=imported$/);
  await expect(page.getByText('The file has been imported.')).toBeVisible();
  await settled(page);
}

/** What a newcomer fills in for a rota. */
export interface NewRota {
  name: string;
  team: string;
  coverage: 'Out of hours' | 'Round the clock';
}

/** Fills the form of a new rota in, with a weekly handover on Mondays at 09:00. */
export async function fillRota(page: Page, rota: NewRota, monday: string): Promise<void> {
  await open(page, '/rotas/new');
  await fill(page, {
    'rota[name]': rota.name,
    'rota[team]': rota.team,
    'rota[zone]': 'Europe/London',
    'rota[holiday_calendar]': 'GB-ENG',
    'rota[holiday_rule]': 'Cover as on a Sunday',
    'rota[first_handover]': `${monday}T09:00`,
    'rota[every]': '1',
    'rota[unit]': 'weeks',
  });
  await page.getByRole('radio', { name: rota.coverage }).check();
}

/** Enters whole days of leave for somebody on their team's page. */
export async function enterLeave(page: Page, team: string, name: string, first: string, last: string): Promise<void> {
  await open(page, `/teams/${team}/leave`);
  await fill(page, { 'form[person]': name, 'form[first_day]': first, 'form[last_day]': last });
  await page.getByRole('button', { name: 'Add leave' }).click();
  await expect(page.locator('main .list')).toContainText(name);
}

/** Plans so many weeks of a rota from today, and waits for the draft's page. */
export async function plan(page: Page, rota: string, weeks: number): Promise<void> {
  await open(page, `/rotas/${rota}/plan`);
  await fill(page, { 'form[weeks]': String(weeks) });
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/rotas/${rota}/drafts/[0-9a-f-]{36}`), { timeout: 20_000 });
  await expect(page.getByRole('link', { name: 'Publish…' })).toBeVisible();
}

/** Opens what publishing says first, and publishes the draft that is open all the same. */
export async function confirmPublishing(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Publish…' }).click();
  await expect(page.getByRole('heading', { name: 'Publish this plan?' })).toBeVisible();
  await page.getByRole('button', { name: /^Publish (now|with)/ }).click();
}

/** Publishes a rota's draft. */
export async function publish(page: Page, rota: string): Promise<void> {
  await settled(page);
  await confirmPublishing(page);
  await expect(page).toHaveURL(new RegExp(`/rotas/${rota}\\?done=published&saved=\\d+$`));
  await expect(page.locator('.saved')).toContainText(/published/i);
}
