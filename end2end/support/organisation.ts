import { type APIRequestContext, request } from '@playwright/test';
import { Machine } from './api';
import type { TandemServer } from './server';

/** A password that every person of the tests has. */
export const PASSWORD = 'a sentence is easy to remember';

/** What a server function answered. */
export interface Answered {
  status: number;
  /** What it answered, or the error, as the pages get it. */
  body: unknown;
}

/** Someone signed in, by the requests their browser would make and by a browser. */
export class Person {
  private constructor(
    readonly name: string,
    readonly email: string,
    readonly requests: APIRequestContext,
  ) {}

  /** Signs in by the same server function as the sign-in page. */
  static async signIn(server: TandemServer, name: string, email: string, password: string): Promise<Person> {
    const person = new Person(name, email, await requestsTo(server));
    const { status, body } = await person.call('session/sign-in', { email, password });
    if (status !== 200) throw new Error(`${email} could not sign in: ${status} ${JSON.stringify(body)}`);
    return person;
  }

  /** Nobody: requests without a session. */
  static async nobody(server: TandemServer): Promise<Person> {
    return new Person('nobody', '', await requestsTo(server));
  }

  /** Calls a server function as the pages do. */
  async call(name: string, fields: Fields = {}): Promise<Answered> {
    const response = await this.requests.post(`/fn/${name}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      data: new URLSearchParams(fields).toString(),
    });
    const text = await response.text();
    return { status: response.status(), body: parsed(text) };
  }

  /** Calls a server function that must succeed. */
  async done<T = unknown>(name: string, fields: Fields = {}): Promise<T> {
    const { status, body } = await this.call(name, fields);
    if (status !== 200) throw new Error(`${this.name}: ${name} answered ${status}: ${JSON.stringify(body)}`);
    return body as T;
  }
}

/** Requests as our own pages make them. */
function requestsTo(server: TandemServer): Promise<APIRequestContext> {
  return request.newContext({ baseURL: server.url, maxRedirects: 0, extraHTTPHeaders: { origin: server.url } });
}

/** Fields of a form, by name. */
export type Fields = Record<string, string>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A team of the demo with somebody of each kind in it. */
export interface Team {
  slug: string;
  name: string;
  rota: string;
  service: string;
  manager: Person;
  member: Person;
  /** Ids of everybody in it. */
  people: string[];
  managerId: string;
  memberId: string;
  /** Id of a draft of its rota. */
  draft: string;
  /** Id of a webhook of it. */
  webhook: string;
}

/** Two teams of the demo's organisation, and those who look at all of it. */
export interface Cast {
  administrator: Person;
  readOnly: Person;
  teams: [Team, Team];
}

interface Listed {
  teams: { slug: string; name: string }[];
}

interface Shown {
  members: { id: string; name: string; manager: boolean }[];
  rotas: { slug: string }[];
  services: { slug: string }[];
}

interface Row {
  row: { email: string };
}

/** Gives people of the demo's teams passwords, and signs one of each kind in. */
export async function castOf(server: TandemServer): Promise<Cast> {
  const demo = server.demo;
  if (!demo) throw new Error('the cast is the demo’s: test.use({ seed: "demo" })');
  const administrator = await Person.signIn(server, 'administrator', demo.admin.email, demo.admin.password);
  const { teams } = await administrator.done<Listed>('teams/list');
  const [first, second] = await Promise.all(teams.slice(0, 2).map((team) => teamOf(server, administrator, team)));
  if (!first || !second) throw new Error('the demo has fewer than two teams');
  const reader = { name: 'Robin Reader', email: 'robin.reader@example.org', zone: 'Europe/London', role: 'read_only' };
  await administrator.done('people/add', { ...formOf('person', reader), 'person[password]': PASSWORD });
  const readOnly = await Person.signIn(server, 'read-only', reader.email, PASSWORD);
  return { administrator, readOnly, teams: [first, second] };
}

async function teamOf(server: TandemServer, administrator: Person, team: { slug: string; name: string }): Promise<Team> {
  const shown = await administrator.done<Shown>('teams/show', { slug: team.slug });
  const manager = shown.members.find((member) => member.manager);
  const member = shown.members.find((other) => !other.manager && other.id !== manager?.id);
  const rota = shown.rotas[0]?.slug;
  const service = shown.services[0]?.slug;
  if (!manager || !member || !rota || !service) throw new Error(`team ${team.slug} lacks something: ${JSON.stringify(shown)}`);
  const enter = async (id: string, kind: string): Promise<Person> => {
    const { row } = await administrator.done<Row>('people/show', { id });
    await administrator.done('people/set-password', { id, password: PASSWORD });
    return Person.signIn(server, `${kind} of ${team.name}`, row.email, PASSWORD);
  };
  return {
    ...team,
    rota,
    service,
    manager: await enter(manager.id, 'manager'),
    member: await enter(member.id, 'member'),
    people: shown.members.map(({ id }) => id),
    managerId: manager.id,
    memberId: member.id,
    draft: await draftOf(server, rota),
    webhook: await webhookOf(server, team.slug),
  };
}

/** Plans so many weeks of a rota from a day on, or from where it is published, by API; answers the draft's id. */
export async function draftOf(server: TandemServer, rota: string, weeks = 2, from = ''): Promise<string> {
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const response = await machine.requests.post(`/api/v1/rotas/${rota}/drafts`, { data: { from, weeks, seed: 1 } });
  if (response.status() !== 201) throw new Error(`${rota} could not be planned: ${await response.text()}`);
  return ((await response.json()) as { row: { id: string } }).row.id;
}

/** Makes a webhook of a team, by API, that is told of gaps alone; answers its id. */
async function webhookOf(server: TandemServer, team: string): Promise<string> {
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const data = { name: 'Status page', address: 'https://status.example.invalid/hook', gap: true };
  const response = await machine.requests.post(`/api/v1/teams/${team}/webhooks`, { data });
  if (response.status() !== 201) throw new Error(`${team} got no webhook: ${await response.text()}`);
  return ((await response.json()) as { webhook: { id: string } }).webhook.id;
}

/** Fields as a form of a structure names them: `person[name]`. */
export function formOf(structure: string, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${structure}[${name}]`, value]));
}
