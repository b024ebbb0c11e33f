import { screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';

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
  desk.host.tell({ kind: 'refresh' });
  const banner = await screen.findByTestId('trouble');
  expect(banner.textContent).toContain('Databasen svarer ikke akkurat nå');
  expect(desk.rows()).toHaveLength(14);
  await expectAccessible();

  desk.host.down = null;
  desk.host.arrive('Kari Bakken');
  await waitFor(() => expect(desk.patients()).toContain('Kari Bakken'));
  expect(screen.queryByTestId('trouble')).toBeNull();
});

it('gives the reference of what broke until it is closed', async () => {
  const desk = await Desk.open();
  await desk.choose('Line Danser');
  desk.host.down = { code: 'broken', reference: 'K7-42' };
  await desk.press('b');
  expect((await screen.findByTestId('trouble')).textContent).toContain('K7-42');
  desk.host.down = null;
  await desk.user.click(screen.getByRole('button', { name: 'Lukk' }));
  expect(screen.queryByTestId('trouble')).toBeNull();
  expect(desk.patients()[0]).toBe('Line Danser');
});
