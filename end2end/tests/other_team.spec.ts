import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Machine } from '../support/api';
import { expect, test } from '../support/demo';
import { type Cast, type Fields, formOf, PASSWORD, Person, type Team } from '../support/organisation';
import type { TandemServer } from '../support/server';
import { dateOf, daysAfter } from '../support/time';

/** What the present state of the second team holds that a change needs. */
interface Scene {
  cast: Cast;
  /** The second team, whose things others try to change. */
  theirs: Team;
  server: TandemServer;
}

/** A change to the second team's things: its fields, and who must not make it. */
interface Change {
  call: string;
  fields: (scene: Scene) => Fields | Promise<Fields>;
  /** Who of the second team, or the administrator, makes it at last: what was refused was a change that can be made. */
  by: 'manager' | 'member' | 'administrator';
}

const day = (days: number): string => dateOf(daysAfter(new Date(), days), 'UTC');

/** The rota's form as its settings page sends it back. */
async function settingsOf({ theirs }: Scene): Promise<Fields> {
  const { form } = await theirs.manager.done<{ form: Record<string, unknown> }>('rotas/form', { slug: theirs.rota });
  return formOf('rota', flat({ ...form, also_at: '13:00' }));
}

/** Nested values by the names that a form gives them: `office[0][from]`. */
function flat(values: Record<string, unknown>): Fields {
  const pairs = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[name, value]];
    const inner = flat(value as Record<string, unknown>);
    return Object.entries(inner).map(([rest, text]) => [`${name}][${rest}`, text]);
  });
  return Object.fromEntries(pairs);
}

async function covers({ theirs }: Scene): Promise<string> {
  const { covers: rows } = await theirs.member.done<{ covers: { id: string }[] }>('covers/page', { slug: theirs.rota });
  const id = rows[0]?.id;
  if (!id) throw new Error('there is no cover to withdraw');
  return id;
}

/** A cover of one of the second team's coming stretches by somebody who is free. */
async function coverOf({ theirs, server }: Scene): Promise<Fields> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const from = daysAfter(new Date(), 10);
  const duty = await machine.duty(theirs.rota, from, daysAfter(from, 10));
  const stretch = duty.find(({ state }) => state === 'covered');
  if (!stretch) throw new Error('the second team has no duty ahead');
  const person = theirs.people.find((id) => id !== stretch.lead?.id && id !== stretch.engineer?.id) ?? '';
  const form = { role: 'lead', lead: person, from: stretch.from, to: stretch.to, override_reason: 'A test needs it.' };
  return { slug: theirs.rota, ...formOf('form', form) };
}

/** That nobody led a past stretch of the second team. */
async function correctionOf({ theirs, server }: Scene): Promise<Fields> {
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const from = daysAfter(new Date(), -10);
  const duty = await machine.duty(theirs.rota, from, daysAfter(from, 7));
  const stretch = duty.find(({ state, lead }) => state === 'covered' && lead);
  if (!stretch) throw new Error('the second team has no duty behind it');
  const form = { lead: 'nobody', from: stretch.from, to: stretch.to, reason: 'A test needs it.' };
  return { slug: theirs.rota, ...formOf('form', form) };
}

async function corrected({ theirs }: Scene): Promise<string> {
  const page = await theirs.manager.done<{ corrections: { id: string; withdrawn: string | null }[] }>('corrections/page', { slug: theirs.rota });
  const id = page.corrections.find(({ withdrawn }) => !withdrawn)?.id;
  if (!id) throw new Error('nothing was corrected');
  return id;
}

async function leaveOf({ theirs }: Scene): Promise<string> {
  const { rows } = await theirs.manager.done<{ rows: { id: string; note: string }[] }>('leave/team', { slug: theirs.slug });
  const id = rows.find(({ note }) => note === 'entered by the test')?.id;
  if (!id) throw new Error('there is no leave to withdraw');
  return id;
}

/** A session that a member of the second team has just begun beside their own. */
async function sessionOf({ cast, theirs, server }: Scene): Promise<string> {
  const ids = async (): Promise<string[]> => {
    const { sessions } = await cast.administrator.done<{ sessions: { id: string }[] }>('security/sessions', { person: theirs.memberId });
    return sessions.map(({ id }) => id);
  };
  const before = await ids();
  await Person.signIn(server, theirs.member.name, theirs.member.email, PASSWORD);
  return (await ids()).find((id) => !before.includes(id)) ?? '';
}

