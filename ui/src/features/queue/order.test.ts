import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

afterEach(() => localStorage.clear());

const marks = (desk: Desk): (string | undefined)[] =>
  desk.rows().map((row) => row.querySelector('[data-testid="soon"]')?.textContent?.trim());

describe('what must be answered first', () => {
  it('is marked with words and a sign, and counted', async () => {
    const desk = await Desk.open();
    const today = ['I dag', 'I dag', 'I dag'];
    const tomorrow = ['I morgen', 'I morgen', 'I morgen'];
    expect(marks(desk).slice(0, 7)).toEqual([...today, ...tomorrow, undefined]);
    expect(desk.rows()[0]?.querySelector('[data-testid="soon"] svg')).not.toBeNull();
    expect(screen.getByTestId('soon-count').textContent).toContain('6 bestillinger gjelder i dag eller neste åpningstid');
    await expectAccessible();
  });

  it('is counted down when it is decided, and up when it comes', async () => {
    const desk = await Desk.open();
    desk.host.colleagueConfirms('request-1');
    await waitFor(() => expect(screen.getByTestId('soon-count').textContent).toContain('5 '));
    desk.host.arrive();
    await waitFor(() => expect(screen.getByTestId('soon-count').textContent).toContain('6 '));
  });

  it('follows the opening hours', async () => {
    const desk = await Desk.open();
    const { timebooks } = await desk.host.readSetup();
    for (const { id, edit } of timebooks) await desk.host.unpublishTimebook(id, edit.revision);
    await waitFor(() => expect(screen.getByTestId('soon-count').textContent).toContain('3 '));
    expect(marks(desk).filter(Boolean)).toEqual(['I dag', 'I dag', 'I dag']);
  });

  it('has no mark once it is decided', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    await desk.press('b');
    await desk.click('nav-done');
    await waitFor(() => expect(desk.patients()).toEqual(['Kurt Håkon Grytten']));
    expect(marks(desk)).toEqual([undefined]);
    expect(screen.queryByTestId('soon-count')).toBeNull();
  });
});

describe('the order of the queue', () => {
  it('is turned by the button and said, and the heading tells', async () => {
    const desk = await Desk.open();
    desk.host.ask('Anne Ness', '12:30', '');
    await waitFor(() => expect(desk.patients().at(-1)).toBe('Anne Ness'));
    await desk.click('order-start');
    await waitFor(() => expect(desk.patients()[0]).toBe('Anne Ness'));
    expect(screen.getByTestId('order-start').getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByText('Rekkefølge: Nærmeste time først')).toBeDefined();
    const sorted = screen.getAllByRole('columnheader').filter((one) => one.hasAttribute('aria-sort'));
    expect(sorted.map((one) => one.textContent)).toEqual(['Ønsket time']);
    await expectAccessible();
  });

  it('is turned by R, which keeps the choice and the keyboard on its row, and is remembered', async () => {
    const desk = await Desk.open();
    desk.host.ask('Anne Ness', '12:30', '');
    await desk.choose('Kurt Håkon Grytten');
    await desk.press('r');
    await waitFor(() => expect(desk.patients()[0]).toBe('Anne Ness'));
    await waitFor(() => expect(document.activeElement).toHaveProperty('dataset.id', 'request-2'));
    expect(desk.chosen()).toBe('request-2');
    expect(localStorage.getItem('queue-order')).toBe('start');
    await desk.press('r');
    await waitFor(() => expect(desk.patients()[0]).toBe('Line Danser'));
    expect(localStorage.getItem('queue-order')).toBe('arrival');
  });

  it('is the one chosen last when the window opens', async () => {
    localStorage.setItem('queue-order', 'start');
    const desk = await Desk.open();
    expect(screen.getByTestId('order-start').getAttribute('aria-pressed')).toBe('true');
    desk.host.ask('Anne Ness', '12:30', '');
    await waitFor(() => expect(desk.patients()[0]).toBe('Anne Ness'));
  });

  it('stays true: what is decided leaves, what comes or comes back lands in its place', async () => {
    const desk = await Desk.open();
    await desk.click('order-start');
    desk.host.arrive('Kari Bakken');
    await waitFor(() => expect(desk.patients()[6]).toBe('Kari Bakken'));
    desk.host.colleagueConfirms('request-3');
    await waitFor(() => expect(desk.patients()).not.toContain('Berit Aas'));
    desk.host.colleagueUndoes('request-3');
    await waitFor(() => expect(desk.patients()[2]).toBe('Berit Aas'));
    expect(desk.patients()[6]).toBe('Kari Bakken');
  });

  it('of a hundred thousand is read page by page, and one that comes lands in its place', async () => {
    const desk = await Desk.open({ crowd: 99_986 });
    await desk.click('order-start');
    await waitFor(() => expect(desk.host.rowsRead).toBe(200));
    expect(desk.rows().length).toBeLessThan(60);
    desk.host.ask('Anne Ness', '12:30', '');
    await waitFor(() => expect(desk.patients()[0]).toBe('Anne Ness'));
    await desk.press('{End}');
    await waitFor(() => expect(desk.host.rowsRead).toBe(300));
    expect(screen.getByTestId('nav-queue').textContent).toContain('100001');
  });

  it('is not undone by a page that was on its way when a row changed', async () => {
    const desk = await Desk.open();
    desk.host.ask('Anne Ness', '12:30', '');
    await waitFor(() => expect(desk.patients().at(-1)).toBe('Anne Ness'));
    const read = desk.host.readQueue.bind(desk.host);
    let late: () => void = () => undefined;
    desk.host.readQueue = async (order, after) => {
      const old = await read(order, after);
      await new Promise<void>((answer) => (late = answer));
      return old;
    };
    await desk.click('order-start');
    await waitFor(() => expect(desk.host.rowsRead).toBe(29));
    desk.host.colleagueConfirms('request-2');
    await waitFor(() => expect(desk.patients()).not.toContain('Kurt Håkon Grytten'));
    desk.host.readQueue = read;
    late();
    await waitFor(() => expect(desk.patients()[0]).toBe('Anne Ness'));
    expect(desk.patients()).not.toContain('Kurt Håkon Grytten');
    expect(desk.rows()).toHaveLength(14);
  });
});
