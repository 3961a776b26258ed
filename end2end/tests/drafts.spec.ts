import type { Locator, Page } from '@playwright/test';
import { Machine } from '../support/api';
import { expect, test } from '../support/demo';
import { enterLeave } from '../support/newcomer';
import { draftOf } from '../support/organisation';
import { expectAccessible, fill, open } from '../support/page';
import { dateOf, daysAfter } from '../support/time';

test.use({ viewer: 'administrator' });

interface Seat {
  seat: string;
  role: string;
  person: { id: string; name: string } | null;
}

interface Draft {
  turns: { from: string; seats: Seat[] }[];
  row: { revision: string };
}

interface Choices {
  swaps: { seat: string; verdict: string; person: { name: string } }[];
}

/** Two roles that may be exchanged without a reason. */
interface Exchange {
  one: Seat;
  other: Seat;
}

const cell = (page: Page, seat: string): Locator => page.locator(`[data-seat="${seat}"]`);
const name = (page: Page, { seat }: Seat): Locator => cell(page, seat).locator('.seat__name');

test('a draft is edited by mouse and keys, undone, locked, planned again, compared and published in part', async ({ page, cast, server }) => {
  const { rota, slug } = cast.teams[0];
  const soon = dateOf(daysAfter(new Date(), 21), 'UTC');
  const id = await draftOf(server, rota, 10, soon);
  const machine = await Machine.with(server, server.demo?.tokens.write ?? '');
  const at = `/api/v1/rotas/${rota}/drafts`;
  const draft = async (of: string): Promise<Draft> => (await machine.requests.get(`${at}/${of}`)).json();
  const seatsOf = async (of: string): Promise<Seat[]> => (await draft(of)).turns.flatMap(({ seats }) => seats);

  /** The first exchange that no rule speaks against. */
  const sound = async (): Promise<Exchange> => {
    const seats = await seatsOf(id);
    for (const one of seats) {
      const { swaps }: Choices = await (await machine.requests.get(`${at}/${id}/choices?seat=${one.seat}`)).json();
      const best = swaps.find(({ verdict }) => verdict === 'sound');
      const other = seats.find(({ seat }) => seat === best?.seat);
      if (other) return { one, other };
    }
    throw new Error('no two roles may be exchanged');
  };

  await open(page, `/rotas/${rota}/drafts/${id}`);
  await expect(page.getByRole('grid', { name: 'Turns' })).toBeVisible();

  await test.step('by mouse', async () => {
    const { one, other } = await sound();
    await cell(page, one.seat).dragTo(cell(page, other.seat));
    await expect(name(page, one)).toHaveText(other.person?.name ?? 'Gap');
    await expect(name(page, other)).toHaveText(one.person?.name ?? 'Gap');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect(name(page, one)).toHaveText(one.person?.name ?? 'Gap');
  });

  await test.step('by keys, saying what it would do', async () => {
    const { one, other } = await sound();
    await cell(page, one.seat).focus();
    await page.keyboard.press('Space');
    await expect(cell(page, one.seat)).toHaveAttribute('data-state', 'picked');
    const order = (await seatsOf(id)).map(({ seat }) => seat);
    const [from, to] = [order.indexOf(one.seat), order.indexOf(other.seat)];
    const rows = Math.floor(to / 2) - Math.floor(from / 2);
    for (let step = 0; step < Math.abs(rows); step += 1) await page.keyboard.press(rows > 0 ? 'ArrowDown' : 'ArrowUp');
    if (from % 2 !== to % 2) await page.keyboard.press(to % 2 === 1 ? 'ArrowRight' : 'ArrowLeft');
    await expect(cell(page, other.seat)).toBeFocused();
    await expect(cell(page, other.seat)).toHaveAttribute('data-state', 'sound');
    await expect(page.locator('.board__said')).toContainText(/better by|worse by|as good/);
    await page.keyboard.press('Space');
    await expect(name(page, other)).toHaveText(one.person?.name ?? 'Gap');
    await page.keyboard.press('Control+z');
    await expect(name(page, other)).toHaveText(other.person?.name ?? 'Gap');
    await page.keyboard.press('Control+y');
    await expect(name(page, other)).toHaveText(one.person?.name ?? 'Gap');
  });

  const seats = await seatsOf(id);
  const [agreed] = seats;
  if (!agreed?.person) throw new Error('the first role is a gap');

  await test.step('by choosing from a list, the best first', async () => {
    await cell(page, agreed.seat).click();
    await expect(page.getByRole('heading', { name: 'Who could take it' })).toBeVisible();
    await expect(page.locator('.choices .option').first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Close' }).click();
    await expect(page.getByRole('heading', { name: 'Who could take it' })).toHaveCount(0);
  });

  await test.step('locked', async () => {
    await cell(page, agreed.seat).focus();
    await page.keyboard.press('l');
    await expect(cell(page, agreed.seat)).toHaveClass(/seat--locked/);
  });

  const sick = seats.slice(2).find(({ person }) => person && person.id !== agreed.person?.id)?.person;
  if (!sick) throw new Error('nobody else is on duty');

  await test.step('sick leave is seen at once, and planned around', async () => {
    await enterLeave(page, slug, sick.name, soon, dateOf(daysAfter(new Date(), 100), 'UTC'));
    await open(page, `/rotas/${rota}/drafts/${id}`);
    await expect(page.getByText('Rules that do not hold in this draft')).toBeVisible();
    await page.getByText('Plan again around the locks').click();
    await page.getByRole('button', { name: 'Plan again' }).click();
    await expect(page).toHaveURL(/done=planned/);
    const again = /drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
    expect(again).not.toBe(id);
    const after = await seatsOf(again);
    expect(after.find(({ seat }) => seat === agreed.seat)?.person?.id).toBe(agreed.person?.id);
    expect(after.filter(({ person }) => person?.id === sick.id)).toEqual([]);
    await expect(cell(page, agreed.seat)).toHaveClass(/seat--locked/);
  });

  const again = /drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';

  await test.step('compared with the one before', async () => {
    await open(page, `/rotas/${rota}/drafts?compare=${id}&compare=${again}&compare=published`);
    for (const title of ['Score by term', 'On the timeline', 'Fairness', 'Pairs']) await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.locator('.compare thead').first().getByRole('columnheader')).toHaveCount(4);
    await expectAccessible(page);
  });

  await test.step('published in part, the rest stays', async () => {
    await open(page, `/rotas/${rota}/drafts/${again}`);
    await page.getByRole('link', { name: 'Publish…' }).click();
    await fill(page, { to: dateOf(daysAfter(new Date(), 45), 'UTC') });
    await page.getByRole('button', { name: 'Show what it would do' }).click();
    await expect(page.getByText(/shifts? stays? a draft/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Who is affected' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Publish (now|with)/ }).click();
    await expect(page).toHaveURL(/saved=\d+/);
    await open(page, `/rotas/${rota}/drafts/${again}`);
    await expect(page.getByRole('link', { name: 'Publish…' })).toBeVisible();
  });
});