/** A wish that a member of the second team has just made. */
async function wishOf({ theirs }: Scene): Promise<string> {
  await theirs.member.done('wishes/add', formOf('form', { kind: 'avoid', weekday: 'fri' }));
  const { wishes } = await theirs.member.done<{ wishes: { id: string }[] }>('me/shifts');
  return wishes[0]?.id ?? '';
}

/** The contact method that a member of the second team has added. */
async function contactOf({ theirs }: Scene): Promise<Fields> {
  const { contacts } = await theirs.member.done<{ contacts: { id: string; kind: string }[] }>('contacts/show', { person: theirs.memberId });
  return { person: theirs.memberId, id: contacts.find(({ kind }) => kind === 'chat')?.id ?? '' };
}

/** The draft of the second team's rota. */
function draftOf({ theirs }: Scene): Fields {
  return { slug: theirs.rota, id: theirs.draft };
}

/** Another name for it as it is now. */
async function renaming(scene: Scene): Promise<Fields> {
  const { row } = await scene.theirs.manager.done<{ row: { revision: string } }>('drafts/show', draftOf(scene));
  return { what: 'rename', name: 'Another name', seen: row.revision };
}

/** Two of the second team who are kept apart. */
async function apartOf({ theirs }: Scene): Promise<string> {
  const { apart } = await theirs.manager.done<{ apart: { id: string }[] }>('planning-people/show', { team: theirs.slug });
  const id = apart[0]?.id;
  if (!id) throw new Error('nobody is kept apart');
  return id;
}

/** A rate card that pays nothing. */
async function cardOf({ cast }: Scene): Promise<string> {
  const { cards } = await cast.administrator.done<{ cards: { id: string; name: string; pays: string[] }[] }>('rate-cards/list');
  const card = cards.find(({ name, pays }) => name === 'Flat nightly' && pays.length === 0);
  if (!card) throw new Error('every rate card pays something');
  return card.id;
}

/** The revision of the planning rules of the second team's rota. */
async function rulesOf({ theirs }: Scene): Promise<string> {
  const { form } = await theirs.manager.done<{ form: { revision: string } }>('planning-rules/rota', { slug: theirs.rota });
  return form.revision;
}

/** An order of the second team's rota. */
async function orderOf({ theirs }: Scene): Promise<Fields> {
  const page = await theirs.manager.done<{ leads: { id: string }[]; engineers: { id: string }[] }>('rotation/show', { slug: theirs.rota });
  const places = (people: { id: string }[]): Record<string, unknown> =>
    Object.fromEntries(people.map(({ id }, index) => [String(index), { person: id, place: String(index + 1) }]));
  return { slug: theirs.rota, ...formOf('order', flat({ from: day(200), leads: places(page.leads), engineers: places(page.engineers) })) };
}

/** What a Lead of the second team could offer, with somebody who could take it. */
async function offerOf({ theirs, server }: Scene, days = 30): Promise<{ form: Fields; giver: string; taker: string }> {
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const from = daysAfter(new Date(), days);
  const duty = await machine.duty(theirs.rota, from, daysAfter(from, 28));
  for (const stretch of duty.slice(1, -1).filter(({ state, lead }) => state === 'covered' && lead)) {
    const response = await machine.requests.get(`/api/v1/rotas/${theirs.rota}/offers?role=lead&from=${stretch.from}&to=${stretch.to}`);
    const { giver, candidates } = (await response.json()) as { giver: string; candidates: { id: string; can: boolean }[] };
    const taker = candidates.find(({ can }) => can)?.id;
    if (taker) return { giver, taker, form: { giver, role: 'lead', from: stretch.from, to: stretch.to, whom: 'anyone' } };
  }
  throw new Error('nobody of the second team could take a stretch of another');
}

/** An open offer of the second team; accepted, if so asked. */
async function madeOffer(scene: Scene, accepted: boolean): Promise<string> {
  const { form, taker } = await offerOf(scene);
  const machine = await Machine.with(scene.server, scene.server.demo?.tokens.write ?? '');
  const made = await machine.requests.post(`/api/v1/rotas/${scene.theirs.rota}/offers`, { data: form });
  const { row } = (await made.json()) as { row: { id: string } };
  if (accepted) await machine.requests.post(`/api/v1/offers/${row.id}/answers`, { data: { person: taker, answer: 'accept' } });
  return row.id;
}

