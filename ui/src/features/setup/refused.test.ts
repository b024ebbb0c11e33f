import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { Desk } from '../../test/desk';

/** The database takes no writes for a moment, and answers reads again at once. */
async function refusing(desk: Desk, act: () => Promise<void>): Promise<void> {
  desk.host.down = { code: 'unavailable' };
  await act();
  await waitFor(() => expect(screen.queryByTestId('trouble')).not.toBeNull());
  desk.host.down = null;
  desk.host.sendEvent({ kind: 'stateChanged' });
  await waitFor(() => expect(screen.queryByTestId('trouble')).toBeNull());
}

describe('a change that was not saved', () => {
  it('is told beside the form until it is saved', async () => {
    const desk = await Desk.open();
    await desk.click('nav-profile');
    await desk.write('name', 'Fjordlegene');
    await refusing(desk, () => desk.click('save-profile'));
    expect(screen.getByTestId('save-refused').textContent).toContain('Det ble ikke lagret');
    await desk.click('save-profile');
    await screen.findByText('Lagret');
    expect(screen.queryByTestId('save-refused')).toBeNull();
  });

  it('is told where one publishes, of that timebook alone', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await refusing(desk, () => desk.click('unpublish-timebook'));
    expect(screen.getByTestId('publish-refused').textContent).toContain('Det ble ikke lagret');
    await desk.user.click(screen.getByRole('button', { name: /Influensavaksine 2/ }));
    expect(screen.queryByTestId('publish-refused')).toBeNull();
    await desk.user.click(screen.getByRole('button', { name: /Koronatest/ }));
    await desk.click('unpublish-timebook');
    await screen.findByTestId('publish-timebook');
    expect(screen.queryByTestId('publish-refused')).toBeNull();
  });

  it('keeps the question whether to delete open', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.click('delete-timebook');
    await refusing(desk, () => desk.click('delete-confirm'));
    expect(screen.getByTestId('delete-refused').textContent).toContain('Det ble ikke lagret');
  });

  it('is told where an answer was to be sent again', async () => {
    const desk = await Desk.open({ undelivered: 1 });
    await desk.click('nav-undelivered');
    await refusing(desk, () => desk.click('send-again'));
    expect(screen.getByTestId('again-refused').textContent).toContain('Det ble ikke lagret');
    await desk.click('send-again');
    await screen.findByTestId('undelivered-none');
  });

  it('and a number that could not be shown, of that request alone', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    await refusing(desk, () => desk.click('identity-show'));
    expect(screen.getByTestId('identity-refused').textContent).toContain('kan ikke vises akkurat nå');
    await desk.choose('Berit Aas');
    expect(screen.queryByTestId('identity-refused')).toBeNull();
  });
});
