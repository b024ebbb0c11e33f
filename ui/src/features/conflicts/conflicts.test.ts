import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import type { ExceptionDraft } from '../../host/types';
import { Desk, expectAccessible } from '../../test/desk';

const CLOSED: ExceptionDraft = {
  scope: { kind: 'clinic' },
  first: '21.01.2025',
  last: '',
  change: 'closed',
  periods: [],
  note: '',
};

const rows = (): HTMLElement[] => screen.queryAllByTestId('conflict-row');
const names = (): string[] => rows().map((row) => row.querySelector('.who button')?.textContent ?? '');

/** A desk of the clinic, which closes today although three patients have a time. */
async function closedToday(): Promise<Desk> {
  const desk = await Desk.open();
  expect(screen.queryByTestId('nav-conflicts')).toBeNull();
  await desk.host.saveException(null, CLOSED);
  await screen.findByTestId('nav-conflicts');
  await desk.click('nav-conflicts');
  await waitFor(() => expect(names()).toEqual(['Line Danser', 'Kurt Håkon Grytten', 'Berit Aas']));
  return desk;
}

async function asksToCancel(desk: Desk, index: number): Promise<HTMLTextAreaElement> {
  await desk.user.click(rows()[index]?.querySelector('[data-testid=cancel-booking]') as HTMLElement);
  return screen.findByTestId<HTMLTextAreaElement>('cancel-text');
}

describe('bookings outside the opening hours', () => {
  it('are listed by their time, with what is needed to call the patient', async () => {
    await closedToday();
    expect(rows()[1]?.textContent).toContain('Tirsdag 21. januar 2025 kl. 13:30 - 13:45 · Influensavaksine 2');
    expect(rows()[1]?.textContent).toContain('41 23 45 61');
    expect(rows()[1]?.textContent).toContain('influensavaksine');
    expect(screen.getByTestId('nav-conflicts').textContent).toContain('3');
    await expectAccessible();
  });

  it('are cancelled with a text, which can be undone, and then leave the list', async () => {
    const desk = await closedToday();
    const text = await asksToCancel(desk, 1);
    expect(document.activeElement).toBe(text);
    expect(text.value).toContain('Timen tirsdag 21. januar 2025 kl. 13:30 - 13:45 må dessverre avlyses');
    await expectAccessible();
    await desk.user.clear(text);
    await desk.user.type(text, 'Vi er syke.');
    await desk.press('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(names()).toEqual(['Line Danser', 'Berit Aas']));
    expect(await desk.host.readRequest('request-2')).toMatchObject({ status: 'cancelled', decisionText: 'Vi er syke.' });
    expect(screen.getByTestId('undo').parentElement?.textContent).toContain('Avlyst: Kurt Håkon Grytten');

    await desk.press('z');
    await waitFor(() => expect(names()).toEqual(['Line Danser', 'Kurt Håkon Grytten', 'Berit Aas']));
    expect((await asksToCancel(desk, 1)).value).toBe('Vi er syke.');
  });

  it('keep what is typed and say what is wrong when it is refused', async () => {
    const desk = await closedToday();
    const text = await asksToCancel(desk, 0);
    await desk.user.clear(text);
    await desk.click('cancel-send');
    expect(desk.problem('text')).toContain('Feltet må fylles ut.');
    await desk.user.type(text, 'Vi er syke.');
    desk.host.down = { code: 'unavailable' };
    await desk.click('cancel-send');
    expect(desk.problem('text')).toContain('Det ble ikke lagret. Prøv igjen.');
    desk.host.down = null;

    desk.host.colleagueConfirms('request-1');
    await waitFor(() => expect(rows()[0]?.textContent).toContain('Bekreftet'));
    await desk.click('cancel-send');
    await waitFor(() => expect(names()).toEqual(['Kurt Håkon Grytten', 'Berit Aas']));
  });

  it('that a colleague has changed in this moment are looked at again first', async () => {
    const desk = await closedToday();
    await asksToCancel(desk, 0);
    desk.host.colleagueConfirms('request-1', false);
    await desk.click('cancel-send');
    expect(desk.problem('text')).toContain('Bestillingen er endret siden lista ble lest.');
    await desk.click('cancel-send');
    await waitFor(() => expect(names()).toEqual(['Kurt Håkon Grytten', 'Berit Aas']));
  });

  it('are none when the day is opened again', async () => {
    const desk = await closedToday();
    const [one] = (await desk.host.readSetup()).exceptions;
    await desk.host.deleteException(one?.id ?? '', 1);
    await screen.findByTestId('conflicts-none');
  });

  it('are reached from the timebook, and open beside the queue', async () => {
    const desk = await closedToday();
    await desk.click('nav-timebooks');
    await desk.user.click(document.querySelector('[data-id="timebook-5"]') as HTMLElement);
    await desk.click('show-conflicts');
    await desk.user.click(screen.getByRole('button', { name: 'Kurt Håkon Grytten' }));
    await desk.reads('Kurt Håkon Grytten');
  });
});