/** A stretch of the second team's duty that is over, and whose it is. */
async function dutyOver({ theirs, server }: Scene): Promise<{ person: string; from: string; to: string }> {
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+Z/, 'Z');
  const response = await machine.requests.get(`/api/v1/rotas/${theirs.rota}/duty?from=${at(-20)}&to=${at(-1)}`);
  const { duty } = await response.json();
  const row = duty.find((one: { lead: unknown; state: string }) => one.state === 'covered' && one.lead);
  return { person: row.lead.id, from: row.from, to: row.to };
}

/** A call-out within it, a few minutes long; each time another. */
let calls = 0;
async function calledOut(scene: Scene): Promise<Fields> {
  const { person, from } = await dutyOver(scene);
  calls += 1;
  const minute = (minutes: number): string => new Date(Date.parse(from) + minutes * 60_000).toISOString().replace(/\.\d+Z/, 'Z');
  return formOf('form', { person, from: minute(10 * calls), to: minute(10 * calls + 5), reason: 'called by the test' });
}

/** One that was entered. */
async function enteredCallOut(scene: Scene): Promise<string> {
  const machine = await Machine.with(scene.server, scene.server.demo?.tokens.write ?? '');
  const fields = await calledOut(scene);
  const data = { from: fields['form[from]'], to: fields['form[to]'], reason: 'called by the test' };
  const made = await machine.requests.post(`/api/v1/people/${fields['form[person]']}/call-outs`, { data });
  return (await made.json()).id;
}

/** Last month’s statement of somebody of the second team. */
function statementOf({ theirs }: Scene): Fields {
  const now = new Date();
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
  return { id: `${first}.${theirs.memberId}` };
}

/** Leave in which somebody of the second team has duty that nobody has offered. */
async function leaveWithDuty(scene: Scene): Promise<string> {
  const { form, giver } = await offerOf(scene, 70);
  const machine = await Machine.with(scene.server, scene.server.demo?.tokens.write ?? '');
  const entered = await machine.requests.post(`/api/v1/people/${giver}/leave`, { data: { from: form.from, to: form.to } });
  return ((await entered.json()) as { id: string }).id;
}

async function policyOf({ theirs }: Scene): Promise<Fields> {
  const { policy } = await theirs.manager.done<{ policy: Record<string, unknown> }>('escalation/service', { slug: theirs.service });
  return { slug: theirs.service, act: 'save', ...formOf('policy', flat(policy)) };
}

async function serviceOf({ theirs }: Scene): Promise<Fields> {
  const { form } = await theirs.manager.done<{ form: Fields }>('escalation/form', { slug: theirs.service });
  return formOf('service', { ...form, description: 'Changed.' });
}

async function tokenOf({ cast }: Scene): Promise<string> {
  const { tokens } = await cast.administrator.done<{ tokens: { id: string; name: string }[] }>('tokens/list');
  return tokens.find(({ name }) => name === 'Made by the test')?.id ?? '';
}

/** Notes of the latest handover of the second team. */
async function handoverOf({ theirs }: Scene): Promise<Fields> {
  const { taking } = await theirs.manager.done<{ taking: { key: string; seen: string } }>('handover/show', { slug: theirs.rota });
  return { slug: theirs.rota, at: taking.key, seen: taking.seen };
}

/** A webhook of the second team. */
async function webhookOf({ theirs }: Scene): Promise<string> {
  const { webhooks } = await theirs.manager.done<{ webhooks: { id: string }[] }>('webhooks/list', { team: theirs.slug });
  const id = webhooks[0]?.id;
  if (!id) throw new Error('there is no webhook');
  return id;
}

/** One that was off, with something given up for it. */
async function webhookWithGivenUp(scene: Scene): Promise<string> {
  const id = await webhookOf(scene);
  await scene.theirs.manager.done('webhooks/test', { id });
  await scene.theirs.manager.done('webhooks/switch', { id });
  await scene.theirs.manager.done('webhooks/switch', { id, on: 'on' });
  return id;
}

