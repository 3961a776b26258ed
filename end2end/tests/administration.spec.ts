import { readFileSync } from 'node:fs';
import { expect, test } from '../support/demo';
import { open, settled } from '../support/page';

test.use({ viewer: 'administrator' });

test('what an administrator does is in the audit log, which is narrowed and written to a file', async ({ page, cast }) => {
  const [, theirs] = cast.teams;
  await cast.administrator.done('teams/rename', { slug: theirs.slug, name: `${theirs.name} renamed` });
  await open(page, '/settings');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible();
  await settled(page);
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('What', { exact: true }).selectOption('teams');
  await page.getByLabel('Team', { exact: true }).selectOption(theirs.slug);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(new RegExp(`team=${theirs.slug}`));
  const first = page.locator('.audit tbody tr').first();
  await expect(first).toContainText('Team renamed');
  await expect(first).toContainText(`${theirs.name} renamed`);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text).toContain('team.renamed');
  expect(text).not.toContain('sign_in.done');
});

test('a team is merged after a look at what moves, and another is archived and restored', async ({ page, cast }) => {
  const [ours] = cast.teams;
  await cast.administrator.done('teams/create', { name: 'Short-lived' });
  await cast.administrator.done('teams/put-member', {
    'member[team]': 'short-lived', 'member[person]': ours.memberId, 'member[lead]': 'on', 'member[share_percent]': '50',
  });
  await open(page, '/teams/short-lived');
  await page.getByText('Merge or archive the team').click();
  await page.getByLabel('Into').selectOption(ours.slug);
  await page.getByRole('button', { name: 'See what moves' }).click();
  await expect(page.locator('#moves')).toContainText('is there already');
  await settled(page);
  await page.getByRole('button', { name: /^Merge Short-lived into/ }).click();
  await expect(page).toHaveURL(new RegExp(`/teams/${ours.slug}\\?done=merged`));
  await open(page, '/teams/short-lived');
  await expect(page.getByText(/^Merged into/)).toBeVisible();

  await cast.administrator.done('teams/create', { name: 'Resting' });
  await open(page, '/teams/resting');
  await page.getByText('Merge or archive the team').click();
  await page.getByRole('button', { name: 'Archive the team' }).click();
  await expect(page.getByText(/^Archived since/)).toBeVisible();
  await open(page, '/teams');
  await expect(page.getByRole('heading', { name: 'Resting' })).toHaveCount(0);
  await open(page, '/teams/resting');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Restored.')).toBeVisible();
});

test.describe(() => {
  test.use({ expectedErrors: [/status of 409/] });

  test('a team with duty ahead says so instead of being archived', async ({ page, cast }) => {
    await open(page, `/teams/${cast.teams[0].slug}`);
    await page.getByText('Merge or archive the team').click();
    await page.getByRole('button', { name: 'Archive the team' }).click();
    await expect(page.getByText('say the last day of its duty').first()).toBeVisible();
  });
});

test('many people are changed together, exported, and imported again without a change', async ({ page, cast }) => {
  await cast.administrator.done('teams/create', { name: 'Choir' });
  await open(page, `/people?team=${cast.teams[0].slug}`);
  const ticks = page.getByRole('checkbox');
  for (const index of [0, 1]) await ticks.nth(index).check();
  await page.getByRole('button', { name: 'Change the ticked' }).click();
  await expect(page.getByRole('heading', { name: 'Change 2 people' })).toBeVisible();
  await settled(page);
  await page.getByLabel('What to do').selectOption('join');
  await page.getByLabel('Team', { exact: true }).selectOption('choir');
  await page.getByRole('button', { name: 'See what happens' }).click();
  await expect(page.locator('#outcome .answer')).toHaveText('2 people change');
  await settled(page);
  await page.getByRole('button', { name: 'Change 2' }).click();
  await expect(page.getByText('All of it is changed.')).toBeVisible();
  await open(page, '/people?team=choir');
  await expect(page.locator('tbody tr')).toHaveCount(2);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await (await download).path();
  await open(page, '/people/import');
  await page.getByLabel('People file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: readFileSync(file) });
  await page.getByRole('button', { name: 'Check file' }).click();
  await expect(page.locator('.answer')).toHaveText('Nothing would change');
  const changed = readFileSync(file, 'utf8').replaceAll('Choir,lead+engineer,100', 'Choir,lead+engineer,60').replaceAll('Choir,none,100', 'Choir,lead,60');
  await open(page, '/people/import');
  await page.getByLabel('People file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(changed) });
  await page.getByRole('button', { name: 'Check file' }).click();
  await expect(page.locator('.answer')).toHaveText('0 new, 2 changed');
});
