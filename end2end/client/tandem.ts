/** A client of Tandem's API: its types are generated from the running server's own description. */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './tandem.gen';

type Media = 'application/json' | 'application/problem+json';

/** Everything the API answers, typed. */
export type Tandem = Client<paths, Media>;
type Problem = components['schemas']['Problem'];

/** What the API said no to, and why. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** A client for a server and a token. */
export function connect(baseUrl: string, token: string): Tandem {
  return createClient<paths, Media>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
}

/** The names of the Lead and the Engineer now; null where there is nobody. */
export async function onCall(tandem: Tandem, rota: string): Promise<{ lead: string | null; engineer: string | null }> {
  const { data, error } = await tandem.GET('/api/v1/rotas/{slug}/oncall', { params: { path: { slug: rota } } });
  if (error) throw new Refused(error);
  return { lead: data.lead?.name ?? null, engineer: data.engineer?.name ?? null };
}

/** Whom to call about an incident, in order, with the first way to reach each. */
export async function whomToCall(tandem: Tandem, service: string, severity: string): Promise<[string, string | undefined][]> {
  const { data, error } = await tandem.GET('/api/v1/services/{slug}/escalation', {
    params: { path: { slug: service }, query: { severity } },
  });
  if (error) throw new Refused(error);
  const targets = data.steps.flatMap((step) => step.targets);
  return targets.map(({ person }) => [person.name, person.contacts[0]?.value]);
}

/** Makes a cover once, however often it is sent with `key`; answers its id. */
export async function cover(
  tandem: Tandem,
  rota: string,
  body: components['schemas']['NewCover'],
  key: string,
): Promise<string> {
  const { data, error } = await tandem.POST('/api/v1/rotas/{slug}/covers', {
    params: { path: { slug: rota }, header: { 'Idempotency-Key': key } },
    body,
  });
  if (error) throw new Refused(error);
  return data.id;
}
