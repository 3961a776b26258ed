import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Machine } from '../support/api';
import { expect, test } from '../support/demo';
import { expectAccessible, open, scripted, settled } from '../support/page';
import type { TandemServer } from '../support/server';

const everywhere = { tag: ['@phone', '@no-javascript'] };
const PICTURES = process.env['TANDEM_PICTURES'];

test.use({ viewer: 'member' });

/** Pictures of a page for whoever wants to look at it: narrow and wide, light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  if (!PICTURES || !scripted()) return;
  mkdirSync(PICTURES, { recursive: true });
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${PICTURES}/${name}-${size.width}-${colorScheme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null });
}

/** Reports an incident as Alertmanager does; answers the alert's id. */
async function report(server: TandemServer, service: string, summary: string, severity = 'critical'): Promise<string> {
  const machine = await Machine.with(server, server.demo!.tokens.write);
  const alert = {
    status: 'firing',
    fingerprint: summary,
    labels: { alertname: 'NobodyCanPay', service, severity, instance: 'pay-3.internal:9100' },
    annotations: { summary, description: 'The card provider has answered nothing for five minutes.' },
    generatorURL: 'https://prometheus.example/graph?g0.expr=up',
  };
  const response = await machine.requests.post('/api/v1/alerts/alertmanager', { data: { version: '4', alerts: [alert] } });
  expect(response.status()).toBe(200);
  const { opened } = (await response.json()) as { opened: string[] };
  return opened[0]!;
}

test('whoever opens the link of an alert takes it, and the page says what became of it', everywhere, async ({ page, cast, server }, { project }) => {
  const id = await report(server, cast.teams[0].service, `Nobody can pay, says ${project.name}`);
  await open(page, `/alerts?id=${id}`);
  await expect(page.getByRole('heading', { name: /^P1 Nobody can pay/ })).toBeVisible();
  await expect(page.getByText('Nobody has taken it').first()).toBeVisible();
  await expect(page.getByText('The card provider has answered nothing')).toBeVisible();
  await expect(page.locator('.alert-log')).toContainText('Round 1 of');
  await settled(page);
  if (project.name !== 'no-javascript') await expectAccessible(page);
  await pictures(page, 'alert-open');

  await page.getByRole('button', { name: 'Take it' }).click();
  await expect(page.getByText('Taken. Nobody else is called.')).toBeVisible();
  await expect(page.locator('.alert-log')).toContainText('Taken by');
  await expect(page.getByRole('button', { name: 'Take it' })).toHaveCount(0);
  await settled(page);
  await page.getByRole('button', { name: 'End it' }).click();
  await expect(page.locator('.alert-log')).toContainText('Ended by');
  await expect(page.getByRole('button', { name: 'End it' })).toHaveCount(0);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
  await settled(page);
  await pictures(page, 'alert-over');
});

test('open alerts are one step from the services, each with its state', everywhere, async ({ page, cast, server }, { project }) => {
  await report(server, cast.teams[0].service, `Cards are slow, says ${project.name}`, 'warning');
  await report(server, cast.teams[1].service, `Queue is long, says ${project.name}`, 'info');
  await open(page, '/services');
  await page.getByRole('link', { name: 'Alerts' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
  for (const title of [`P3 Queue is long, says ${project.name}`, `P2 Cards are slow, says ${project.name}`]) {
    const card = page.locator('article').filter({ has: page.getByRole('heading', { name: title }) });
    await expect(card).toContainText('Nobody has taken it');
  }
  await settled(page);
  if (project.name !== 'no-javascript') await expectAccessible(page);
  await pictures(page, 'alerts');
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await expect(page.getByRole('link', { name: 'All', exact: true })).toHaveAttribute('aria-current', 'page');
});

test.describe('somebody who only reads', () => {
  test.use({ viewer: 'readOnly' });

  test('sees alerts and is offered nothing to do', async ({ page, cast, server }) => {
    const id = await report(server, cast.teams[0].service, 'Seen by a reader');
    await open(page, `/alerts?id=${id}`);
    await expect(page.getByRole('heading', { name: /Seen by a reader/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Take it' })).toHaveCount(0);
  });
});