/** Every server function that changes something of a team or of the organisation, in an order in which each can be done. */
const CHANGES: Change[] = [
  { call: 'teams/rename', by: 'manager', fields: ({ theirs }) => ({ slug: theirs.slug, name: `${theirs.name} again` }) },
  {
    call: 'teams/put-member',
    by: 'manager',
    fields: ({ theirs, cast }) => formOf('member', { team: theirs.slug, person: cast.teams[0].memberId, lead: 'on', share_percent: '50' }),
  },
  { call: 'teams/remove-member', by: 'manager', fields: ({ theirs, cast }) => ({ team: theirs.slug, person: cast.teams[0].memberId }) },
  { call: 'teams/create', by: 'administrator', fields: () => ({ name: 'A new team' }) },
  { call: 'drafts/edit', by: 'manager', fields: async (scene) => ({ ...draftOf(scene), ...formOf('form', await renaming(scene)) }) },
  { call: 'drafts/discard', by: 'manager', fields: draftOf },
  { call: 'drafts/restore', by: 'manager', fields: draftOf },
  { call: 'drafts/publish', by: 'manager', fields: (scene) => ({ ...draftOf(scene), ...formOf('form', { from: '' }) }) },
  { call: 'planning-people/put', by: 'manager', fields: ({ theirs }) => formOf('form', { team: theirs.slug, person: theirs.memberId, experience: 'regular' }) },
  { call: 'planning-people/keep-apart', by: 'manager', fields: ({ theirs }) => ({ team: theirs.slug, one: theirs.people[0] ?? '', other: theirs.people[1] ?? '' }) },
  { call: 'planning-people/end-apart', by: 'manager', fields: async (scene) => ({ id: await apartOf(scene), team: scene.theirs.slug }) },
  { call: 'planning-rules/change-defaults', by: 'administrator', fields: () => formOf('rules', { revision: '0', preset: 'light' }) },
  { call: 'planning-rules/change-rota', by: 'manager', fields: async (scene) => ({ slug: scene.theirs.rota, ...formOf('rules', { revision: await rulesOf(scene), preset: 'light' }) }) },
  { call: 'rotas/save', by: 'manager', fields: async (scene) => ({ slug: scene.theirs.rota, ...(await settingsOf(scene)) }) },
  {
    call: 'rotas/create',
    by: 'manager',
    fields: async (scene) => ({ ...(await settingsOf(scene)), 'rota[name]': 'A new rota', 'rota[team]': scene.theirs.slug }),
  },
  { call: 'rotation/put', by: 'manager', fields: orderOf },
  { call: 'rotation/end', by: 'manager', fields: ({ theirs }) => ({ slug: theirs.rota }) },
  { call: 'covers/create', by: 'member', fields: coverOf },
  { call: 'covers/change', by: 'member', fields: async (scene) => ({ id: await covers(scene), 'form[reason]': 'changed by the test' }) },
  { call: 'covers/withdraw', by: 'member', fields: async (scene) => ({ id: await covers(scene) }) },
  { call: 'covers/withdraw-together', by: 'member', fields: async (scene) => ({ 'ids[0]': await covers(scene) }) },
  { call: 'corrections/make', by: 'manager', fields: correctionOf },
  { call: 'corrections/withdraw', by: 'manager', fields: async (scene) => ({ id: await corrected(scene), reason: 'It was as planned.' }) },
  {
    call: 'leave/add',
    by: 'manager',
    fields: ({ theirs }) =>
      formOf('form', { person: theirs.memberId, first_day: day(100), last_day: day(101), note: 'entered by the test', team: theirs.slug }),
  },
  { call: 'leave/withdraw', by: 'member', fields: async (scene) => ({ id: await leaveOf(scene), team: scene.theirs.slug }) },
  { call: 'call-outs/enter', by: 'manager', fields: calledOut },
  { call: 'call-outs/change', by: 'manager', fields: async (scene) => ({ id: await enteredCallOut(scene), ...(await calledOut(scene)), 'form[reason]': 'another' }) },
  { call: 'call-outs/withdraw', by: 'manager', fields: async (scene) => ({ id: await enteredCallOut(scene) }) },
  { call: 'toil/choose', by: 'manager', fields: ({ theirs }) => formOf('form', { person: theirs.memberId, choice: 'time_off', from: new Date().toISOString().slice(0, 10) }) },
  { call: 'payroll/submit', by: 'administrator', fields: statementOf },
  { call: 'payroll/approve', by: 'administrator', fields: (scene) => ({ 'ids[0]': statementOf(scene).id ?? '' }) },
  { call: 'payroll/export', by: 'administrator', fields: () => ({}) },
  { call: 'payroll/reopen', by: 'administrator', fields: (scene) => ({ ...statementOf(scene), reason: 'reopened by the test' }) },
  { call: 'pay-mappings/put', by: 'administrator', fields: () => formOf('form', { name: 'Sage', rows: 'people', columns: 'Employee = email' }) },
  { call: 'pay-mappings/remove', by: 'administrator', fields: () => ({ name: 'Sage' }) },
  { call: 'holidays/put', by: 'administrator', fields: () => formOf('form', { key: 'IE', name: 'Ireland', text: '2027-03-17 St Patrick’s Day' }) },
  { call: 'holidays/put-day', by: 'administrator', fields: () => formOf('form', { key: 'IE', date: '2027-02-01', name: 'St Brigid’s Day' }) },
  { call: 'holidays/remove-day', by: 'administrator', fields: () => ({ key: 'IE', date: '2027-02-01' }) },
  { call: 'holidays/remove', by: 'administrator', fields: () => ({ key: 'IE' }) },
  { call: 'payroll/change-settings', by: 'administrator', fields: () => formOf('form', { toil_expires_days: '90' }) },
  { call: 'wishes/withdraw', by: 'member', fields: async (scene) => ({ id: await wishOf(scene) }) },
  { call: 'offers/make', by: 'manager', fields: async (scene) => ({ slug: scene.theirs.rota, ...formOf('form', (await offerOf(scene)).form) }) },
  { call: 'offers/answer', by: 'manager', fields: async (scene) => ({ id: await madeOffer(scene, false), answer: 'decline' }) },
  { call: 'offers/withdraw', by: 'manager', fields: async (scene) => ({ id: await madeOffer(scene, false) }) },
  { call: 'offers/settings', by: 'manager', fields: ({ theirs }) => ({ team: theirs.slug, needs_approval: 'on' }) },
  { call: 'offers/decide', by: 'manager', fields: async (scene) => ({ id: await madeOffer(scene, true), decision: 'refuse' }) },
  { call: 'offers/find-cover', by: 'manager', fields: async (scene) => ({ leave: await leaveWithDuty(scene) }) },
  {
    call: 'handover/checklist',
    by: 'manager',
    fields: ({ theirs }) => ({ team: theirs.slug, ...formOf('form', { items: 'Alerts are quiet', remind_after: '10' }) }),
  },
  {
    call: 'handover/write',
    by: 'manager',
    fields: async (scene) => {
      const { slug = '', at = '', seen = '' } = await handoverOf(scene);
      return { slug, ...formOf('form', { at, seen, notes: 'All quiet' }) };
    },
  },
  { call: 'handover/acknowledge', by: 'manager', fields: handoverOf },
  { call: 'handover/use', by: 'manager', fields: ({ theirs }) => ({ slug: theirs.rota, uses: 'on' }) },
  {
    call: 'webhooks/make',
    by: 'manager',
    fields: ({ theirs }) => ({ team: theirs.slug, ...formOf('form', { name: 'Chat', address: 'https://chat.example.invalid/', gap: 'on' }) }),
  },
  {
    call: 'webhooks/change',
    by: 'manager',
    fields: async (scene) => ({
      id: await webhookOf(scene),
      ...formOf('form', { name: 'Chat', address: 'https://talk.example.invalid/', gap: 'on' }),
    }),
  },
  { call: 'webhooks/rotate', by: 'manager', fields: async (scene) => ({ id: await webhookOf(scene) }) },
  { call: 'webhooks/test', by: 'manager', fields: async (scene) => ({ id: await webhookOf(scene) }) },
  { call: 'webhooks/replay', by: 'manager', fields: async (scene) => ({ id: await webhookWithGivenUp(scene) }) },
  { call: 'webhooks/switch', by: 'manager', fields: async (scene) => ({ id: await webhookOf(scene) }) },
  { call: 'webhooks/remove', by: 'manager', fields: async (scene) => ({ id: await webhookOf(scene) }) },
  { call: 'escalation/policy', by: 'manager', fields: policyOf },
  { call: 'escalation/put-service', by: 'manager', fields: serviceOf },
  { call: 'support/put', by: 'manager', fields: ({ theirs }) => ({ slug: theirs.service, ...formOf('form', { hours: 'Always' }) }) },
  {
    call: 'people/edit',
    by: 'member',
    fields: ({ theirs }) => formOf('person', { id: theirs.memberId, name: 'Another Name', zone: 'Europe/Paris', phone: '+442079460199' }),
  },
  { call: 'contacts/add', by: 'member', fields: ({ theirs }) => ({ person: theirs.memberId, kind: 'chat', value: '@theirs' }) },
  { call: 'contacts/move', by: 'member', fields: async (scene) => ({ ...(await contactOf(scene)), direction: 'up' }) },
  { call: 'contacts/check', by: 'manager', fields: contactOf },
  { call: 'contacts/change', by: 'member', fields: async (scene) => ({ ...(await contactOf(scene)), value: '@changed' }) },
  { call: 'contacts/remove', by: 'member', fields: contactOf },
  { call: 'people/set-password', by: 'administrator', fields: ({ theirs }) => ({ id: theirs.people.at(-1) ?? '', password: `${PASSWORD}!` }) },
  { call: 'entry/make', by: 'administrator', fields: ({ theirs }) => ({ person: theirs.people.at(-1) ?? '' }) },
  { call: 'entry/revoke', by: 'administrator', fields: ({ theirs }) => ({ person: theirs.people.at(-1) ?? '' }) },
  { call: 'security/end-session', by: 'administrator', fields: async (scene) => ({ person: scene.theirs.memberId, session: await sessionOf(scene) }) },
  { call: 'security/end-sessions', by: 'administrator', fields: ({ theirs }) => ({ person: theirs.people.at(-1) ?? '' }) },
  { call: 'people/deactivate', by: 'administrator', fields: ({ theirs }) => ({ id: theirs.people.at(-1) ?? '' }) },
  { call: 'people/reactivate', by: 'administrator', fields: ({ theirs }) => ({ id: theirs.people.at(-1) ?? '' }) },
  {
    call: 'people/bulk',
    by: 'administrator',
    fields: ({ theirs }) => formOf('edit', { people: theirs.people.at(-1) ?? '', change: 'role', role: 'read_only' }),
  },
  { call: 'teams/archive', by: 'administrator', fields: ({ theirs }) => ({ slug: theirs.slug, last_day: day(400) }) },
  { call: 'teams/restore', by: 'administrator', fields: ({ theirs }) => ({ slug: theirs.slug }) },
  { call: 'teams/merge', by: 'administrator', fields: async ({ cast }) => {
    await cast.administrator.done('teams/create', { name: 'To be merged' });
    return { slug: 'to-be-merged', into: cast.teams[1].slug };
  } },
  {
    call: 'people/add',
    by: 'administrator',
    fields: () => formOf('person', { name: 'Nobody Yet', email: 'nobody.yet@example.org', zone: 'UTC', role: 'administrator', password: '' }),
  },
  {
    call: 'organisation/change',
    by: 'administrator',
    fields: () => formOf('organisation', { name: 'Another Name', zone: 'UTC', holiday_calendar: 'none', office_from: '09:00', office_to: '17:00' }),
  },
  { call: 'pay-people/put', by: 'administrator', fields: ({ theirs }) => formOf('form', { person: theirs.memberId, from: '2027-01-01', grade: 'senior' }) },
  { call: 'rate-cards/make', by: 'administrator', fields: () => formOf('card', { preset: 'flat-nightly' }) },
  { call: 'rate-cards/use', by: 'administrator', fields: () => formOf('form', { paid_for: 'organisation', card: 'none', from: '2099-01-01' }) },
  { call: 'rate-cards/end-use', by: 'administrator', fields: () => ({ paid_for: 'organisation', from: '2099-01-01' }) },
  { call: 'rate-cards/withdraw', by: 'administrator', fields: async (scene) => ({ id: await cardOf(scene), version: '1' }) },
  { call: 'tokens/create', by: 'administrator', fields: () => formOf('token', { name: 'Made by the test', scope: 'write', days: '1' }) },
  { call: 'tokens/revoke', by: 'administrator', fields: async (scene) => ({ id: await tokenOf(scene) }) },
];

