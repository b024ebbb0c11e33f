import { screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

it('says nothing of answers that have arrived', async () => {
  await Desk.open();
  expect(screen.queryByTestId('nav-undelivered')).toBeNull();
});

it('shows whom to call when an answer did not arrive, and sends it again', async () => {
  const desk = await Desk.open({ undelivered: 1 });
  expect(screen.getByTestId('nav-undelivered').textContent).toContain('1');
  await desk.click('nav-undelivered');
  const row = screen.getByTestId('undelivered');
  for (const fact of [desk.firstPatient, 'Prøvd 10 ganger', 'kl. 08:55', 'the receiver has moved']) {
    expect(row.textContent).toContain(fact);
  }
  await expectAccessible();

  await desk.click('send-again');
  await screen.findByTestId('undelivered-none');
  await desk.click('nav-queue');
  await waitFor(() => expect(screen.queryByTestId('nav-undelivered')).toBeNull());
});

it('counts all of them, and says when only the oldest are shown', async () => {
  const desk = await Desk.open({ undelivered: 130 });
  expect(screen.getByTestId('nav-undelivered').textContent).toContain('130');
  await desk.click('nav-undelivered');
  expect(screen.getAllByTestId('undelivered')).toHaveLength(100);
  expect(screen.getByTestId('undelivered-more').textContent).toContain('de 100 eldste av 130');
  for (let sent = 0; sent < 30; sent += 1) await desk.host.sendAgain('01a21385-0000-7000-8000-000000000001');
  await waitFor(() => expect(screen.queryByTestId('undelivered-more')).toBeNull());
  expect(screen.getByTestId('nav-undelivered').textContent).toContain('100');
});

it('appears as soon as the program has given up, and opens the request', async () => {
  const desk = await Desk.open();
  desk.host.scene.undelivered = 1;
  desk.host.sendEvent({ kind: 'stateChanged' });
  await waitFor(() => expect(screen.getByTestId('nav-undelivered')).toBeDefined());
  await desk.click('nav-undelivered');
  await desk.user.click(screen.getByRole('button', { name: desk.firstPatient }));
  await desk.reads(desk.firstPatient);
});
