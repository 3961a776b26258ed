import { expect, test } from '../support/demo';
import { expectAccessible, field, open, settled } from '../support/page';
import { daysAfter } from '../support/time';

test.use({ viewer: 'manager', expectedErrors: [/412/] });

/** A team with a member who is on duty in the weeks ahead. */
interface TeamPage {
  members: { id: string; name: string; last_day: string; share_percent: number }[];
}

const day = (days: number): string => daysAfter(new Date(), days).toISOString().slice(0, 10);

const noSideways = async (page: import('@playwright/test').Page): Promise<void> => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
};

test('a last day shows the duty it concerns before it is saved', { tag: ['@no-javascript', '@phone'] }, async ({ page, cast }) => {
  const team = cast.teams[0];
  await open(page, `/teams/${team.slug}?edit=${team.memberId}#member`);
  const last = day(9);
  await field(page, 'member[last_day]').fill(last);
  await page.getByRole('button', { name: 'Preview' }).click();
  const pane = page.locator('[data-impact="member"]');
  await expect(pane).toContainText(/of published duty (is|are) not for/);
  await expect(pane.getByRole('link', { name: 'Find cover' }).first()).toHaveAttribute('href', /\/cover\?role=/);
  await expect(field(page, 'member[last_day]')).toHaveValue(last);
  await settled(page);
  await expectAccessible(page);
  await noSideways(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: team.member.name })).toContainText('until ');
  await open(page, `/teams/${team.slug}/conflicts`);
  await expect(page.getByText(`${team.member.name}’s last day in`).first()).toBeVisible();
  await open(page, `/teams/${team.slug}?edit=${team.memberId}#member`);
  await field(page, 'member[last_day]').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: team.member.name })).not.toContainText('until ');
});

test('taking somebody out says what of their duty is left behind', { tag: '@no-javascript' }, async ({ page, cast }) => {
  const team = cast.teams[0];
  await open(page, `/teams/${team.slug}`);
  await page.getByRole('link', { name: `Remove ${team.member.name}` }).click();
  const card = page.locator('[data-impact="member"]');
  await expect(card).toContainText(/of published duty (is|are) not for/);
  await expectAccessible(page);
  await card.getByRole('link', { name: 'a last day' }).click();
  await expect(field(page, 'member[last_day]')).toBeVisible();
});

test('a place that somebody else changed meanwhile keeps what was typed', { tag: '@no-javascript' }, async ({ page, cast }) => {
  const team = cast.teams[0];
  await open(page, `/teams/${team.slug}?edit=${team.memberId}#member`);
  await field(page, 'member[share_percent]').fill('70');
  const member = { team: team.slug, person: team.memberId, lead: 'on', engineer: 'on', share_percent: '90' };
  const fields = Object.fromEntries(Object.entries(member).map(([name, value]) => [`member[${name}]`, value]));
  await cast.administrator.done('teams/put-member', fields);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/Somebody changed the place of .* meanwhile/).first()).toBeVisible();
  await expect(field(page, 'member[share_percent]')).toHaveValue('70');
  const now = await cast.administrator.done<TeamPage>('teams/show', { slug: team.slug });
  expect(now.members.find(({ id }) => id === team.memberId)?.share_percent).toBe(90);
  await page.getByLabel(/Save mine over it/).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  const after = await cast.administrator.done<TeamPage>('teams/show', { slug: team.slug });
  expect(after.members.find(({ id }) => id === team.memberId)?.share_percent).toBe(70);
});

test('leave that was entered meanwhile keeps what was typed, and is entered when it is sent again', { tag: '@no-javascript' }, async ({ page, cast }) => {
  const team = cast.teams[0];
  await open(page, `/teams/${team.slug}/leave`);
  await field(page, 'form[person]').selectOption(team.memberId);
  await field(page, 'form[first_day]').fill(day(40));
  await field(page, 'form[last_day]').fill(day(42));
  await field(page, 'form[note]').fill('Typed by hand');
  await team.member.done('leave/add', { 'form[first_day]': day(41), 'form[last_day]': day(43) });
  await page.getByRole('button', { name: 'Add leave' }).click();
  await expect(page.getByText(/entered leave of .* meanwhile/).first()).toBeVisible();
  await expect(field(page, 'form[first_day]')).toHaveValue(day(40));
  await expect(field(page, 'form[note]')).toHaveValue('Typed by hand');
  await settled(page);
  await page.getByRole('button', { name: 'Add leave' }).click();
  await expect(page.getByText('Leave added:')).toBeVisible();
});
