import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

const detail = (): HTMLElement => screen.getByTestId('detail');

describe('the queue', () => {
  it('shows who waits, oldest first, with nobody chosen', async () => {
    const desk = await Desk.open();

    expect(desk.rows()).toHaveLength(14);
    expect(desk.patients().slice(0, 2)).toEqual(['Line Danser', 'Kurt Håkon Grytten']);
    expect(desk.rows()[0]?.textContent).toContain('2 t 10 min');
    expect(desk.chosen()).toBeUndefined();
    expect(detail().textContent).toContain('Velg en timebestilling');
    await expectAccessible();
  });

  it('opens a request with its facts and history', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');

    expect(detail().textContent).toContain('Tirsdag 21. januar 2025 kl. 13:30 - 13:45');
    expect(detail().textContent).toContain('1 av 2, holdt for pasienten');
    expect(detail().textContent).toContain('Sendt fra nettsiden');
    expect(detail().textContent).toContain('18. okt. 2023');
    await expectAccessible();
  });

  it('says when only the latest of what was done today are shown', async () => {
    const desk = await Desk.open();
    const done = desk.host.readDone.bind(desk.host);
    await desk.click('nav-done');
    expect(screen.queryByTestId('done-latest')).toBeNull();
    await desk.click('nav-queue');
    desk.host.readDone = async () => ({ ...(await done()), latestOnly: true });
    await desk.click('nav-done');
    expect((await screen.findByTestId('done-latest')).textContent).toContain('Viser de siste');
  });

  it('takes in a new request at the bottom without moving the choice', async () => {
    const desk = await Desk.open();
    await desk.choose('Berit Aas');
    desk.host.arrive('Kari Bakken');

    await waitFor(() => expect(desk.patients().at(-1)).toBe('Kari Bakken'));
    expect(desk.chosen()).toBe('request-3');
    expect(screen.getByTestId('nav-queue').textContent).toContain('15');
    expect(screen.getByText('Ny timebestilling: Vaksine')).toBeDefined();
  });

  it('says so when nobody waits', async () => {
    await Desk.open({ quiet: true });

    expect(screen.getByTestId('queue-empty').textContent).toContain('Ingen venter');
    await expectAccessible();
  });

  it('shows a row that cannot be read as such, beside the others', async () => {
    await Desk.open({ unreadable: ['booking 0190-1 (channel)'] });

    const odd = screen.getByTestId('row-unreadable');
    expect(odd.textContent).toContain('Denne raden kan ikke leses');
    expect(odd.textContent).toContain('booking 0190-1 (channel)');
    expect(screen.getAllByTestId('queue-row')).toHaveLength(14);
    await expectAccessible();
  });

  it('opens the request that a notification points at, from any page', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    desk.host.sendEvent({ kind: 'showRequest', id: 'request-4' });

    await desk.reads('Ola Nordmann');
    expect(desk.chosen()).toBe('request-4');
  });
});

describe('a hundred thousand that wait', () => {
  it('are counted, and only those in view are read and drawn', async () => {
    const desk = await Desk.open({ crowd: 99_986 });
    expect(screen.getByTestId('nav-queue').textContent).toContain('100000');
    expect(desk.rows().length).toBeLessThan(60);
    expect(desk.host.rowsRead).toBe(100);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001');
  });

  it('stay where they are when a notification points at a request further down', async () => {
    const desk = await Desk.open({ crowd: 99_986 });
    const list = screen.getByRole('grid').parentElement as HTMLElement;
    list.scrollTop = 900;
    list.dispatchEvent(new Event('scroll'));
    desk.host.sendEvent({ kind: 'showRequest', id: 'request-5000' });
    await waitFor(() => expect(detail().querySelector('h2')?.textContent).toMatch(/^Pasient/));
    await new Promise((done) => setTimeout(done));
    expect(list.scrollTop).toBe(900);
  });

  it('are read further down as somebody looks further down, and can be decided there', async () => {
    const desk = await Desk.open({ crowd: 99_986 });
    await desk.press('{End}');
    await desk.reads('Pasient 100');
    expect(desk.rows().length).toBeLessThan(60);
    await waitFor(() => expect(desk.host.rowsRead).toBe(200));
    await desk.press('j');
    await desk.reads('Pasient 101');
    await waitFor(() => expect(document.activeElement).toHaveProperty('dataset.id', 'request-101'));
    await desk.press('b');
    await desk.reads('Pasient 102');
    await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('99999'));
    expect(desk.host.rowsRead).toBe(200);
    await desk.press('z');
    await desk.reads('Pasient 101');
  });

  it('cost one row for each that changes', async () => {
    const desk = await Desk.open({ crowd: 99_986 });
    desk.host.colleagueConfirms('request-2');
    await waitFor(() => expect(desk.patients()).not.toContain('Kurt Håkon Grytten'));
    desk.host.colleagueConfirms('request-90000');
    await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('99998'));
    expect(desk.host.rowsRead).toBe(100);
  });
});