/** What goes on by itself after it is begun. */
const BEGUN = ['call-outs/finish', 'drafts/again', 'payroll/answer', 'payroll/query', 'payroll/submit-all', 'planning/cancel', 'planning/start', 'toil/take', 'toil/withdraw'];

/** Server functions that only look, or change nothing but what is one's own. */
const HARMLESS = [
  'alerts/act', 'alerts/list', 'audit/list', 'changes/show', 'changes/undo', 'conflicts/list', 'contacts/show', 'corrections/page', 'covers/page', 'drafts/choices', 'drafts/impact', 'drafts/list', 'drafts/show', 'entry/ask', 'entry/enter', 'call-outs/list', 'payroll/mine', 'payroll/run', 'payroll/settings', 'payroll/statement', 'costs/all', 'costs/team',
  'entry/form', 'entry/made', 'escalation/form', 'escalation/service', 'escalation/services', 'feeds/feed', 'feeds/make', 'feeds/renew',
  'handover/history', 'handover/show', 'history/show', 'holidays/import', 'holidays/list', 'holidays/show',
  'inbox/list', 'inbox/read', 'inbox/read-all', 'leave/team', 'me/shifts', 'offers/choices', 'offers/mine', 'offers/show', 'notice-choices/save', 'notice-choices/show', 'notices/list', 'notices/test', 'now/board', 'organisation/show', 'pay-mappings/list', 'pay-people/list', 'people/bulk-check', 'people/import', 'people/list',
  'people/new', 'people/show', 'permissions/table', 'planning-people/show', 'planning-rules/defaults', 'planning-rules/rota', 'planning/outlook',
  'planning/view', 'profile/save', 'profile/show', 'rate-cards/compare', 'rate-cards/import', 'rate-cards/list', 'rate-cards/show', 'rate-cards/try', 'rotas/form', 'rotas/list', 'rotas/preview', 'rotation/show', 'search/find', 'support/show',
  'security/change-password', 'security/sessions', 'session/sign-in', 'session/sign-out', 'session/visit', 'setup/create', 'setup/form',
  'teams/list', 'teams/merge-preview', 'teams/preview-member', 'teams/show',
  'timeline/load', 'timeline/many', 'toil/show', 'tokens/list', 'webhooks/list', 'webhooks/show', 'wishes/add',
  // These need a mail server: the server's own tests try them.
  'contacts/send-code', 'contacts/verify', 'notices/send-again',
];

