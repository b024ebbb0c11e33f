import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

describe('the clinic’s profile', () => {
  it('counts the info text as the program does and shows what the patient sees', async () => {
    const desk = await Desk.open();
    await desk.click('nav-profile');
    await desk.write('info', 'Møt presis 🧑‍⚕️');

    await waitFor(() => expect(screen.getByTestId('counter').textContent).toContain('12/300 tegn'));
    const preview = screen.getByTestId('info-preview');
    expect(preview.textContent).toContain('Informasjon fra legekontoret');
    expect(preview.textContent).toContain('Møt presis 🧑‍⚕️');
    await expectAccessible();
  });

  it('says what is wrong beside each field and goes to the first', async () => {
    const desk = await Desk.open();
    await desk.click('nav-profile');
    await desk.write('name', '');
    await desk.write('orgNumber', '12');
    await desk.user.click(desk.field('info'));
    await desk.user.paste('é'.repeat(301));
    await desk.click('save-profile');

    await waitFor(() => expect(desk.problem('name')).toContain('Feltet må fylles ut.'));
    expect(desk.problem('orgNumber')).toContain('ni sifre');
    expect(desk.problem('info')).toContain('Det er plass til 300.');
    expect(desk.problem('phone')).toBeUndefined();
    expect(document.activeElement).toBe(desk.field('name'));
    expect(screen.getByText('Rett de 3 feltene som er merket.')).toBeDefined();
    await expectAccessible();

    await desk.write('name', 'Lysaker legekontor');
    expect(desk.problem('name')).toBeUndefined();
    expect(desk.problem('orgNumber')).toContain('ni sifre');
  });

  it('takes the limits of a person within their range', async () => {
    const desk = await Desk.open();
    await desk.click('nav-profile');
    expect(desk.field('limitOfType').value).toBe('2');
    expect(desk.field('limitInAll').value).toBe('5');
    await desk.write('limitOfType', '21');
    await desk.write('limitInAll', '');
    await desk.click('save-profile');

    await waitFor(() => expect(desk.problem('limitOfType')).toContain('fra 1 til 20'));
    expect(desk.problem('limitInAll')).toContain('fra 1 til 20');
    await desk.write('limitOfType', '3');
    await desk.write('limitInAll', '20');
    await desk.click('save-profile');
    await waitFor(() => expect(desk.problem('limitInAll')).toBeUndefined());
    expect((await desk.host.readSetup()).profile).toMatchObject({ limitOfType: 3, limitInAll: 20 });
  });

  it('keeps unsaved text while the person looks elsewhere, and marks where it is', async () => {
    const desk = await Desk.open();
    await desk.click('nav-profile');
    await desk.write('name', 'Halvveis');
    await desk.click('nav-queue');
    expect(screen.getByTestId('nav-profile').textContent).toContain('Ulagrede endringer');
    desk.host.sendEvent({ kind: 'setupChanged' });
    await desk.click('nav-profile');

    expect(desk.field('name').value).toBe('Halvveis');
    await desk.user.click(screen.getByRole('button', { name: 'Forkast endringene' }));
    expect(desk.field('name').value).toBe('DDFL Test');
  });

  it('keeps the text when the database goes away, and saves it when it is back', async () => {
    const desk = await Desk.open();
    await desk.click('nav-profile');
    await desk.write('name', 'Nytt navn');
    desk.host.down = { code: 'unavailable' };
    await desk.click('save-profile');
    await screen.findByTestId('trouble');
    expect(desk.field('name').value).toBe('Nytt navn');

    desk.host.down = null;
    await desk.click('retry');
    await waitFor(() => expect(screen.queryByTestId('trouble')).toBeNull());
    await desk.click('save-profile');
    await waitFor(() => expect(screen.getByTestId('clinic-name').textContent).toBe('Nytt navn'));
    expect(screen.getByText('Lagret')).toBeDefined();
  });
});

describe('locations', () => {
  it('are added and changed', async () => {
    const desk = await Desk.open();
    await desk.click('nav-locations');
    await desk.user.click(screen.getByRole('button', { name: 'Nytt oppmøtested' }));
    await desk.write('name', 'Laboratoriet');
    await desk.write('street', 'Influensaveien 5');
    await desk.write('postalCode', '13');
    await desk.write('city', 'Lysaker');
    await desk.click('save-location');
    await waitFor(() => expect(desk.problem('postalCode')).toContain('fire sifre'));
    await expectAccessible();

    await desk.write('postalCode', '1325');
    await desk.click('save-location');
    const list = screen.getByRole('list', { name: 'Steder' });
    await waitFor(() => expect(list.textContent).toContain('Influensaveien 5, 1325 Lysaker'));
    await desk.write('name', 'Laboratoriet i 2. etasje');
    await desk.click('save-location');
    await waitFor(() => expect(list.textContent).toContain('Laboratoriet i 2. etasje'));
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
  });
});

