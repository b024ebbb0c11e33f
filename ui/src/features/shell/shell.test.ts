import { cleanup, screen, waitFor, within } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

it('shows the clinic, the person and the pages there are', async () => {
  await Desk.open();
  expect(screen.getByTestId('clinic-name').textContent).toBe('DDFL Test');
  expect(screen.getByTestId('staff-name').textContent).toBe('Kari Nilsen');
  expect(screen.getByRole('navigation').textContent).not.toContain('Kom i gang');
  expect(document.title).toBe('(14) Ressurstimebok');
});

it('speaks the language that is chosen', async () => {
  const desk = await Desk.open();
  await desk.user.selectOptions(desk.field('language'), 'nn');
  await waitFor(() => expect(screen.getByTestId('nav-locations').textContent).toContain('Stader'));
  expect(document.documentElement.lang).toBe('nn');
  await desk.user.selectOptions(desk.field('language'), 'en');
  await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('Queue'));
});

it('keeps the list on the screen while the database is away, and reads it again after', async () => {
  const desk = await Desk.open();
  desk.host.down = { code: 'unavailable' };
  desk.host.sendEvent({ kind: 'refresh' });
  const banner = await screen.findByTestId('trouble');
  expect(banner.textContent).toContain('Databasen svarer ikke akkurat nå');
  expect(desk.rows()).toHaveLength(14);
  await expectAccessible();

  desk.host.down = null;
  desk.host.arrive('Kari Bakken');
  await waitFor(() => expect(desk.patients()).toContain('Kari Bakken'));
  expect(screen.queryByTestId('trouble')).toBeNull();
});

it('keeps list and draft when only the program’s own work met the outage, and «Prøv igjen» tries', async () => {
  const desk = await Desk.open();
  await desk.choose('Kurt Håkon Grytten');
  await desk.press('a');
  await desk.user.type(await screen.findByTestId('reject-text'), 'Halvt');
  desk.host.down = { code: 'unavailable' };
  desk.host.sendEvent({ kind: 'stateChanged' });

  await screen.findByTestId('trouble');
  expect(screen.queryByTestId('database-problem')).toBeNull();
  expect(desk.rows()).toHaveLength(14);
  expect(screen.getByTestId<HTMLTextAreaElement>('reject-text').value).toBe('Halvt');
  expect(screen.getByTestId('clinic-name').textContent).toBe('DDFL Test');
  await desk.click('retry');
  expect(screen.getByTestId('trouble')).toBeDefined();
  desk.host.down = null;
  await desk.click('retry');
  await waitFor(() => expect(screen.queryByTestId('trouble')).toBeNull());
  expect(screen.getByTestId<HTMLTextAreaElement>('reject-text').value).toBe('Halvt');
});

it('gives the reference of what broke until it is closed', async () => {
  const desk = await Desk.open();
  await desk.choose('Line Danser');
  desk.host.down = { code: 'broken', reference: 'K7-42' };
  await desk.press('b');
  const banner = await screen.findByTestId('trouble');
  expect(banner.textContent).toContain('K7-42');
  desk.host.down = null;
  await desk.click('open-log');
  expect(desk.host.logOpened).toBe(1);
  await desk.user.click(within(banner).getByRole('button', { name: 'Lukk' }));
  expect(screen.queryByTestId('trouble')).toBeNull();
  expect(desk.patients()[0]).toBe('Line Danser');
});

it('says that the program panicked, because what was asked for may never be answered', async () => {
  const desk = await Desk.open();
  desk.host.sendEvent({ kind: 'panicked', reference: 'K7-43' });
  expect((await screen.findByTestId('trouble')).textContent).toContain('K7-43');
});

it('has the way to the log in its help', async () => {
  const desk = await Desk.open();
  await desk.press('?');
  await desk.click('open-log');
  expect(desk.host.logOpened).toBe(1);
});

it('is silent about nothing: what nobody foresaw has a reference that stands in the log', async () => {
  const desk = await Desk.open();
  const thrown = Object.assign(new Event('unhandledrejection'), { reason: new RangeError('x') });
  window.dispatchEvent(thrown);
  const banner = await screen.findByTestId('trouble');
  const [reference, what] = [...desk.host.problems][0] ?? [];
  expect(what).toContain('RangeError');
  expect(banner.textContent).toContain(reference);
});

it('tells the program whether the queue is in view, so that it need not notify', async () => {
  const desk = await Desk.open();
  await waitFor(() => expect(desk.host.queueInView).toBe(true));
  await desk.click('nav-profile');
  await waitFor(() => expect(desk.host.queueInView).toBe(false));
  await desk.click('nav-queue');
  await waitFor(() => expect(desk.host.queueInView).toBe(true));
});

it('is told that the queue is not in view while an open request covers it', async () => {
  const { matchMedia } = window;
  const narrow = vi.spyOn(window, 'matchMedia');
  narrow.mockImplementation((query) => ({ ...matchMedia(query), matches: query.includes('50rem') }));
  const desk = await Desk.open();
  await waitFor(() => expect(desk.host.queueInView).toBe(true));
  await desk.choose(desk.firstPatient);
  await waitFor(() => expect(desk.host.queueInView).toBe(false));
  narrow.mockRestore();
});

it('shows the text larger with Ctrl +, also in a field, and remembers it', async () => {
  const desk = await Desk.open();
  await desk.press('{Control>}+{/Control}');
  await waitFor(() => expect(desk.host.zoom).toBe(1.1));
  desk.field('language').focus();
  await desk.press('{Control>}+{/Control}');
  await waitFor(() => expect(desk.host.zoom).toBe(1.25));
  await desk.press('{Control>}-{/Control}');
  await waitFor(() => expect(desk.host.zoom).toBe(1.1));
  cleanup();

  const next = await Desk.open();
  await waitFor(() => expect(next.host.zoom).toBe(1.1));
  await next.press('{Control>}0{/Control}');
  await waitFor(() => expect(next.host.zoom).toBe(1));
});

it('is not read anew by a key or the browser’s menu, which a field keeps', async () => {
  await Desk.open();
  const stopped = (event: Event, target: EventTarget = document.body) => !target.dispatchEvent(event);
  const key = (init: KeyboardEventInit) => new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  const menu = () => new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
  expect(stopped(key({ key: 'F5' }))).toBe(true);
  expect(stopped(key({ key: 'r', ctrlKey: true }))).toBe(true);
  expect(stopped(key({ key: 'R', ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(stopped(key({ key: 'c', ctrlKey: true }))).toBe(false);
  expect(stopped(menu())).toBe(true);
  const field = document.body.appendChild(document.createElement('input'));
  expect(stopped(menu(), field)).toBe(false);
  field.remove();
});
