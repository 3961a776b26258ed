import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo';
import { expectAccessible, open, scripted, settled } from '../support/page';
import { daysAfter } from '../support/time';

test.use({ viewer: 'manager' });

/** Where the drawing ends on the right. */
const WIDEST = 1430;

/** Every way to look at a rota. */
const LAYOUTS = [
  { layout: 'roles', query: '' },
  { layout: 'people', query: '?layout=people' },
  { layout: 'calendar', query: '?layout=calendar' },
  { layout: 'agenda', query: '?layout=agenda' },
  { layout: 'day', query: '?view=day' },
  { layout: 'year', query: '?view=year&layout=people' },
  { layout: 'print', query: '?layout=calendar&print=yes' },
];

/** The date so many days from now. */
const date = (days: number) => daysAfter(new Date(), days).toISOString().slice(0, 10);

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

for (const { layout, query } of LAYOUTS) {
  test(`the ${layout} layout is accessible, in both themes and without overflow`, { tag: ['@phone', '@no-javascript'] }, async ({ page, cast }, info) => {
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await open(page, `/rotas/${cast.teams[0].rota}${query}`);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.screenshot({ path: info.outputPath(`${layout}-${scheme}.png`), fullPage: true });
      // The same markup without scripts: axe waits there for a timer, which such a page does not have.
      if (scripted()) await expectAccessible(page);
    }
  });
}

test('layouts, zoom and dates are links and a form', { tag: '@no-javascript' }, async ({ page, cast }) => {
  await open(page, `/rotas/${cast.teams[0].rota}?view=week`);
  await page.getByRole('navigation', { name: 'Layout' }).getByRole('link', { name: 'People' }).click();
  await expect(page).toHaveURL(/view=week&layout=people/);
  await expect(page.locator('.timeline[data-layout="people"][data-zoom="week"]')).toBeVisible();
  await page.locator('#jump').fill(date(30));
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`from=${date(30)}`));
  await expect(page.locator('.timeline[data-layout="people"]')).toBeVisible();
  await page.getByRole('link', { name: 'Later', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`from=${date(37)}`));
});

/** A lane of the drawing with somebody in it for hours around its middle. */
async function lane(page: Page) {
  const bars = page.locator('.timeline__chart .bar--lead:not(.bar--covered):not(.bar--draft)');
  await expect(bars.first()).toBeVisible();
  const boxes = await bars.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
  const wide = boxes.filter((box) => box.width > 120 && box.x > 250 && box.right < WIDEST).at(-1);
  if (!wide) throw new Error('no bar is wide enough');
  return wide;
}

