import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { FakeHost } from '../../host/fake';
import type { Queue, WaitingEntry } from '../../host/types';
import { Desk } from '../../test/desk';
import { Pages } from './pages';

const waits = (): string => screen.getByTestId('nav-queue').textContent ?? '';

/** Waits for pending answers, and for those that they cause. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done));
}

/** The program answers at once, but its answer is delayed until it is released. */
function hold(host: FakeHost, name: 'readQueue' | 'readQueueRow'): { asked: () => number; letGo: () => void } {
  const real = (host[name] as (...given: unknown[]) => Promise<unknown>).bind(host);
  const held: (() => void)[] = [];
  let asked = 0;
  let open = false;
  const later = async (...given: unknown[]): Promise<unknown> => {
    asked += 1;
    const answer = await real(...given);
    if (!open) await new Promise<void>((arrive) => held.push(arrive));
    return answer;
  };
  Object.assign(host, { [name]: later });
  const letGo = (): void => {
    open = true;
    for (const arrive of held.splice(0)) arrive();
  };
  return { asked: () => asked, letGo };
}

/** The window is hidden, or shown again. */
function hide(hidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a long queue', () => {
  it('counts who comes below what has been read, with few calls for many', async () => {
    const desk = await Desk.open({ crowd: 986 });
    const rows = vi.spyOn(desk.host, 'readQueueRow');
    const counts = vi.spyOn(desk.host, 'countQueue');
    for (let patient = 0; patient < 200; patient += 1) desk.host.arrive();
    await waitFor(() => expect(waits()).toContain('1200'));
    expect(rows).not.toHaveBeenCalled();
    expect(counts.mock.calls.length).toBeLessThan(5);
  });

  it('reads a page instead of many rows', async () => {
    const desk = await Desk.open();
    const rows = vi.spyOn(desk.host, 'readQueueRow');
    const pages = vi.spyOn(desk.host, 'readQueue');
    for (let patient = 0; patient < 50; patient += 1) desk.host.arrive(`Pasient ${patient}`);
    await waitFor(() => expect(waits()).toContain('64'));
    await settle();
    expect(rows.mock.calls.length).toBeLessThan(5);
    expect(pages.mock.calls.length).toBeLessThan(3);
    expect(desk.rows().length).toBeGreaterThan(14);
  });

  it('goes to the last row fetched with End, and its shortcut promises no more', async () => {
    const desk = await Desk.open({ crowd: 99_986 });
    const number = (): string | null | undefined =>
      desk.rows().find((row) => row.getAttribute('aria-selected') === 'true')?.getAttribute('aria-rowindex');
    for (const last of ['101', '201']) {
      await desk.press('{End}');
      await waitFor(() => expect(number()).toBe(last));
      await settle();
    }
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001');
    await desk.press('?');
    const [promise] = screen.getAllByText(/^Første i lista/);
    expect(promise?.textContent).toBe('Første i lista, og siste av de som er hentet hittil');
  });

  it('reads the first page and what is in view again, not all that somebody has looked at', async () => {
    const desk = await Desk.open({ crowd: 1986 });
    for (let page = 2; page <= 10; page += 1) {
      await desk.press('{End}');
      await waitFor(() => expect(desk.host.rowsRead).toBe(page * 100));
    }
    const read = vi.spyOn(desk.host, 'readQueue');
    desk.host.sendEvent({ kind: 'refresh' });
    await settle();
    expect(read.mock.calls.map(([, after]) => after)).toEqual([null, '800', '900']);
    await desk.press('{Home}');
    await settle();
    expect(read.mock.calls.length).toBe(3);
  });

  it('is only counted while the window is hidden, and read once when it is seen again', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    hide(true);
    const reads = ['readQueue', 'readQueueRow', 'readRequest'] as const;
    const spies = reads.map((name) => vi.spyOn(desk.host, name));
    for (let patient = 0; patient < 10; patient += 1) desk.host.arrive();
    desk.host.colleagueConfirms('request-1');
    desk.host.sendEvent({ kind: 'refresh' });
    await waitFor(() => expect(document.title).toContain('(23)'));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    hide(false);
    await waitFor(() => expect(desk.rows()).toHaveLength(23));
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([1, 0, 1]);
    hide(false);
    await settle();
    expect(spies[0]?.mock.calls.length).toBe(1);
  });
});

