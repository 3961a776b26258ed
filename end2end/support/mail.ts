import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A letter that has arrived. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
}

const ARRIVES_WITHIN = 15_000;

/** A mail server on this machine that takes every letter. */
export class MailServer {
  private readonly letters: Letter[] = [];

  private constructor(private readonly server: Server) {}

  /** Starts one on a free port. */
  static async start(): Promise<MailServer> {
    const server = createServer();
    const mail = new MailServer(server);
    server.on('connection', (socket) => mail.talk(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  /** How Tandem is told of it. */
  get settings(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { TANDEM_SMTP_URL: `smtp://127.0.0.1:${port}?tls=none`, TANDEM_MAIL_FROM: 'Tandem <tandem@example.org>' };
  }

  /** The next letter to an address, which is then taken away. */
  async letterTo(address: string): Promise<Letter> {
    const deadline = Date.now() + ARRIVES_WITHIN;
    while (Date.now() < deadline) {
      const place = this.letters.findIndex(({ to }) => to === address);
      const [letter] = place < 0 ? [] : this.letters.splice(place, 1);
      if (letter) return letter;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no letter to ${address}; there are some to ${this.letters.map(({ to }) => to).join(', ')}`);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    let [buffer, to, raw]: [string, string, string | undefined] = ['', '', undefined];
    const line = (text: string): void => {
      if (raw !== undefined) {
        if (text !== '.') {
          raw += `${text.replace(/^\./, '')}\n`;
          return;
        }
        this.letters.push(read(to, raw));
        raw = undefined;
        socket.write('250 taken\r\n');
      } else if (/^EHLO/i.test(text)) socket.write('250-mail.test\r\n250 8BITMIME\r\n');
      else if (/^RCPT/i.test(text)) {
        to = /<(.*?)>/.exec(text)?.[1] ?? '';
        socket.write('250 ok\r\n');
      } else if (/^DATA/i.test(text)) {
        raw = '';
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(text)) socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    };
    socket.setEncoding('utf8').on('data', (chunk) => {
      buffer += chunk;
      const lines = buffer.split('\r\n');
      buffer = lines.pop() ?? '';
      lines.forEach(line);
    });
    socket.on('error', () => undefined);
    socket.write('220 mail.test\r\n');
  }
}

function read(to: string, raw: string): Letter {
  const [head = '', ...parts] = raw.split('\n\n');
  const body = parts.join('\n\n');
  const quoted = /^Content-Transfer-Encoding: quoted-printable$/m.test(head);
  return { to, subject: /^Subject: (.*)$/m.exec(head)?.[1] ?? '', text: quoted ? unquoted(body) : body };
}

function unquoted(body: string): string {
  const bytes = body.replaceAll('=\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