/** Every server function that the app declares. */
function declared(): string[] {
  const folder = path.resolve(import.meta.dirname, '../../app/src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rs'));
  const sources = files.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(/#\[server\(endpoint = "([^"]+)"/g)].map(([, name]) => name ?? ''));
}

test('every server function is known to change something or not', () => {
  expect(declared().length).toBeGreaterThan(40);
  expect([...new Set([...CHANGES.map(({ call }) => call), ...BEGUN, ...HARMLESS])].sort()).toEqual(declared().sort());
});

test('nobody changes what is another team’s, and nothing is written', async ({ cast, server }) => {
  const theirs = cast.teams[1];
  const scene = { cast, theirs, server };
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const outsiders: Person[] = [cast.teams[0].manager, cast.teams[0].member, cast.readOnly];
  for (const { call, fields, by } of CHANGES) {
    await test.step(call, async () => {
      const form = await fields(scene);
      const before = await machine.revision(theirs.rota);
      for (const outsider of outsiders) {
        const { status, body } = await outsider.call(call, form);
        expect([status, JSON.stringify(body)], `${call} by ${outsider.name}`).toEqual([403, expect.stringContaining('Forbidden')]);
      }
      expect(await machine.revision(theirs.rota), `${call} wrote something`).toBe(before);
      const insider = by === 'administrator' ? cast.administrator : theirs[by];
      await insider.done(call, form);
      expect(await machine.revision(theirs.rota), `${call} wrote nothing`).toBe(before + 1);
    });
  }
});

