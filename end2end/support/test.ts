import { test as base } from '@playwright/test';
import { complainOfPanics, type Seed, TandemServer } from './server';

export { expect } from '@playwright/test';

/** What a file or a group of tests may choose with `test.use`. */
export interface TandemOptions {
  /** What the server's database holds at the start. */
  seed: Seed;
  /** Errors of the browser's console that the test provokes, such as a 404 it asks for. */
  expectedErrors: RegExp[];
}

interface TandemFixtures {
  /** The server, shared by the tests of a file that start from the same seed. */
  server: TandemServer;
  /** Fails the test for what went wrong beside what it looks at. */
  noErrors: void;
}

interface TandemWorkers {
  servers: Servers;
}

/** The server of the file that runs now. A worker runs its files one after the other, so one is enough. */
class Servers {
  private key = '';
  private current: TandemServer | undefined;

  async of(file: string, seed: Seed): Promise<TandemServer> {
    const key = `${seed} ${file}`;
    if (!this.current || this.key !== key) {
      await this.stop();
      this.current = await TandemServer.start(seed);
      this.key = key;
    }
    return this.current;
  }

  async stop(): Promise<void> {
    const stopping = this.current;
    this.current = undefined;
    await stopping?.stop();
  }
}

/** Playwright's `test` with a real server; a panic in its log or an error in the browser's console fails the test. */
export const test = base.extend<TandemOptions & TandemFixtures, TandemWorkers>({
  seed: ['empty', { option: true }],
  expectedErrors: [[], { option: true }],

  servers: [
    async ({}, use) => {
      const servers = new Servers();
      await use(servers);
      await servers.stop();
    },
    { scope: 'worker' },
  ],

  server: async ({ servers, seed }, use, testInfo) => {
    await use(await servers.of(testInfo.file, seed));
  },

  baseURL: async ({ server }, use) => use(server.url),

  noErrors: [
    async ({ context, server, expectedErrors }, use, testInfo) => {
      const errors: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => errors.push(String(error.error().stack ?? error.error())));
      const logged = server.log.length;
      await use();
      const log = server.log.slice(logged);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('server.log', { body: log, contentType: 'text/plain' });
      }
      complainOfPanics(log);
      const unexpected = errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)));
      if (unexpected.length > 0) throw new Error(`the browser's console shows errors:\n${unexpected.join('\n')}`);
    },
    { auto: true },
  ],
});