describe('a location that a colleague adds at the same time', () => {
  it('is not taken for the one that was saved here', async () => {
    const desk = await Desk.open();
    const save = desk.host.saveLocation.bind(desk.host);
    desk.host.saveLocation = async (basedOn, draft) => {
      await save(null, { ...draft, name: 'Kollegaens sted' });
      return save(basedOn, draft);
    };
    await desk.click('nav-locations');
    await desk.user.click(screen.getByRole('button', { name: 'Nytt oppmøtested' }));
    await desk.write('name', ' Laboratoriet ');
    await desk.write('street', 'Influensaveien 5');
    await desk.write('postalCode', '1325');
    await desk.write('city', 'Lysaker');
    await desk.click('save-location');
    const list = screen.getByRole('list', { name: 'Steder' });
    await waitFor(() => expect(list.querySelector('[aria-current="true"]')?.textContent).toContain('Laboratoriet'));
  });
});

describe('timebooks', () => {
  it('show whether they are published, their free places and the first free time', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    const panel = screen.getByTestId('publish-panel');
    expect(panel.textContent).toContain('Publisert');
    expect(panel.textContent).toContain('360 ledige plasser');
    expect(panel.textContent).toContain('I dag kl. 13:00');
    await expectAccessible();

    await desk.click('unpublish-timebook');
    await screen.findByTestId('publish-timebook');
    await desk.write('name', 'Influensa for alle');
    expect(screen.getByTestId('publish-timebook').textContent).toContain('Lagre og publiser');
    await desk.click('publish-timebook');
    await screen.findByTestId('unpublish-timebook');
    expect(screen.getByRole('list', { name: 'Timebøker' }).textContent).toContain('Influensa for alle');
  });

  it('have hours that are added, removed and copied to all weekdays', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    const day = (name: string): HTMLElement => screen.getByRole('group', { name });
    const add = (name: string): HTMLElement => within(day(name)).getByRole('button', { name: /Legg til/ });

    await desk.user.click(add('Mandag'));
    expect(document.activeElement).toBe(desk.field('hours.1.from'));
    await desk.write('hours.1.from', '16');
    await desk.write('hours.1.to', '1830');
    await desk.user.click(within(day('Mandag')).getByRole('button', { name: /alle hverdager/ }));
    expect(desk.field('hours.1.to').value).toBe('18:30');
    expect(within(day('Fredag')).getAllByRole('textbox')).toHaveLength(4);

    await desk.user.click(within(day('Fredag')).getAllByRole('button', { name: /Fjern/ })[0] as HTMLElement);
    await desk.user.click(within(day('Fredag')).getAllByRole('button', { name: /Fjern/ })[0] as HTMLElement);
    expect(day('Fredag').textContent).toContain('Stengt');
    expect(document.activeElement).toBe(add('Fredag'));
    await desk.user.click(add('Søndag'));
    await desk.click('save-timebook');
    await screen.findByText('Lagret');
  });

  it('say which of the hours is wrong', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.write('hours.0.from', 'åtte');
    await desk.write('hours.1.to', '12:00');
    await desk.write('slotMinutes', '');
    await desk.write('capacity', '0');
    await desk.write('weeksAhead', '1.5');
    await desk.click('save-timebook');

    await waitFor(() => expect(desk.problem('hours.0.from')).toContain('08:00'));
    expect(desk.problem('hours.1.to')).toContain('etter starten');
    expect(desk.problem('slotMinutes')).toContain('Skriv et tall fra 5 til 480.');
    expect(desk.problem('capacity')).toContain('Skriv et tall fra 1 til');
    expect(desk.problem('weeksAhead')).toContain('Skriv et tall fra 1 til 52.');
    expect(desk.field('hours.0.from').value).toBe('åtte');
    await expectAccessible();
  });
});

