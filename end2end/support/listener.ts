import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What has arrived at a program that listens. */
export interface Told {
  event: string;
  id: string;
  signature: string;
  text: string;
}

const ARRIVES_WITHIN = 15_000;

/** A program on this machine that a webhook tells things. */
export class Listener {
  readonly told: Told[] = [];
  /** The status that it answers. */
  status = 204;

  private constructor(private readonly server: Server) {}

  /** Starts one on a free port. */
  static async start(): Promise<Listener> {
    const server = createServer();
    const listener = new Listener(server);
    server.on('request', (request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        const header = (name: string): string => String(request.headers[name] ?? '');
        listener.told.push({ event: header('tandem-event'), id: header('tandem-event-id'), signature: header('tandem-signature'), text });
        response.writeHead(listener.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Waits until so many messages have arrived; answers the last. */
  async message(count: number): Promise<Told> {
    const deadline = Date.now() + ARRIVES_WITHIN;
    while (this.told.length < count && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    const last = this.told[count - 1];
    if (!last) throw new Error(`${this.told.length} messages instead of ${count}`);
    return last;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Whether a message is signed with a secret. */
export function isSigned({ signature, text }: Told, secret: string): boolean {
  const sent = /t=(\d+)/.exec(signature)?.[1] ?? '';
  const expected = createHmac('sha256', secret).update(`${sent}.${text}`).digest('hex');
  return signature.includes(`v1=${expected}`);
}
