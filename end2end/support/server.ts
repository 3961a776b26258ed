import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tandem } from './programs';

/** What a server starts with: nothing, or the organisation that `tandem demo` makes. */
export type Seed = 'empty' | 'demo';

/** What `tandem demo --json` says about the organisation it made. */
export interface Demo {
  admin: { email: string; password: string };
  tokens: { read: string; write: string; oncall: string };
  rotas: string[];
  services: string[];
  feeds: { person: string[]; team: string[]; rota: string[] };
}

const STARTS_WITHIN = 20_000;
const STOPS_WITHIN = 10_000;

/** A running `tandem serve` on a fresh SQLite database in a folder of its own. */
export class TandemServer {
  private output = '';
  private exited = false;
  /** Where it listens, such as `http://127.0.0.1:41234`. */
  url = '';

  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
    /** The organisation it started with, if it was seeded with one. */
    readonly demo: Demo | undefined,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    process.on('exit', (code, signal) => {
      this.exited = true;
      this.output += `\n[ended: ${signal ?? code}]\n`;
    });
    process.on('error', (error) => {
      this.exited = true;
      this.output += `\n[could not start: ${error.message}]\n`;
    });
  }

  /** Starts one on a free port, with further settings, and waits until it answers. */
  static async start(seed: Seed, settings: Record<string, string> = {}): Promise<TandemServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'tandem-end2end-'));
    const database = ['--database-url', `sqlite://${path.join(folder, 'tandem.db')}`];
    const demo = seed === 'demo' ? makeDemo(folder, database) : undefined;
    const child = spawn(tandem(), ['serve', '--listen', '127.0.0.1:0', ...database], {
      cwd: folder,
      // Tests count writes: what is told of the hours ahead is not among them. Programs that listen run on this machine.
      env: { ...environment(), TANDEM_LOOK_AHEAD_SECONDS: '86400', TANDEM_WEBHOOKS_INSIDE: '127.0.0.0/8', ...settings },
    });
    const server = new TandemServer(folder, child, demo);
    try {
      await server.ready();
      return server;
    } catch (error) {
      await server.stop().catch(() => undefined);
      throw error;
    }
  }

  /** Its process. */
  get pid(): number {
    if (!this.process.pid) throw new Error('the server did not start');
    return this.process.pid;
  }

  /** All it has printed so far, to both streams. */
  get log(): string {
    return this.output;
  }

  /** The one-time link that an empty database's server prints. */
  get setupLink(): string {
    const link = /https?:\/\/\S+\/setup\S*/.exec(this.output)?.[0];
    if (!link) throw new Error(`the server printed no set-up link:\n${this.output}`);
    return link;
  }

  /** Ends it the way an operator does, removes its folder, and complains if it panicked. */
  async stop(): Promise<void> {
    if (!this.exited) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      const patience = setTimeout(() => this.process.kill('SIGKILL'), STOPS_WITHIN);
      await ended;
      clearTimeout(patience);
    }
    rmSync(this.folder, { recursive: true, force: true });
    complainOfPanics(this.output);
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + STARTS_WITHIN;
    while (Date.now() < deadline) {
      if (this.exited) throw new Error(`the server ended at once:\n${this.output}`);
      this.url ||= /listens on (https?:\/\/\S+)/.exec(this.output)?.[1] ?? '';
      if (this.url && (await answers(`${this.url}/readyz`))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the server was not ready after ${STARTS_WITHIN / 1000} s:\n${this.output}`);
  }
}

/** A panic is a fault even where the page looked right. */
export function complainOfPanics(log: string): void {
  const panics = log.split('\n').filter((line) => line.includes('panicked at'));
  if (panics.length > 0) throw new Error(`the server panicked:\n${panics.join('\n')}`);
}

function makeDemo(folder: string, database: string[]): Demo {
  const size = ['--teams', '2', '--people', '6', '--weeks', '12', '--seed', '1'];
  const told = execFileSync(tandem(), ['demo', '--json', ...size, ...database], {
    cwd: folder,
    env: environment(),
    encoding: 'utf8',
  });
  return JSON.parse(told) as Demo;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Without the settings of whoever runs the tests. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TANDEM_')));
}