describe('the keys of the queue', () => {
  it('walks with arrows, J and K, Home and End', async () => {
    const desk = await Desk.open();
    for (const [key, row] of [
      ['{ArrowDown}', 'request-1'],
      ['j', 'request-2'],
      ['{ArrowDown}', 'request-3'],
      ['k', 'request-2'],
      ['{End}', 'request-14'],
      ['{ArrowUp}', 'request-13'],
      ['{Home}', 'request-1'],
      ['{ArrowUp}', 'request-1'],
    ] as const) {
      await desk.press(key);
      await waitFor(() => expect(desk.chosen()).toBe(row));
    }
    await waitFor(() => expect(document.activeElement).toHaveProperty('dataset.id', 'request-1'));
  });

  it('goes to the details with Enter and back with Escape', async () => {
    const desk = await Desk.open();
    await desk.press('{ArrowDown}');
    await desk.reads('Line Danser');
    await desk.press('{Enter}');
    expect(document.activeElement).toBe(detail());
    await desk.press('{Escape}');
    expect(document.activeElement).toHaveProperty('dataset.id', 'request-1');
    await desk.press('{Escape}');
    expect(desk.chosen()).toBeUndefined();
  });

  it('confirms with B and opens the next row', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    await desk.press('b');

    await desk.reads('Berit Aas');
    expect(desk.patients()).not.toContain('Kurt Håkon Grytten');
    expect(desk.chosen()).toBe('request-3');
    expect(screen.getByTestId('undo').parentElement?.textContent).toContain('Bekreftet: Kurt Håkon Grytten');
    expect(screen.getByTestId('nav-done').textContent).toContain('1');
  });

  it('opens the row above when the last one is decided', async () => {
    const desk = await Desk.open();
    await desk.press('{End}');
    await desk.reads('Turid Kvamme');
    await desk.press('b');
    await desk.reads('Siv Haugen');
  });

  it('does nothing with B before a request is open', async () => {
    const desk = await Desk.open();
    await desk.press('b');
    expect(desk.rows()).toHaveLength(14);
  });

  it('leaves letters alone while a person types', async () => {
    const desk = await Desk.open();
    await desk.choose('Line Danser');
    await desk.click('nav-profile');
    await desk.write('name', 'baz?');

    expect(desk.field('name').value).toBe('baz?');
    expect(screen.queryByRole('dialog')).toBeNull();
    await desk.click('nav-queue');
    expect(desk.rows()).toHaveLength(14);
  });

  it('lets a person turn single keys off', async () => {
    const desk = await Desk.open();
    await desk.choose('Line Danser');
    await desk.press('?');
    const dialog = screen.getByRole('dialog', { name: 'Hurtigtaster' });
    await expectAccessible();
    await desk.user.click(within(dialog).getByRole('checkbox', { name: /på én bokstav/ }));
    await desk.user.click(within(dialog).getByRole('button', { name: 'Lukk' }));
    await desk.press('b');

    expect(desk.rows()).toHaveLength(14);
    expect(screen.getByTestId('confirm').querySelector('kbd')).toBeNull();
  });
});

describe('a colleague', () => {
  it('who was first is named, and the list is read again', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    desk.host.colleagueConfirms('request-2', false);
    await desk.press('b');

    const said = await screen.findByTestId('already-decided');
    expect(said.textContent?.trim()).toBe('Allerede bekreftet av Ola Berg kl. 09:00');
    expect(desk.patients()).not.toContain('Kurt Håkon Grytten');
    expect(screen.queryByTestId('confirm')).toBeNull();
    await desk.press('{ArrowDown}');
    await desk.reads('Berit Aas');
  });

  it('who decides the open request never swaps another patient under the keys', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    desk.host.colleagueConfirms('request-2');

    await waitFor(() => expect(desk.rows()).toHaveLength(13));
    await waitFor(() => expect(detail().textContent).toContain('Bekreftet av Ola Berg'));
    await desk.press('b');
    expect(desk.rows()).toHaveLength(13);
  });
});

describe('the truth of the open request', () => {
  it('forgets that a colleague was first when the decision is taken back', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    desk.host.colleagueConfirms('request-2', false);
    await desk.press('b');
    await screen.findByTestId('already-decided');
    desk.host.colleagueUndoes('request-2');

    await waitFor(() => expect(screen.queryByTestId('already-decided')).toBeNull());
    await waitFor(() => expect(screen.getByTestId('confirm').getAttribute('aria-disabled')).toBe('false'));
  });

  it('is that of the last reading, however late an earlier one answers', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    const open = desk.host.readRequest.bind(desk.host);
    let late: () => void = () => undefined;
    desk.host.readRequest = async (id) => {
      const old = await open(id);
      await new Promise<void>((answer) => (late = answer));
      return old;
    };
    desk.host.sendEvent({ kind: 'sent', id: 'request-2' });
    await waitFor(() => expect(late).not.toHaveLength(1));
    desk.host.readRequest = open;
    desk.host.colleagueConfirms('request-2');
    await waitFor(() => expect(screen.queryByTestId('confirm')).toBeNull());
    late();
    await new Promise((done) => setTimeout(done));
    expect(screen.queryByTestId('confirm')).toBeNull();
  });
});

describe('what is done today', () => {
  it('can be read, and undone while there is time', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    await desk.press('b');
    await desk.reads('Berit Aas');
    await desk.click('nav-done');
    await waitFor(() => expect(desk.patients()).toEqual(['Kurt Håkon Grytten']));
    await desk.choose('Kurt Håkon Grytten');

    expect(detail().textContent).toContain('Bekreftet');
    expect(screen.queryByTestId('confirm')).toBeNull();
    await expectAccessible();
    await desk.click('undo-detail');
    await waitFor(() => expect(desk.chosen()).toBe('request-2'));
    expect(desk.rows()).toHaveLength(14);
  });

  it('is not read again because somebody else asks for a time', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    await desk.press('b');
    await desk.reads('Berit Aas');
    await desk.click('nav-done');
    await waitFor(() => expect(desk.patients()).toEqual(['Kurt Håkon Grytten']));
    const read = vi.spyOn(desk.host, 'readDone');
    desk.host.arrive('Kari Bakken');
    await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('14'));
    expect(read).not.toHaveBeenCalled();
    desk.host.colleagueConfirms('request-4');
    await waitFor(() => expect(desk.patients()).toContain('Ola Nordmann'));
  });
});
