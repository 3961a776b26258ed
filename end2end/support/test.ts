import { test as base } from '@playwright/test';
import { MailServer } from './mail';
import { complainOfPanics, type Seed, TandemServer } from './server';

export { expect } from '@playwright/test';

/** What a file or a group of tests may choose with `test.use`. */
export interface TandemOptions {
  /** What the server's database holds at the start. */
  seed: Seed;
  /** Whether the server sends mail, to the fixture `mail`. */
  sendsMail: boolean;
  /** Errors of the browser's console that the test provokes, such as a 404 it asks for. */
  expectedErrors: RegExp[];
}

interface TandemFixtures {
  /** The server, shared by the tests of a file that start from the same seed. */
  server: TandemServer;
  /** Where the server's mail arrives, when it sends any. */
  mail: MailServer;
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
  mail: MailServer | undefined;

  async of(file: string, seed: Seed, sendsMail: boolean): Promise<TandemServer> {
    const key = `${seed} ${sendsMail} ${file}`;
    if (!this.current || this.key !== key) {
      await this.stop();
      this.mail = sendsMail ? await MailServer.start() : undefined;
      this.current = await TandemServer.start(seed, this.mail?.settings);
      this.key = key;
    }
    return this.current;
  }

  async stop(): Promise<void> {
    const stopping = this.current;
    this.current = undefined;
    await stopping?.stop();
    await this.mail?.stop();
    this.mail = undefined;
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

  sendsMail: [false, { option: true }],

  server: async ({ servers, seed, sendsMail }, use, testInfo) => {
    await use(await servers.of(testInfo.file, seed, sendsMail));
  },

  mail: async ({ servers, server }, use) => {
    if (!servers.mail) throw new Error(`${server.url} sends no mail: test.use({ sendsMail: true })`);
    await use(servers.mail);
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