describe('a page that arrives late', () => {
  it('does not lose a request that came meanwhile', async () => {
    const desk = await Desk.open();
    const pages = hold(desk.host, 'readQueue');
    const rows = hold(desk.host, 'readQueueRow');
    desk.host.sendEvent({ kind: 'refresh' });
    await waitFor(() => expect(pages.asked()).toBe(1));
    desk.host.arrive('Kari Bakken');
    await waitFor(() => expect(rows.asked()).toBe(1));
    pages.letGo();
    await settle();
    rows.letGo();
    await waitFor(() => expect(desk.patients().at(-1)).toBe('Kari Bakken'));
    expect(waits()).toContain('15');
  });

  it('nor the number of those who wait', async () => {
    const desk = await Desk.open();
    const pages = hold(desk.host, 'readQueue');
    desk.host.sendEvent({ kind: 'refresh' });
    await waitFor(() => expect(pages.asked()).toBe(1));
    desk.host.arrive('Kari Bakken');
    await waitFor(() => expect(waits()).toContain('15'));
    pages.letGo();
    await settle();
    expect(waits()).toContain('15');
    expect(desk.patients().at(-1)).toBe('Kari Bakken');
  });

  it('does not bring back a row that was decided meanwhile', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    const pages = hold(desk.host, 'readQueue');
    desk.host.sendEvent({ kind: 'refresh' });
    await waitFor(() => expect(pages.asked()).toBe(1));
    await desk.press('b');
    await waitFor(() => expect(desk.patients()).not.toContain(desk.firstPatient));
    await settle();
    pages.letGo();
    await settle();
    expect(desk.patients()).not.toContain(desk.firstPatient);
  });
});

/** A row with a number, which is also the time at which it was requested. */
function row(number: number): WaitingEntry {
  return { id: `${number}`, requestedAt: String(number).padStart(4, '0'), startsAt: '' } as WaitingEntry;
}

/** A page of the rows from one number up to another. */
function answer(from: number, to: number, next: string | null): Queue {
  const waiting = Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
  return { now: '', waiting, unreadable: [], next, total: 0, soon: 0, doneToday: 0 };
}

/** Reads all wanted pages, and returns where each began. */
function readAll(pages: Pages, answers: Record<string, Queue>): (string | null)[] {
  const asked: (string | null)[] = [];
  for (let reading = pages.ask(); reading; reading = pages.ask()) {
    asked.push(reading.after);
    pages.take(reading, answers[reading.after ?? ''] as Queue);
  }
  return asked;
}

describe('the pages of the queue', () => {
  it('join again when rows of the first have left', () => {
    const pages = new Pages('arrival');
    pages.look(0, 150);
    readAll(pages, { '': answer(1, 100, '100'), '100': answer(101, 200, '200') });
    pages.look(0, 20);
    pages.expire();
    expect(readAll(pages, { '': answer(11, 110, '110') })).toEqual([null]);
    expect(pages.rows.map((one) => Number(one.id))).toEqual(Array.from({ length: 190 }, (_, index) => index + 11));
    pages.look(90, 120);
    expect(readAll(pages, { '110': answer(111, 210, '210') })).toEqual(['110']);
    expect(pages.rows).toHaveLength(200);
  });

  it('keep a row that changed while it moved up from the page below', () => {
    const pages = new Pages('arrival');
    pages.look(0, 150);
    readAll(pages, { '': answer(1, 100, '100'), '100': answer(101, 200, null) });
    pages.expire();
    const reading = pages.ask();
    pages.place('101', row(101));
    if (reading) pages.take(reading, answer(2, 101, '101'));
    readAll(pages, { '101': answer(102, 200, null) });
    expect(pages.rows.map((one) => Number(one.id))).toEqual(Array.from({ length: 199 }, (_, index) => index + 2));
  });

  it('end where the queue ends now', () => {
    const pages = new Pages('arrival');
    pages.look(0, 150);
    readAll(pages, { '': answer(1, 100, '100'), '100': answer(101, 150, null) });
    expect(pages.complete).toBe(true);
    pages.expire();
    readAll(pages, { '': answer(1, 20, null) });
    expect(pages.rows).toHaveLength(20);
  });

  it('are wanted again when something was missed while one was on its way', () => {
    const pages = new Pages('arrival');
    const reading = pages.ask();
    pages.expire();
    if (reading) pages.take(reading, answer(1, 20, null));
    expect(pages.ask()?.after).toBeNull();
  });

  it('put a row that comes back in its place, and leave one below alone', () => {
    const pages = new Pages('arrival');
    const reading = pages.ask();
    if (reading) pages.take(reading, answer(2, 4, '4'));
    pages.place('3', null);
    pages.place('3', row(3));
    pages.place('1', row(1));
    pages.place('9', row(9));
    expect(pages.rows.map((one) => one.id)).toEqual(['1', '2', '3', '4']);
  });

  it('are read once more when a row came that may belong to the one on its way', () => {
    const pages = new Pages('arrival');
    readAll(pages, { '': answer(1, 100, '100') });
    pages.reorder('start');
    const reading = pages.ask();
    pages.place('200', row(200));
    if (reading) pages.take(reading, answer(1, 20, null));
    expect(pages.rows).toHaveLength(20);
    expect(readAll(pages, { '': answer(1, 21, null) })).toEqual([null]);
    expect(pages.rows).toHaveLength(21);
  });

  it('of an order that is no longer wanted are not taken', () => {
    const pages = new Pages('arrival');
    readAll(pages, { '': answer(1, 20, null) });
    pages.reorder('start');
    const reading = pages.ask();
    pages.reorder('arrival');
    if (reading) pages.take(reading, answer(1, 5, null));
    expect(pages.rows).toHaveLength(20);
    expect(pages.ask()).toBeNull();
  });
});
