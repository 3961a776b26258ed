import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page, test as playwright } from '@playwright/test';
import { expect } from './test';

/** Whether the project under test runs scripts. */
export function scripted(): boolean {
  return playwright.info().project.use.javaScriptEnabled !== false;
}

/** Waits until the page has been taken over by wasm; from then on its controls react. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator('body[data-hydrated]').waitFor({ state: 'attached' });
}

/** Waits until the controls of the page react; without scripts they do at once. */
export async function settled(page: Page): Promise<void> {
  if (scripted()) await hydrated(page);
}

/** Opens a page and waits until its controls react. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** The control of a form's field. */
export function field(page: Page | Locator, name: string): Locator {
  return page.locator(`[name="${name}"]:not([type="hidden"])`);
}

/** Fills fields in by their names; a select takes the words or the value of its choice. */
export async function fill(page: Page | Locator, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const control = field(page, name);
    const kind = await control.evaluate((element) => element.tagName);
    if (kind === 'SELECT') await control.selectOption(value);
    else await control.fill(value);
  }
}

/** Signs in on the sign-in page and waits until it has led elsewhere. */
export async function signIn(page: Page, who: { email: string; password: string }): Promise<void> {
  await open(page, '/sign-in');
  await page.locator('input[name="email"]').fill(who.email);
  await page.locator('input[name="password"]').fill(who.password);
  await page.locator('input[name="password"]').press('Enter');
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Checks the page as it is now against WCAG 2.2 A and AA, and axe's best practices. Needs JavaScript. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // No frame of ours is from elsewhere, and only what is wrong is read: both make axe twice as fast.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.withTags(tags).analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`);
  expect(told).toEqual([]);
}

/** How much of the page has jumped since it was opened, by the browser's own measure (0 is not at all). */
export async function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        // Two frames on, the entries buffered so far have been handed over.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 100)));
      }),
  );
}

/** Nothing reaches beyond the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, 'nothing reaches beyond the window').toBeLessThanOrEqual(window ?? 0);
}

/** Pictures of a page in both themes and at both widths, to be looked at. */
export async function pictures(page: Page, name: string): Promise<void> {
  if (!process.env['TANDEM_PICTURES']) return;
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${process.env['TANDEM_PICTURES']}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}
