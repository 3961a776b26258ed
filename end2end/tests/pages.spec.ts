import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, personOf, test, type Viewer } from '../support/demo';
import type { Cast } from '../support/organisation';
import { expectAccessible, layoutShift, open } from '../support/page';

// Each worker has a server of its own.
test.describe.configure({ mode: 'parallel' });

/** What each viewer is answered; 302 leads to the sign-in page. */
type Statuses = Record<Viewer, number>;

const everyone: Statuses = { administrator: 200, manager: 200, member: 200, readOnly: 200, nobody: 302 };
const open_: Statuses = { ...everyone, nobody: 200 };
const administrators: Statuses = { administrator: 200, manager: 403, member: 403, readOnly: 403, nobody: 302 };
const managers: Statuses = { administrator: 200, manager: 200, member: 403, readOnly: 403, nobody: 302 };
const absent: Statuses = { administrator: 404, manager: 404, member: 404, readOnly: 404, nobody: 302 };

/** A page that answers a route: its address, and who gets what. */
interface Visit {
  address: (cast: Cast) => string;
  statuses: Statuses;
}

function visit(statuses: Statuses, address: string | ((cast: Cast) => string)): Visit {
  return { statuses, address: typeof address === 'string' ? () => address : address };
}

/** At least one visit for every route of the app. */
const VISITS: Record<string, Visit[]> = {
  '/sign-in': [visit(open_, '/sign-in')],
  '/forgotten': [visit(open_, '/forgotten')],
  '/setup': [visit({ administrator: 403, manager: 403, member: 403, readOnly: 403, nobody: 403 }, '/setup?key=used')],
  '/enter': [visit({ administrator: 403, manager: 403, member: 403, readOnly: 403, nobody: 403 }, '/enter?key=used')],
  '/': [visit(everyone, '/')],
  '/me': [visit(everyone, '/me')],
  '/inbox': [visit(everyone, '/inbox'), visit(everyone, '/inbox?below=0-00000000-0000-0000-0000-000000000000')],
  '/rotas/:slug/cover': [
    visit(everyone, ({ teams }) => `/rotas/${teams[0].rota}/cover`),
    visit(everyone, ({ teams }) => `/rotas/${teams[1].rota}/cover`),
    visit(absent, '/rotas/no-such-rota/cover'),
  ],
  '/rotas/:slug/correct': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/correct`),
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/correct?from=2026-01-05T10:00&to=2026-01-05T09:00&lead=nobody&preview=yes`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/correct`),
    visit(absent, '/rotas/no-such-rota/correct'),
  ],
  '/rotas/:slug/offer': [
    visit({ ...everyone, readOnly: 403 }, ({ teams }) => `/rotas/${teams[0].rota}/offer`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/offer?role=lead&from=2099-01-01T00:00&to=2099-01-02T00:00`),
    visit(absent, '/rotas/no-such-rota/offer'),
  ],
  '/offers': [visit(everyone, '/offers')],
  '/offers/:id': [visit(absent, '/offers/00000000-0000-0000-0000-000000000000'), visit(absent, '/offers/no-id')],
  '/rotas/:slug/history': [
    visit(everyone, ({ teams }) => `/rotas/${teams[0].rota}/history`),
    visit(everyone, ({ teams }) => `/rotas/${teams[1].rota}/history?kind=covers&at=2026-01-05T10:00`),
    visit(absent, '/rotas/no-such-rota/history'),
  ],
  '/rotas/:slug/handover': [
    visit({ ...everyone, readOnly: 403 }, ({ teams }) => `/rotas/${teams[0].rota}/handover`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/handover`),
    visit(absent, '/rotas/no-such-rota/handover'),
  ],
  '/rotas/:slug/handovers': [
    visit({ ...everyone, readOnly: 403 }, ({ teams }) => `/rotas/${teams[0].rota}/handovers`),
    visit(absent, '/rotas/no-such-rota/handovers'),
  ],
  '/teams/:slug/leave': [
    visit({ ...everyone, readOnly: 403 }, ({ teams }) => `/teams/${teams[0].slug}/leave`),
    visit(administrators, ({ teams }) => `/teams/${teams[1].slug}/leave`),
    visit(absent, '/teams/no-such-team/leave'),
  ],
  '/conflicts': [visit(everyone, '/conflicts'), visit(everyone, '/conflicts?kind=on-leave&accepted=yes')],
  '/teams/:slug/conflicts': [
    visit(everyone, ({ teams }) => `/teams/${teams[0].slug}/conflicts`),
    visit(everyone, ({ teams }) => `/teams/${teams[1].slug}/conflicts`),
    visit(absent, '/teams/no-such-team/conflicts'),
  ],
  '/pay': [visit(everyone, '/pay')],
  '/pay/call-outs': [
    visit(everyone, '/pay/call-outs'),
    visit({ ...managers, member: 200 }, ({ teams }) => `/pay/call-outs?person=${teams[0].memberId}`),
    visit(administrators, ({ teams }) => `/pay/call-outs?person=${teams[1].memberId}`),
  ],
  '/pay/time-off': [
    visit(everyone, '/pay/time-off'),
    visit({ ...managers, member: 200 }, ({ teams }) => `/pay/time-off?person=${teams[0].memberId}`),
    visit(administrators, ({ teams }) => `/pay/time-off?person=${teams[1].memberId}`),
  ],
  '/pay/run': [visit(administrators, '/pay/run'), visit({ ...administrators, administrator: 422 }, '/pay/run?period=2026-01-02')],
  '/pay/statements/:id': [
    visit({ ...administrators, member: 200 }, ({ teams }) => `/pay/statements/2026-01-01.${teams[0].memberId}`),
    visit({ ...absent, manager: 403, member: 403, readOnly: 403 }, '/pay/statements/no-id'),
  ],
  '/pay/columns': [visit(administrators, '/pay/columns')],
  '/pay/holidays': [visit(administrators, '/pay/holidays')],
  '/pay/holidays/import': [visit(administrators, '/pay/holidays/import'), visit(administrators, '/pay/holidays/import?key=GB-ENG')],
  '/pay/holidays/:key': [visit(administrators, '/pay/holidays/GB-SCT'), visit({ ...administrators, administrator: 404 }, '/pay/holidays/XX')],
  '/pay/settings': [visit(administrators, '/pay/settings')],
  '/people': [visit(everyone, '/people'), visit(everyone, '/people?q=nobody-of-this-name'), visit(everyone, '/people?state=active&role=member&qualification=both')],
  '/people/new': [visit(administrators, '/people/new')],
  '/people/bulk': [visit(administrators, ({ teams }) => `/people/bulk?id=${teams[0].memberId}&change=deactivate`)],
  '/people/import': [visit(administrators, '/people/import')],
  '/people/:id': [
    visit(everyone, ({ teams }) => `/people/${teams[0].memberId}`),
    visit(everyone, ({ teams }) => `/people/${teams[1].memberId}`),
    visit(absent, '/people/00000000-0000-0000-0000-000000000000'),
    visit(absent, '/people/no-id'),
  ],
  '/teams': [visit(everyone, '/teams')],
  '/teams/:slug': [
    visit(everyone, ({ teams }) => `/teams/${teams[0].slug}`),
    visit(everyone, ({ teams }) => `/teams/${teams[0].slug}?edit=${teams[0].memberId}`),
    visit(absent, '/teams/no-such-team'),
  ],
  '/help': [visit(everyone, '/help')],
  '/search': [visit(everyone, '/search'), visit(everyone, '/search?q=pay')],
  '/settings': [visit(everyone, '/settings')],
  '/settings/audit': [visit(managers, '/settings/audit'), visit(managers, '/settings/audit?kind=teams&text=payments'), visit(managers, '/settings/audit?text=nothing-like-it')],
  '/settings/permissions': [visit(everyone, '/settings/permissions')],
  '/teams/:slug/planning': [
    visit({ ...everyone, readOnly: 403 }, ({ teams }) => `/teams/${teams[0].slug}/planning`),
    visit({ ...everyone, readOnly: 403 }, ({ teams }) => `/teams/${teams[0].slug}/planning?edit=${teams[0].memberId}`),
    visit(absent, '/teams/no-such-team/planning'),
  ],
  '/settings/notices': [visit(everyone, '/settings/notices')],
  '/pay/people': [visit(administrators, '/pay/people'), visit(administrators, ({ teams }) => `/pay/people?edit=${teams[0].memberId}`)],
  '/pay/costs': [visit(administrators, '/pay/costs'), visit(administrators, '/pay/costs?quarter=last')],
  '/teams/:slug/costs': [
    visit(managers, ({ teams }) => `/teams/${teams[0].slug}/costs`),
    visit(administrators, ({ teams }) => `/teams/${teams[1].slug}/costs`),
  ],
  '/pay/cards': [visit(administrators, '/pay/cards')],
  '/pay/cards/import': [visit(administrators, '/pay/cards/import')],
  '/pay/cards/compare': [visit(administrators, '/pay/cards/compare')],
  '/pay/cards/:id': [visit({ ...administrators, administrator: 404 }, '/pay/cards/no-id')],
  '/settings/planning': [visit(administrators, '/settings/planning')],
  '/settings/organisation': [visit(administrators, '/settings/organisation')],
  '/alerts': [visit(everyone, '/alerts'), visit(everyone, '/alerts?state=all')],
  '/services': [visit(everyone, '/services')],
  '/services/new': [visit(managers, '/services/new')],
  '/services/:slug': [
    visit(everyone, ({ teams }) => `/services/${teams[0].service}`),
    visit(everyone, ({ teams }) => `/services/${teams[0].service}?severity=P3&at=2027-01-01T03:12`),
    visit(everyone, ({ teams }) => `/services/${teams[0].service}?severity=P2&ahead=30`),
    visit(absent, '/services/no-such-service'),
  ],
  '/services/:slug/card': [
    visit(everyone, ({ teams }) => `/services/${teams[0].service}/card`),
    visit(absent, '/services/no-such-service/card'),
  ],
  '/services/:slug/edit': [
    visit(managers, ({ teams }) => `/services/${teams[0].service}/edit`),
    visit(administrators, ({ teams }) => `/services/${teams[1].service}/edit`),
  ],
  '/settings/profile': [visit(everyone, '/settings/profile')],
  '/settings/security': [visit(everyone, '/settings/security')],
  '/settings/contacts': [visit(everyone, '/settings/contacts')],
  '/settings/mail': [visit(administrators, '/settings/mail')],
  '/settings/webhooks': [visit(administrators, '/settings/webhooks')],
  '/teams/:slug/webhooks': [
    visit(managers, ({ teams }) => `/teams/${teams[0].slug}/webhooks`),
    visit(administrators, ({ teams }) => `/teams/${teams[1].slug}/webhooks`),
    visit(absent, '/teams/no-such-team/webhooks'),
  ],
  '/webhooks/:id': [
    visit(managers, ({ teams }) => `/webhooks/${teams[0].webhook}`),
    visit(absent, '/webhooks/00000000-0000-0000-0000-000000000000'),
  ],
  '/settings/tokens': [visit(administrators, '/settings/tokens')],
  '/rotas': [visit(everyone, '/rotas'), visit(everyone, '/rotas?view=week')],
  '/rotas/new': [visit(managers, '/rotas/new')],
  '/rotas/:slug': [
    visit(everyone, ({ teams }) => `/rotas/${teams[0].rota}`),
    visit(everyone, ({ teams }) => `/rotas/${teams[1].rota}?view=week`),
    visit(everyone, ({ teams }) => `/rotas/${teams[1].rota}?view=quarter`),
    visit(everyone, ({ teams }) => `/rotas/${teams[0].rota}?layout=people&view=week`),
    visit(everyone, ({ teams }) => `/rotas/${teams[0].rota}?layout=calendar`),
    visit(everyone, ({ teams }) => `/rotas/${teams[0].rota}?layout=agenda`),
    visit(absent, '/rotas/no-such-rota'),
  ],
  '/rotas/:slug/plan': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/plan`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/plan`),
  ],
  '/rotas/:slug/plan/rules': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/plan/rules`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/plan/rules`),
  ],
  '/rotas/:slug/plan/order': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/plan/order`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/plan/order`),
  ],
  '/rotas/:slug/drafts': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/drafts`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/drafts?compare=${teams[1].draft}&compare=published`),
  ],
  '/rotas/:slug/drafts/:id': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/drafts/${teams[0].draft}`),
    visit({ ...managers, administrator: 404, manager: 404 }, ({ teams }) => `/rotas/${teams[0].rota}/drafts/00000000-0000-0000-0000-000000000000`),
  ],
  '/rotas/:slug/drafts/:id/publish': [visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/drafts/${teams[0].draft}/publish`)],
  '/rotas/:slug/settings': [
    visit(managers, ({ teams }) => `/rotas/${teams[0].rota}/settings`),
    visit(administrators, ({ teams }) => `/rotas/${teams[1].rota}/settings`),
  ],
  '/*any': [visit({ administrator: 404, manager: 404, member: 404, readOnly: 404, nobody: 404 }, '/no-such-page')],
};

/** Every route that the app declares. */
function routes(): string[] {
  const source = readFileSync(path.resolve(import.meta.dirname, '../../app/src/shell.rs'), 'utf8');
  const declared = [...source.matchAll(/<Route path=(?:path!\("([^"]+)"\)|StaticSegment\(""\))/g)];
  return declared.map(([, route]) => route ?? '/');
}

/** Links that differ only in whose page or which day they lead to are one kind. */
function kind(href: string): string {
  return href.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replace(/=[^&]+/g, '=');
}

/** What is true of a page at any width, whoever looks at it. */
async function expectSound(page: Page): Promise<void> {
  expect(await layoutShift(page)).toBeLessThan(0.01);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/\S · Tandem$/);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content, 'nothing reaches beyond the window').toBeLessThanOrEqual(window ?? 0);
}

test('every route of the app is visited here', () => {
  expect(routes().length).toBeGreaterThan(20);
  expect(Object.keys(VISITS).sort()).toEqual(routes().sort());
});

test('every page answers each viewer as it should', async ({ cast, request }) => {
  const wrong: string[] = [];
  for (const { address, statuses } of Object.values(VISITS).flat()) {
    const at = address(cast);
    for (const [who, expected] of Object.entries(statuses) as [Viewer, number][]) {
      const requests = who === 'nobody' ? request : personOf(cast, who).requests;
      const response = await requests.get(at, { maxRedirects: 0, headers: { accept: 'text/html' } });
      const signIn = response.headers()['location']?.startsWith('/sign-in') ?? false;
      if (response.status() !== expected || signIn !== (expected === 302)) {
        wrong.push(`${at} as ${who}: ${response.status()} instead of ${expected}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

for (const who of ['administrator', 'manager', 'member', 'readOnly'] as const) {
  test(`no link leads a viewer who is ${who} to a dead end`, async ({ cast }) => {
    const { requests } = personOf(cast, who);
    const from = new Map<string, [href: string, page: string]>();
    for (const { address, statuses } of Object.values(VISITS).flat()) {
      if (statuses[who] !== 200) continue;
      const html = await (await requests.get(address(cast), { headers: { accept: 'text/html' } })).text();
      for (const [, href = ''] of html.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)) from.set(kind(href.replaceAll('&amp;', '&')), [href.replaceAll('&amp;', '&'), address(cast)]);
    }
    expect(from.size).toBeGreaterThan(15);
    const dead: string[] = [];
    for (const [href, page] of from.values()) {
      const response = await requests.get(href, { maxRedirects: 0, headers: { accept: 'text/html' } });
      if (response.status() !== 200) dead.push(`${href}, on ${page}: ${response.status()}`);
    }
    expect(dead).toEqual([]);
  });
}

