import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { Machine } from '../support/api';
import { expect, test } from '../support/demo';

const folder = fileURLToPath(new URL('../client/', import.meta.url));
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

/** What `client/tandem.ts` offers; its types exist only once they are generated. */
interface Made {
  connect(address: string, token: string): unknown;
  onCall(tandem: unknown, rota: string): Promise<{ lead: string | null; engineer: string | null }>;
  whomToCall(tandem: unknown, service: string, severity: string): Promise<[string, string | undefined][]>;
  cover(tandem: unknown, rota: string, body: object, key: string): Promise<string>;
}

test('a client that is generated from the description compiles and works', async ({ server }) => {
  const { tokens, rotas, services } = server.demo!;
  const machine = await Machine.with(server, tokens.write);
  const described = await machine.requests.get('/api/openapi.json');
  const types = astToString(await openapiTS(await described.text()));
  expect(types).toContain('report_alerts');
  writeFileSync(`${folder}tandem.gen.d.ts`, types);
  execFileSync(process.execPath, [compiler, '--noEmit', '-p', folder], { stdio: 'pipe', encoding: 'utf8' });

  const made = (await import(`${folder}tandem.ts`)) as Made;
  const tandem = made.connect(server.url, tokens.write);
  const [rota, service] = [rotas[0]!, services[0]!];
  const now = await machine.onCall(rota);
  expect(await made.onCall(tandem, rota)).toEqual({ lead: now.lead?.name ?? null, engineer: now.engineer?.name ?? null });
  const called = await machine.escalation(service, 'P1');
  const wanted = called.steps.flatMap((step) => step.targets).map(({ person }) => [person.name, person.contacts[0]?.value]);
  expect(await made.whomToCall(tandem, service, 'P1')).toEqual(wanted);

  // The Engineer of some night to come cannot take the Lead too: a refusal has its type.
  const [from, to] = [new Date(Date.now() + 20 * 86_400_000), new Date(Date.now() + 27 * 86_400_000)];
  const nights = await machine.duty(rota, from, to);
  const night = nights.find((stretch) => stretch.lead && stretch.engineer)!;
  const body = { role: 'lead', person: night.engineer!.id, from: night.from, to: night.to, reason: 'By a client' };
  const refusal = made.cover(tandem, rota, body, randomUUID());
  await expect(refusal).rejects.toMatchObject({ problem: { type: '/problems/two-people', status: 409 } });
  // Sent twice, done once.
  const response = await machine.requests.get(`/api/v1/rotas/${rota}`);
  const { members } = (await response.json()) as { members: { id: string; roles: string[] }[] };
  const pair = [night.lead!.id, night.engineer!.id];
  const other = members.find(({ id, roles }) => roles.includes('lead') && !pair.includes(id))!;
  const key = randomUUID();
  const taken = { ...body, person: other.id, override: 'To try a client' };
  const id = await made.cover(tandem, rota, taken, key);
  expect(await made.cover(tandem, rota, taken, key)).toBe(id);
});
