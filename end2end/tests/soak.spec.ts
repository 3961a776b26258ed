import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { expect, test } from '../support/demo';

/** Requests before memory is first looked at: caches, pools and the allocator's arenas have filled up by then. */
const WARM_UP = 600;
/** Requests between the two looks. */
const SOAK = 2_000;
const AT_ONCE = 16;
/** What the allocator may keep more. A page that is left unfinished holds about 100 KB: 600 of them are three times this. */
const GROWTH_KB = 20 * 1024;

/** How a client behaves: 3 in 10 hang up, by turns as soon as they have asked and in the middle of the page. */
type Client = 'stays' | 'leaves at once' | 'leaves mid-page';

function client(number: number): Client {
  if (number % 10 >= 3) return 'stays';
  return number % 2 === 0 ? 'leaves at once' : 'leaves mid-page';
}

/** Asks for a page; the status, or 0 for a client that did not wait for it. */
function visit(url: string, agent: Agent, cookie: string, behaviour: Client): Promise<number> {
  return new Promise((resolve, reject) => {
    const gone = behaviour !== 'stays';
    const asked = get(url, { agent: gone ? undefined : agent, headers: { cookie, accept: 'text/html' } }, (response) => {
      const status = response.statusCode ?? 0;
      response.once('data', () => {
        if (!gone) return;
        response.destroy();
        resolve(status);
      });
      response.on('end', () => resolve(status));
      response.on('error', (error) => (gone ? resolve(status) : reject(error)));
      response.resume();
    });
    asked.on('error', (error) => (gone ? resolve(0) : reject(error)));
    // The request is on its way once its socket has taken it.
    if (behaviour === 'leaves at once') asked.on('finish', () => setImmediate(() => asked.destroy()));
  });
}

/** Resident memory of a process in KB. */
function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

test.skip(process.platform !== 'linux', 'memory is read from /proc');

test('clients that hang up mid-page leave nothing behind', async ({ cast, server }) => {
  test.setTimeout(120_000);
  const [{ rota, slug, service }] = cast.teams;
  const paths = ['/', '/me', '/rotas', `/rotas/${rota}`, `/rotas/${rota}/cover`, '/people', `/teams/${slug}`, `/services/${service}`];
  const { cookies } = await cast.administrator.requests.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const statuses = new Map<number, number>();

  const soak = async (requests: number): Promise<void> => {
    let next = 0;
    const one = async (): Promise<void> => {
      while (next < requests) {
        const number = next++;
        const path = paths[number % paths.length] ?? '/';
        const status = await visit(`${server.url}${path}`, agent, cookie, client(number));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  };

  await soak(WARM_UP);
  const before = resident(server.pid);
  await soak(SOAK);
  // Whoever left may still have a page on its way: the server is quiet once it answers in turn.
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  const after = resident(server.pid);
  agent.destroy();
  test.info().annotations.push({ type: 'resident memory', description: `${before} KB, then ${after} KB` });

  expect([...statuses.keys()].sort(), 'whoever stayed got the page, whoever left got it or nothing').toEqual([0, 200]);
  expect(statuses.get(0)).toBeGreaterThan((WARM_UP + SOAK) / 10);
  expect(after - before, `grown from ${before} to ${after} KB`).toBeLessThan(GROWTH_KB);
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  const answered = figures.split('\n').filter((line) => line.startsWith('tandem_http_requests_total'));
  expect(answered.some((line) => line.includes('status="200"'))).toBe(true);
  expect(answered.filter((line) => /status="5\d\d"/.test(line))).toEqual([]);
});