test('nobody begins or stops a plan of another team', async ({ cast, server }) => {
  const theirs = cast.teams[1];
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const before = await machine.revision(theirs.rota);
  for (const outsider of [cast.teams[0].manager, cast.teams[0].member, cast.readOnly]) {
    const form = { slug: theirs.rota, ...formOf('form', { weeks: '2' }) };
    expect((await outsider.call('planning/start', form)).status, outsider.name).toBe(403);
    const again = { ...draftOf({ cast, theirs, server }), ...formOf('form', { keep: 'draft' }) };
    expect((await outsider.call('drafts/again', again)).status, outsider.name).toBe(403);
  }
  expect(await machine.revision(theirs.rota)).toBe(before);
});

test('nobody ends a call-out, asks, answers or submits for another team', async ({ cast, server }) => {
  const theirs = cast.teams[1];
  const scene = { cast, theirs, server };
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const { id } = statementOf(scene);
  const call = await enteredCallOut(scene);
  const before = await machine.revision(theirs.rota);
  const tries: [string, Fields][] = [
    ['call-outs/finish', { id: call }],
    ['payroll/query', { id: id ?? '', ...formOf('form', { line: 'any', question: 'How much is it?' }) }],
    ['payroll/answer', { query: call, answer: 'Nothing.' }],
    ['toil/take', formOf('form', { person: theirs.memberId, day: (id ?? '').slice(0, 10), hours: '1' })],
    ['payroll/submit-all', { period: (id ?? '').slice(0, 10) }],
  ];
  for (const outsider of [cast.teams[0].manager, cast.teams[0].member, cast.readOnly]) {
    for (const [name, fields] of tries) {
      const { status, body } = await outsider.call(name, fields);
      expect([status, JSON.stringify(body)], `${name} by ${outsider.name}`).toEqual([403, expect.stringContaining('Forbidden')]);
    }
  }
  expect(await machine.revision(theirs.rota)).toBe(before);
});

