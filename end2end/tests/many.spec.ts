import { Machine } from '../support/api';
import { expect, test } from '../support/demo';
import { open, settled } from '../support/page';
import type { TandemServer } from '../support/server';

test.use({ viewer: 'administrator' });
test.describe.configure({ timeout: 240_000 });

/** As many rotas as the largest organisation is said to have. */
const ROTAS = 200;
/** What is drawn at once at most: four blocks of ten rows, the one in sight and what is near it. */
const MOST_ROWS = 50;
/** Elements of the list at most, however many rotas there are. */
const MOST_NODES = 4_000;

interface RotaSettings { form: Record<string, unknown> & { name: string } }

/** Makes rotas like the demo's second team's until there are so many, the first of them with a published week. */
async function fillUp(server: TandemServer, like: string, planned: number): Promise<void> {
  const { requests } = await Machine.with(server, server.demo?.tokens.write ?? '');
  const { form } = (await (await requests.get(`/api/v1/rotas/${like}/settings`)).json()) as RotaSettings;
  const known = ((await (await requests.get('/api/v1/rotas')).json()) as { rotas: unknown[] }).rotas.length;
  for (let number = known + 1; number <= ROTAS; number += 1) {
    const data = { ...form, name: `Rota ${String(number).padStart(3, '0')}`, slug: '', revision: '', effective: '' };
    const made = await requests.post('/api/v1/rotas', { data });
    expect(made.status(), await made.text()).toBe(201);
    if (number - known > planned) continue;
    const draft = await requests.post(`${made.headers()['location']}/drafts`, { data: { weeks: '2', effort: 'quick' } });
    expect(draft.status(), await draft.text()).toBe(201);
    const published = await requests.post(`${draft.headers()['location']}/publish`, { data: {} });
    expect(published.status(), await published.text()).toBe(200);
  }
}

test('of two hundred rotas only those in sight are drawn, and scrolling stays smooth', async ({ page, cast, server }, info) => {
  await fillUp(server, cast.teams[1].rota, 40);
  await open(page, '/rotas?view=week');
  const list = page.locator('.many__list');
  await expect(list.locator('.many__row').first()).toBeVisible();
  await expect(list.locator('.many__block')).toHaveCount(ROTAS / 10);
  await settled(page);
  const size = (): Promise<[number, number]> =>
    list.evaluate((one) => [one.querySelectorAll('.many__row').length, one.querySelectorAll('*').length]);
  const height = await list.evaluate((one) => one.getBoundingClientRect().height);

  const seen = { rows: 0, nodes: 0 };
  const note = async (): Promise<void> => {
    const [rows, nodes] = await size();
    seen.rows = Math.max(seen.rows, rows);
    seen.nodes = Math.max(seen.nodes, nodes);
  };
  await note();
  // A window at a time, to the end and back: whatever comes into sight is drawn, and what is far away is let go.
  for (const end of [height, 0]) {
    const from = await page.evaluate(() => scrollY);
    const steps = Math.ceil(Math.abs(end - from) / 800);
    for (let step = 1; step <= steps; step += 1) {
      await page.evaluate((to) => scrollTo(0, to), from + ((end - from) * step) / steps);
      await expect.poll(() => list.evaluate((one) => [...one.querySelectorAll('.many__block')].some((block) => {
        const { top, bottom } = block.getBoundingClientRect();
        return top < innerHeight / 2 && bottom > innerHeight / 2 && block.querySelector('.many__row') !== null;
      }) || one.getBoundingClientRect().bottom < innerHeight / 2 || one.getBoundingClientRect().top > innerHeight / 2)).toBe(true);
      await note();
    }
  }
  expect(await list.evaluate((one) => one.getBoundingClientRect().height), 'nothing grows or shrinks while it is drawn').toBe(height);
  expect(seen.rows).toBeLessThanOrEqual(MOST_ROWS);
  expect(seen.nodes).toBeLessThanOrEqual(MOST_NODES);

  // What was loaded once is scrolled through again, a frame at a time: how long the frames take.
  const frames = await page.evaluate(
    (length) =>
      new Promise<number[]>((resolve) => {
        const taken: number[] = [];
        let last = performance.now();
        const step = (now: number): void => {
          taken.push(now - last);
          last = now;
          if (taken.length > 180) return resolve(taken.slice(1));
          scrollTo(0, (taken.length / 180) * length);
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    height,
  );
  frames.sort((one, other) => one - other);
  const [half, most] = [frames[Math.floor(frames.length / 2)] ?? 0, frames[Math.floor(frames.length * 0.95)] ?? 0];
  const words = `${seen.rows} rows and ${seen.nodes} elements at most; frames ${half.toFixed(0)} ms, 95 % within ${most.toFixed(0)} ms`;
  info.annotations.push({ type: 'measured', description: words });
  console.log(words);
  // A busy machine draws slower: what is said is that the most frames are no jerks.
  expect(half).toBeLessThan(100);
});
