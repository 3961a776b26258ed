import { expect, test } from '../support/demo';
import { field, fill, open, settled } from '../support/page';

test.use({ viewer: 'administrator' });

test('rules are set, a plan shows how far it has come, is stopped with the best so far, and another becomes a draft', async ({ page, cast }) => {
  const { rota } = cast.teams[0];
  const at = `/rotas/${rota}/plan`;

  await test.step('rules of its own', async () => {
    await open(page, `${at}/rules`);
    await expect(page.getByText('This rota follows the organisation.')).toBeVisible();
    const rest = page.getByRole('slider', { name: 'Rest between two shifts' });
    await rest.fill('12');
    await expect(page.locator('output', { hasText: '12 h' })).toBeVisible();
    await page.getByRole('slider', { name: 'Wishes come true' }).fill('5');
    await page.getByRole('button', { name: 'Save rules' }).click();
    await expect(page.getByText('Saved. It holds for what is planned from now on.')).toBeVisible();
    await open(page, at);
    await expect(page.getByText('at least 12 h between two shifts')).toBeVisible();
    await expect(page.getByText('wishes much')).toBeVisible();
  });

  await test.step('what is asked for is looked at before it is planned', async () => {
    await fill(page, { 'form[weeks]': '6' });
    await field(page, 'form[weeks]').blur();
    await expect(page.locator('.plan__outlook')).toContainText(/(5|6|7|42|43) shifts/);
  });

  await test.step('a thorough plan of two years is stopped', async () => {
    await fill(page, { 'form[weeks]': '104' });
    await field(page, 'form[effort]').selectOption('thorough');
    await page.getByRole('button', { name: /^Plan( again)?$/ }).click();
    await expect(page.getByText(/^Best so far: /)).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Stop, and keep the best so far' }).click();
    await expect(page).toHaveURL(/drafts\/[0-9a-f-]{36}/, { timeout: 30_000 });
  });

  await test.step('a quick plan becomes a draft', async () => {
    await open(page, at);
    await fill(page, { 'form[weeks]': '3' });
    await field(page, 'form[effort]').selectOption('quick');
    await settled(page);
    await page.getByRole('button', { name: /^Plan( again)?$/ }).click();
    await expect(page).toHaveURL(/drafts\/[0-9a-f-]{36}/, { timeout: 30_000 });
  });
});