describe('the rules of a timebook', () => {
  it('are chosen, saved and shown with the published timebook', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.user.selectOptions(desk.field('leadMinutes'), '2 timer før');
    await desk.write('horizonDays', '30');
    await desk.user.click(screen.getByRole('radio', { name: 'En uke om gangen' }));
    expect(desk.field('release.at').value).toBe('08:00');
    await desk.write('release.at', '730');
    await desk.user.selectOptions(desk.field('release.weekday'), 'Torsdag');
    await desk.click('save-timebook');
    await screen.findByText('Lagret');
    const saved = (await desk.host.readSetup()).timebooks[0];
    expect([saved?.leadMinutes, saved?.horizonDays]).toEqual([120, 30]);
    expect(saved?.release).toEqual({ kind: 'weekly', weeksBefore: 1, weekday: 4, at: '07:30' });
    await expectAccessible();
  });

  it('say what is wrong beside the field, and keep what is typed in each kind of release', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    const choose = (name: string): Promise<void> => desk.user.click(screen.getByRole('radio', { name }));
    await desk.user.selectOptions(desk.field('leadMinutes'), '2 døgn før');
    await desk.write('horizonDays', '2');
    await choose('Alle på én gang, fra et tidspunkt');
    await desk.write('release.date', '31.2.2025');
    await desk.write('release.at', '');
    await desk.click('save-timebook');
    await waitFor(() => expect(desk.problem('release.date')).toContain('30.11.2026'));
    expect(desk.problem('release.at')).toContain('må fylles ut');

    await desk.write('release.at', '9');
    await choose('En uke om gangen');
    await choose('Alle på én gang, fra et tidspunkt');
    expect([desk.field('release.date').value, desk.field('release.at').value]).toEqual(['31.2.2025', '09:00']);
    await desk.write('release.date', '1.2.2025');
    await desk.click('save-timebook');
    await waitFor(() => expect(desk.problem('horizonDays')).toContain('ingen bestille'));
    await desk.write('horizonDays', '');
    await desk.click('save-timebook');
    await screen.findByText('Lagret');
    expect((await desk.host.readSetup()).timebooks[0]?.release).toMatchObject({ date: '01.02.2025', at: '09:00' });
  });

  // A browser says of such text only that it is no number; jsdom does not know such text, so it is set here.
  it('are not saved without a limit when the number of days cannot be read', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    const days = desk.field('horizonDays');
    await desk.write('horizonDays', '30');
    Object.defineProperty(days, 'validity', { value: { badInput: true }, configurable: true });
    await fireEvent.input(days, { target: { value: '' } });
    await desk.click('save-timebook');
    await waitFor(() => expect(desk.problem('horizonDays')).toContain('fra 1 til 366'));
    const { timebooks } = await desk.host.readSetup();
    expect(timebooks[0]?.horizonDays).toBeNull();
    expect(screen.queryByText('Lagret')).toBeNull();
  });

  it('are chosen again when a colleague has changed them', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.user.click(screen.getByRole('radio', { name: 'En uke om gangen' }));
    const { timebooks } = await desk.host.readSetup();
    const release = { kind: 'from' as const, date: '01.02.2025', at: '08:00' };
    desk.host.colleagueSaves({ timebook: timebooks[0]?.id ?? '', change: { release } });
    const conflict = await screen.findByTestId('conflict');
    expect(conflict.textContent).toContain('01.02.2025 kl. 08:00');
    await desk.user.click(within(conflict).getByRole('button', { name: /Bruk/ }));
    expect(desk.field('release.date').value).toBe('01.02.2025');
  });
});

describe('a clinic’s first day', () => {
  it('goes from nothing to the first free time in four steps', async () => {
    const desk = await Desk.open({ empty: true, quiet: true });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Kom i gang');
    await expectAccessible();
    await desk.write('name', 'Lysaker legekontor');
    await desk.click('save-profile');

    await waitFor(() => expect(desk.field('name').value).toBe('Lysaker legekontor'));
    await screen.findByTestId('setup-location-form');
    await desk.write('street', 'Influensaveien 3a');
    await desk.write('postalCode', '1325');
    await desk.write('city', 'Lysaker');
    await desk.press('{Enter}');

    await screen.findByTestId('setup-timebook-form');
    expect(desk.field('name').value).toBe('Vaksine');
    await desk.user.selectOptions(desk.field('kind'), 'lab');
    expect(desk.field('name').value).toBe('Lab');
    await desk.click('save-timebook');

    await screen.findByTestId('publish-timebook');
    expect(screen.getByText('«Time til laboratoriet hos Lysaker legekontor»')).toBeDefined();
    await expectAccessible();
    await desk.click('publish-timebook');
    const done = await screen.findByTestId('guide-done');
    expect(done.textContent).toContain('Første ledige time: I dag kl. 09:15');
    await desk.click('guide-to-queue');
    expect(screen.getByTestId('queue-empty')).toBeDefined();
    expect(screen.queryByTestId('nav-guide')).toBeNull();
  });
});
