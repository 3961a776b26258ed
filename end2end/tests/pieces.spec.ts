import { expect, test } from '../support/demo';
import { open, signIn } from '../support/page';

const PIECE = /\/pkg\/\w+\/(split|chunk)_\w+\.wasm$/;

test.describe('pages that come in pieces', () => {
  test.use({ expectedErrors: [/ERR_FAILED|Failed to fetch|status of 404/] });

  test('the first page loads none, and one that needs a piece gets it once', async ({ page, server }) => {
    const pieces: string[] = [];
    page.on('request', (request) => {
      if (PIECE.test(request.url())) pieces.push(request.url());
    });
    await signIn(page, server.demo!.admin);
    await open(page, '/');
    expect(pieces).toEqual([]);
    const places = page.getByRole('navigation', { name: 'Main', exact: true });
    await places.getByRole('link', { name: 'Rotas' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Rotas' })).toBeVisible();
    const loaded = pieces.length;
    expect(loaded).toBeGreaterThan(0);
    await places.getByRole('link', { name: 'My shifts' }).click();
    await expect(page).toHaveURL(/\/me$/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(pieces.length).toBe(loaded);
  });

  test('a piece that does not arrive is said, and the page is there when it can be loaded again', async ({ page, server }) => {
    await signIn(page, server.demo!.admin);
    await open(page, '/');
    await page.route(PIECE, (route) => route.abort());
    const places = page.getByRole('navigation', { name: 'Main', exact: true });
    await places.getByRole('link', { name: 'Rotas' }).click();
    await expect(page.getByText('This page did not arrive.')).toBeVisible();
    await page.unroute(PIECE);
    await places.getByRole('link', { name: 'Services' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Services' })).toBeVisible();
    await places.getByRole('link', { name: 'Rotas' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Rotas' })).toBeVisible();
  });

  test('a piece of another version is not served', async ({ page, server }) => {
    const address = page.waitForRequest(PIECE);
    await signIn(page, server.demo!.admin);
    await open(page, '/rotas');
    const current = (await address).url();
    expect((await page.request.get(current)).status()).toBe(200);
    expect((await page.request.get(current.replace(/\/pkg\/\w+\//, '/pkg/0123456789ab/'))).status()).toBe(404);
  });
});