async function dragged(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, to.y, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** A Monday a week ahead: the desk is manned. */
function workday(): string {
  const day = new Date(`${date(7)}T12:00:00Z`);
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

test.describe.serial('by pointer', () => {
  test('a dragged stretch is covered by whom it is suggested to', async ({ page, cast }) => {
    const rota = cast.teams[0].rota;
    await open(page, `/rotas/${rota}?view=day&from=${workday()}`);
    const box = await lane(page);
    const y = box.y + box.height / 2;
    await dragged(page, { x: box.x + 20, y }, { x: box.x + 90, y });
    const panel = page.getByRole('region', { name: 'What is chosen' });
    await expect(panel).toBeFocused();
    await expect(panel.getByRole('heading', { name: 'Who could take it' })).toBeVisible();
    await panel.locator('.suggestion').first().click();
    await expect(panel.getByRole('heading', { name: 'Preview' })).toBeVisible();
    await expectAccessible(page);
    await panel.getByLabel('Reason (optional)').fill('Dragged');
    await panel.getByRole('button', { name: 'Cover', exact: true }).click();
    await expect(page.getByText('Cover made')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/rotas/${rota}\\?from=${workday()}&view=day&saved=`));
    await expect(page.locator('.bar--cover .bar__link[aria-label*="covers for"]').first()).toBeVisible();
  });

  test('a cover is made with the pointer over the drawing, which is drawn anew beneath it', async ({ page, cast }) => {
    // In a narrow window the panel lies over the drawing: when it goes, the pointer is on what is drawn anew. An error in the
    // browser's console fails the test.
    await page.setViewportSize({ width: 940, height: 620 });
    const rota = cast.teams[0].rota;
    await open(page, `/rotas/${rota}?view=week&from=${date(24)}&layout=roles`);
    await page.locator('.timeline__chart').scrollIntoViewIfNeeded();
    const bars = page.locator('.timeline__chart .bar--lead .bar__link');
    await bars.last().click();
    const panel = page.getByRole('region', { name: 'What is chosen' });
    await panel.locator('.suggestion').first().click();
    const save = panel.getByRole('button', { name: 'Cover', exact: true });
    await save.scrollIntoViewIfNeeded();
    const [over, chart] = [await save.boundingBox(), await page.locator('.timeline__chart').boundingBox()];
    if (!over || !chart) throw new Error('nothing to press');
    // The page is scrolled until the drawing lies under the button.
    await page.evaluate((by) => window.scrollBy(0, by), chart.y + 20 - (over.y + over.height / 2));
    await save.click();
    await expect(page.getByText('Cover made')).toBeVisible();
    await page.mouse.move(over.x + over.width / 2 + 3, over.y + over.height / 2);
    await expect(panel).toHaveCount(0);
    await page.mouse.move(over.x + over.width / 2 + 9, over.y + over.height / 2 + 4, { steps: 3 });
    await expect(page.locator('.timeline__chart')).toBeVisible();
  });

  test('its end is dragged further, and the change saved', async ({ page, cast }) => {
    const rota = cast.teams[0].rota;
    await open(page, `/rotas/${rota}?view=day&from=${workday()}`);
    const cover = page.locator('.bar--cover .bar__link').first();
    const said = await cover.getAttribute('aria-label');
    await cover.click();
    const panel = page.getByRole('region', { name: 'What is chosen' });
    await expect(panel.getByRole('heading', { name: /^Cover by / })).toBeVisible();
    await expect(panel.getByText('Nobody’s hours change')).toBeVisible();
    const grip = await page.locator('[data-part="end"]').boundingBox();
    if (!grip) throw new Error('no handle');
    const at = { x: grip.x + grip.width / 2, y: grip.y + grip.height / 2 };
    await dragged(page, at, { x: at.x + 60, y: at.y });
    await expect(panel.getByText(/ more/).first()).toBeVisible();
    await panel.getByRole('button', { name: 'Save the change' }).click();
    await expect(page.getByText('Cover changed')).toBeVisible();
    expect(await page.locator('.bar--cover .bar__link').first().getAttribute('aria-label')).not.toBe(said);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect(page.locator('.bar--cover .bar__link')).toHaveCount(0);
  });
});

test('keys choose, extend, act and let go', async ({ page, cast }) => {
  const rota = cast.teams[0].rota;
  await open(page, `/rotas/${rota}?view=week&from=${date(14)}`);
  const links = page.locator('.timeline__chart .bar__link[tabindex="0"]');
  await expect(links).toHaveCount(1);
  await links.focus();
  await page.keyboard.press('ArrowRight');
  const focused = page.locator('.timeline__chart .bar__link:focus');
  await expect(focused).toHaveAttribute('aria-label', /Lead/);
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('aria-label', /Engineer/);
  await page.keyboard.press('ArrowUp');
  const said = page.locator('.timeline [role="status"]');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(said).toHaveText(/^Chosen: .* Lead$/);
  const first = await said.textContent();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(said).not.toHaveText(first ?? '');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'What is chosen' });
  await expect(panel).toBeFocused();
  await expect(panel.locator('.suggestion').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(links).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel.locator('.suggestion').first()).toBeVisible();
  await panel.locator('.suggestion').first().press('Enter');
  await expect(panel.getByRole('button', { name: /^Cover/ })).toBeVisible();
  const why = panel.locator('[name="form[override_reason]"]');
  if (await why.count()) await why.fill('A test needs it.');
  await panel.getByRole('button', { name: /^Cover/ }).press('Enter');
  await expect(page.getByText('Cover made')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('Cover made')).toHaveCount(0);
});

test('keys and the wheel zoom around what is looked at', async ({ page, cast }) => {
  await open(page, `/rotas/${cast.teams[0].rota}?view=month&from=${date(14)}`);
  await page.locator('.timeline__chart .bar__link[tabindex="0"]').focus();
  await page.keyboard.press('+');
  await expect(page.locator('.timeline[data-zoom="week"]')).toBeVisible();
  await settled(page);
  await page.locator('.timeline__chart').hover();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 120);
  await page.keyboard.up('Control');
  await expect(page.locator('.timeline[data-zoom="month"]')).toBeVisible();
});

test('pointing at somebody shows their details', async ({ page, cast }) => {
  await open(page, `/rotas/${cast.teams[0].rota}?view=day&from=${workday()}`);
  const box = await lane(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator('.tip')).toBeVisible();
  await expect(page.locator('.tip')).toContainText('Lead');
  await page.mouse.move(5, 5);
  await expect(page.locator('.tip')).toHaveCount(0);
});

test('a phone shows an agenda with ways to cover and to offer', { tag: '@phone-only' }, async ({ page, cast }) => {
  await open(page, `/rotas/${cast.teams[0].rota}?from=${date(7)}`);
  await expect(page.locator('.agenda__item').first()).toBeVisible();
  await expect(page.locator('.timeline__chart')).toBeHidden();
  await page.getByRole('link', { name: /^Offer this shift/ }).first().click();
  await expect(page).toHaveURL(/\/offer\?role=/);
});

test('every rota stands under the others, with names that lead to them', { tag: ['@phone', '@no-javascript'] }, async ({ page, cast }) => {
  await open(page, '/rotas');
  await page.getByRole('link', { name: 'Timeline', exact: true }).click();
  await expect(page).toHaveURL(/view=week/);
  const own = page.locator(`.many__row[data-rota="${cast.teams[0].rota}"]`);
  await expect(own.locator('.bar').first()).toBeVisible();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  if (scripted()) await expectAccessible(page);
  await own.getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/rotas/${cast.teams[0].rota}$`));
});
