import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { Desk } from '../../test/desk';
import { hold } from '../../test/hold';


const heading = (): string => screen.getByTestId('detail').querySelector('h2')?.textContent ?? '';

describe('a decision whose answer is on its way', () => {
  it('leaves alone what has been chosen meanwhile', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    const confirm = hold(desk.host, 'confirmRequest');
    await desk.press('b');
    await confirm.asked;
    await desk.choose('Berit Aas');
    const chosen = desk.chosen();
    confirm.release();
    await waitFor(() => expect(screen.queryByTestId('undo')).not.toBeNull());
    await waitFor(() => expect(desk.patients()).not.toContain(desk.firstPatient));
    expect(desk.chosen()).toBe(chosen);
    expect(heading()).toBe('Berit Aas');
  });

  it('opens no waiting patient beside what is done today', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    const confirm = hold(desk.host, 'confirmRequest');
    await desk.press('b');
    await confirm.asked;
    await desk.click('nav-done');
    confirm.release();
    await waitFor(() => expect(screen.queryByTestId('undo')).not.toBeNull());
    expect(heading()).toBe('');
  });

  it('tells of a colleague who was first beside no other patient', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    const first = desk.chosen() as string;
    desk.host.colleagueConfirms(first, false);
    const confirm = hold(desk.host, 'confirmRequest');
    await desk.press('b');
    await confirm.asked;
    await desk.choose('Berit Aas');
    confirm.release();
    await waitFor(() => expect(screen.getByTestId('undo-note').textContent).toContain('Allerede bekreftet'));
    expect(heading()).toBe('Berit Aas');
    expect(screen.queryByTestId('already-decided')).toBeNull();
  });
});

describe('an undo whose answer is on its way', () => {
  /** A desk that has confirmed a request and taken it back, without the answer. */
  async function undoing(): Promise<{ desk: Desk; release: () => void }> {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    await desk.press('b');
    await waitFor(() => expect(screen.queryByTestId('undo')).not.toBeNull());
    await waitFor(() => expect(desk.patients()).not.toContain(desk.firstPatient));
    await desk.choose('Berit Aas');
    const undo = hold(desk.host, 'undoDecision');
    await desk.press('z');
    await undo.asked;
    return { desk, release: undo.release };
  }

  it('leaves open the rejection that is being written', async () => {
    const { desk, release } = await undoing();
    await desk.press('a');
    await screen.findByTestId('reject-text');
    await desk.press('Vi har ');
    release();
    await waitFor(() => expect(desk.patients()).toContain(desk.firstPatient));
    await desk.press('ikke bekreftet');
    expect(screen.getByTestId('reject-text')).toHaveProperty('value', 'Vi har ikke bekreftet');
    expect(heading()).toBe('Berit Aas');
    expect(screen.queryByTestId('undo')).toBeNull();
  });

  it('leaves open the page and the field that is being filled in', async () => {
    const { desk, release } = await undoing();
    await desk.click('nav-profile');
    await desk.user.click(desk.field('info'));
    release();
    await waitFor(() => expect(screen.getByTestId('nav-queue').textContent).toContain('14'));
    await desk.press('b');
    expect(desk.field('info').value).toContain('b');
    expect(screen.queryByTestId('undo')).toBeNull();
  });

  it('opens the request again when the user has waited for it', async () => {
    const { desk, release } = await undoing();
    release();
    await desk.reads(desk.firstPatient);
    expect(desk.chosen()).toBeDefined();
  });
});

describe('a decision that was not saved', () => {
  it('is told of until it is made, although the database answers readings', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    desk.host.down = { code: 'unavailable' };
    await desk.press('b');
    await waitFor(() => expect(screen.queryByTestId('trouble')).not.toBeNull());
    desk.host.down = null;
    desk.host.sendEvent({ kind: 'stateChanged' });
    await waitFor(() => expect(screen.queryByTestId('trouble')).toBeNull());
    expect(screen.getByTestId('undo-note').textContent).toContain(`Svaret til ${desk.firstPatient} ble ikke lagret`);
    await desk.press('b');
    await waitFor(() => expect(screen.queryByTestId('undo')).not.toBeNull());
    expect(screen.queryByTestId('undo-note')).toBeNull();
  });

  it('keeps the words of a rejection that is taken back', async () => {
    const desk = await Desk.open();
    await desk.choose(desk.firstPatient);
    await desk.press('a');
    await desk.user.type(screen.getByTestId('reject-text'), 'Vi har dessverre ikke vaksine.');
    await desk.click('reject-send');
    await waitFor(() => expect(screen.queryByTestId('undo')).not.toBeNull());
    await desk.press('z');
    await desk.reads(desk.firstPatient);
    await desk.press('a');
    expect(screen.getByTestId('reject-text')).toHaveProperty('value', 'Vi har dessverre ikke vaksine.');
  });
});

describe('what comes while the window is busy', () => {
  it('a request that was asked for before the clinic was open is shown', async () => {
    const desk = await Desk.open({ database: { kind: 'starting' }, fixed: true });
    desk.host.sendEvent({ kind: 'showRequest', id: 'request-3' });
    await desk.host.tryAgain();
    await waitFor(() => expect(screen.getByTestId('detail').dataset['id']).toBe('request-3'));
  });

  it('a second request of a type is read aloud like the first', async () => {
    const desk = await Desk.open();
    const spoken: Node[] = [];
    const observer = new MutationObserver((changes) => spoken.push(...changes.flatMap((one) => [...one.addedNodes])));
    observer.observe(document.body, { childList: true, subtree: true });
    const announced = (): number => spoken.filter((node) => node.textContent?.startsWith('Ny timebestilling')).length;
    desk.host.arrive('Kari Bakken');
    await waitFor(() => expect(announced()).toBe(1));
    desk.host.arrive('Ola Bakken');
    await waitFor(() => expect(announced()).toBe(2));
  });

  it('quick steps of the text size go on from each other', async () => {
    const desk = await Desk.open();
    const sizes: number[] = [];
    desk.host.setZoom = (factor) => {
      sizes.push(factor);
      return Promise.resolve(null);
    };
    for (let press = 0; press < 3; press += 1) {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: '+', ctrlKey: true, cancelable: true }));
    }
    expect(sizes).toEqual([1.1, 1.25, 1.5]);
  });
});