test.describe(() => {
  test.use({ viewer: 'administrator' });

  test('a rota that is begun on a team’s page is for that team', async ({ page, cast }) => {
    for (const { slug } of cast.teams) {
      await open(page, `/teams/${slug}`);
      await page.getByRole('link', { name: 'New rota' }).click();
      await expect(page.getByLabel('Team', { exact: true })).toHaveValue(slug);
    }
  });
});

for (const [route, visits] of Object.entries(VISITS)) {
  for (const [index, { address, statuses }] of visits.entries()) {
    const viewer = route === '/sign-in' || route === '/setup' ? 'nobody' : 'administrator';
    test.describe(() => {
      test.use({ viewer, expectedErrors: statuses[viewer] === 200 ? [] : [/status of 4(0[34]|22)/] });

      test(`${route} (${index + 1}) is sound and accessible in both themes and at both widths`, async ({ page, cast }) => {
        for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
          await page.setViewportSize(viewport);
          await open(page, address(cast));
          await expectSound(page);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await expectAccessible(page);
          }
        }
      });
    });
  }
}

for (const viewer of ['manager', 'member', 'readOnly'] as const) {
  test.describe(() => {
    test.use({ viewer });

    test(`every page is sound on the phone of a viewer who is ${viewer}`, { tag: '@phone-only' }, async ({ page, cast }) => {
      test.setTimeout(180_000);
      for (const { address, statuses } of Object.values(VISITS).flat()) {
        if (statuses[viewer] !== 200) continue;
        await test.step(address(cast), async () => {
          await open(page, address(cast));
          await expectSound(page);
        });
      }
    });
  });
}