test('nobody without a session changes anything', async ({ cast, server, playwright }) => {
  const theirs = cast.teams[1];
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const stranger = await playwright.request.newContext({ baseURL: server.url, maxRedirects: 0 });
  const before = await machine.revision(theirs.rota);
  for (const { call, fields } of CHANGES.filter(({ call }) => !/withdraw|remove|revoke|merge|end-apart|offers.(answer|decide|find-cover)|webhooks.[^m]|(call-outs|covers).change/.test(call))) {
    const form = new URLSearchParams(await fields({ cast, theirs, server })).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const response = await stranger.post(`/fn/${call}`, { headers, data: form });
    expect([response.status(), await response.text()], call).toEqual([401, '"NotSignedIn"']);
  }
  expect(await machine.revision(theirs.rota)).toBe(before);
});

test('a change asked for by another site is refused, whoever is signed in', async ({ cast, server }) => {
  const theirs = cast.teams[1];
  const machine = await Machine.with(server, server.demo?.tokens.read ?? '');
  const before = await machine.revision(theirs.rota);
  for (const origin of ['https://evil.example', 'null']) {
    const response = await cast.administrator.requests.post('/fn/teams/create', {
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      data: 'name=Evil',
    });
    expect(response.status()).toBe(403);
  }
  expect(await machine.revision(theirs.rota)).toBe(before);
});

test('a token that may only read makes no cover, and one for on-call reads no contacts', async ({ cast, server }) => {
  const theirs = cast.teams[1];
  const [reads, onCall] = [
    await Machine.with(server, server.demo?.tokens.read ?? ''),
    await Machine.with(server, server.demo?.tokens.oncall ?? ''),
  ];
  const before = await reads.revision(theirs.rota);
  const response = await reads.requests.post(`/api/v1/rotas/${theirs.rota}/covers`, {
    data: { role: 'lead', person: theirs.people[0], to: '2099-01-01T00:00:00Z', reason: '' },
  });
  expect(response.status()).toBe(403);
  expect(response.headers()['content-type']).toContain('application/problem+json');
  expect(await reads.revision(theirs.rota)).toBe(before);
  const escalation = await onCall.escalation(theirs.service, 'P1');
  expect(escalation.steps.flatMap(({ targets }) => targets.flatMap(({ person }) => person.contacts))).toEqual([]);
});

test('pages of another team show neither contacts nor what to change', async ({ cast }) => {
  const [ours, theirs] = cast.teams;
  const { email } = theirs.member;
  const get = async (person: Person, at: string): Promise<string> => (await person.requests.get(at, { headers: { accept: 'text/html' } })).text();
  expect(await get(theirs.manager, `/people/${theirs.memberId}`)).toContain(email);
  for (const person of [ours.manager, ours.member, cast.readOnly]) {
    for (const at of [`/people/${theirs.memberId}`, '/people', `/teams/${theirs.slug}`, `/services/${theirs.service}`, `/rotas/${theirs.rota}`, '/']) {
      const html = await get(person, at);
      expect(html.includes(email), `${at} shows ${person.name} an address`).toBe(false);
      if (at !== '/' && at !== '/people') expect(html.includes('tel:'), `${at} shows ${person.name} a number`).toBe(false);
    }
  }
});
