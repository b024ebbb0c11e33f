import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

const text = (): HTMLTextAreaElement => screen.getByTestId<HTMLTextAreaElement>('reject-text');

async function rejecting(): Promise<Desk> {
  const desk = await Desk.open();
  await desk.choose('Kurt Håkon Grytten');
  await desk.press('a');
  await screen.findByRole('dialog');
  return desk;
}

describe('rejecting', () => {
  it('sends a written answer with Ctrl+Enter and goes on to the next row', async () => {
    const desk = await rejecting();
    expect(document.activeElement).toBe(text());
    await expectAccessible();
    await desk.user.type(text(), 'Ring oss, er du snill.');
    await desk.press('{Control>}{Enter}{/Control}');

    await desk.reads('Berit Aas');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByTestId('undo').parentElement?.textContent).toContain('Avvist: Kurt Håkon Grytten');
    await desk.click('nav-done');
    await desk.choose('Kurt Håkon Grytten');
    expect(screen.getByTestId('detail').textContent).toContain('Ring oss, er du snill.');
  });

  it('says beside the field that an answer is required', async () => {
    const desk = await rejecting();
    await desk.click('reject-send');

    await waitFor(() => expect(desk.problem('text')).toContain('Feltet må fylles ut.'));
    expect(document.activeElement).toBe(text());
    await expectAccessible();
  });

  it('counts as the program counts', async () => {
    const desk = await rejecting();
    await desk.user.click(text());
    await desk.user.paste(`${'👨‍👩‍👧‍👦'.repeat(2)}é`);
    await waitFor(() => expect(screen.getByTestId('counter').textContent).toContain('3/1000 tegn'));
    await desk.user.paste('x'.repeat(1000));
    await waitFor(() => expect(screen.getByTestId('counter').textContent).toContain('3 for mye'));
  });

  it('keeps the text when the database does not answer', async () => {
    const desk = await rejecting();
    await desk.user.type(text(), 'Vi ringer deg.');
    desk.host.down = { code: 'unavailable' };
    await desk.click('reject-send');

    await waitFor(() => expect(desk.problem('text')).toContain('Svaret ble ikke sendt'));
    expect(text().value).toBe('Vi ringer deg.');
    desk.host.down = null;
    await desk.click('reject-send');
    await desk.reads('Berit Aas');
  });

  it('keeps the text when the dialog is closed and opened again', async () => {
    const desk = await rejecting();
    await desk.user.type(text(), 'Halvskrevet');
    await desk.user.click(screen.getByRole('button', { name: /Avbryt/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await desk.press('a');

    expect((await screen.findByTestId<HTMLTextAreaElement>('reject-text')).value).toBe('Halvskrevet');
  });

  it('offers usual answers, which never replace a person’s own words', async () => {
    const desk = await rejecting();
    const phrase = screen.getByRole('button', { name: /Ring legekontoret, så/ });
    const other = screen.getByRole('button', { name: /Vi kan ikke ta imot/ });
    await desk.user.click(phrase);
    await desk.user.click(other);
    expect(text().value).toBe(other.textContent);
    await desk.user.type(text(), ' Hilsen Kari');
    await desk.user.click(phrase);
    expect(text().value).toBe(`${other.textContent} Hilsen Kari\n${phrase.textContent}`);
  });
});

describe('a rejection typed while a colleague decides', () => {
  it('says so at once, sends nothing and keeps the text', async () => {
    const desk = await rejecting();
    await desk.user.type(text(), 'Ring oss, er du snill.');
    desk.host.colleagueConfirms('request-2');

    const said = await screen.findByTestId('reject-overtaken');
    expect(said.textContent).toContain('Bekreftet');
    expect(said.textContent).toContain('ikke sendt');
    await desk.click('reject-send');
    expect(text().value).toBe('Ring oss, er du snill.');
    expect(screen.queryByTestId('undo')).toBeNull();
    await expectAccessible();
  });

  it('names the colleague when the answer meets the decision, and keeps the text', async () => {
    const desk = await rejecting();
    await desk.user.type(text(), 'Ring oss.');
    desk.host.colleagueConfirms('request-2', false);
    await desk.click('reject-send');

    const said = await screen.findByTestId('reject-overtaken');
    expect(said.textContent).toContain('Allerede bekreftet av Ola Berg kl. 09:00');
    expect(text().value).toBe('Ring oss.');
  });
});

describe('undoing', () => {
  it('takes back the latest with Z, then the one before', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    await desk.press('b');
    await desk.reads('Berit Aas');
    await desk.press('b');
    await desk.reads('Ola Nordmann');
    expect(screen.getAllByTestId('undo-older')).toHaveLength(1);

    await desk.press('z');
    await desk.reads('Berit Aas');
    await desk.press('z');
    await desk.reads('Kurt Håkon Grytten');
    expect(desk.rows()).toHaveLength(14);
    expect(desk.patients()[1]).toBe('Kurt Håkon Grytten');
    expect(screen.queryByTestId('undo')).toBeNull();
  });

  it('shows three of many and says how many more there are', async () => {
    const desk = await Desk.open();
    await desk.press('{Home}');
    await desk.reads('Line Danser');
    for (const next of ['Kurt Håkon Grytten', 'Berit Aas', 'Ola Nordmann', 'Maja Strand', 'Ingrid Øvrebø']) {
      await desk.press('b');
      await desk.reads(next);
    }

    expect(screen.getAllByTestId('undo-older')).toHaveLength(2);
    expect(screen.getByText('og 2 til')).toBeDefined();
    expect(screen.getByTestId('undo').getAttribute('aria-label')).toContain('Maja Strand');
    await expectAccessible();
  });
});

it('shows the telephone number, and says when there is none', async () => {
  const desk = await Desk.open();
  await desk.choose('Kurt Håkon Grytten');
  expect(screen.getByTestId('phone').textContent?.trim()).toMatch(/^\d\d \d\d \d\d \d\d$/);
  const unknown = desk.patients()[3] ?? '';
  await desk.choose(unknown);
  expect(screen.getByTestId('phone').textContent?.trim()).toBe('Ikke oppgitt');
});

describe('the identity number', () => {
  it('is masked until it is asked for, copied as digits, and masked again with the next request', async () => {
    const desk = await Desk.open();
    await desk.choose('Kurt Håkon Grytten');
    expect(screen.getByTestId('identity').textContent).toBe('139169 •••••');
    expect(desk.host.revealed).toEqual([]);
    await desk.click('identity-show');
    await waitFor(() => expect(screen.getByTestId('identity').textContent).toBe('139169 31063'));
    expect(desk.host.revealed).toHaveLength(1);
    await desk.click('identity-copy');
    expect(await navigator.clipboard.readText()).toBe('13916931063');
    expect(screen.getByTestId('identity-copy').textContent).toContain('Kopiert');
    await expectAccessible();

    await desk.choose('Line Danser');
    await desk.choose('Kurt Håkon Grytten');
    expect(screen.getByTestId('identity').textContent).toBe('139169 •••••');
  });
});
