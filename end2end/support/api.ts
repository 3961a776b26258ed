import { type APIRequestContext, request } from '@playwright/test';
import type { TandemServer } from './server';

/** Someone in a role. */
export interface Held {
  id: string;
  name: string;
  from: string;
  until: string;
  via: 'shift' | 'cover';
}

/** A pairing that comes. */
export interface Pair {
  lead: { id: string; name: string } | null;
  engineer: { id: string; name: string } | null;
}

/** Who is on call. */
export interface OnCall {
  rota: string;
  state: 'covered' | 'off' | 'unplanned';
  in_hours: boolean;
  lead: Held | null;
  engineer: Held | null;
  gap: string[];
  next: (Pair & { at: string }) | null;
  planned_until: string | null;
  revision: number;
}

/** A stretch of duty. */
export interface Stretch extends Pair {
  from: string;
  to: string;
  state: 'covered' | 'off' | 'unplanned';
}

/** Who is called, in what order. */
export interface Escalation {
  service: string;
  in_hours: boolean;
  steps: {
    step: number;
    after_seconds: number;
    targets: {
      kind: string;
      role: string | null;
      because: string;
      person: { id: string; name: string; contacts: { kind: string; value: string }[] };
    }[];
  }[];
}

/** A machine with a token. */
export class Machine {
  private constructor(readonly requests: APIRequestContext) {}

  static async with(server: TandemServer, token: string): Promise<Machine> {
    const extraHTTPHeaders = { authorization: `Bearer ${token}` };
    return new Machine(await request.newContext({ baseURL: server.url, extraHTTPHeaders }));
  }

  async onCall(rota: string, at?: Date): Promise<OnCall> {
    return this.get(`/api/v1/rotas/${rota}/oncall`, at ? { at: seconds(at) } : {});
  }

  async duty(rota: string, from: Date, to: Date): Promise<Stretch[]> {
    const { duty } = await this.get<{ duty: Stretch[] }>(`/api/v1/rotas/${rota}/duty`, {
      from: seconds(from),
      to: seconds(to),
    });
    return duty;
  }

  async escalation(service: string, severity: string, at?: Date): Promise<Escalation> {
    return this.get(`/api/v1/services/${service}/escalation`, { severity, ...(at && { at: seconds(at) }) });
  }

  /** The organisation's revision, which every write raises. */
  async revision(rota: string): Promise<number> {
    return (await this.onCall(rota)).revision;
  }

  /** One request, answered with 200. */
  private async get<T>(path: string, params: Record<string, string>): Promise<T> {
    const response = await this.requests.get(path, { params });
    if (response.status() !== 200) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}

/** An instant as the API writes it: whole seconds, UTC. */
export function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
