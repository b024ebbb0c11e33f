import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import type { Scene } from '../../host/fake/scene';
import { Desk, expectAccessible } from '../../test/desk';

async function exceptions(scene: Partial<Scene> = {}): Promise<Desk> {
  const desk = await Desk.open(scene);
  await desk.click('nav-exceptions');
  return desk;
}

async function another(desk: Desk): Promise<void> {
  await desk.user.click(screen.getByRole('button', { name: 'Nytt unntak' }));
}

const effects = (): string => screen.getByTestId('effects').textContent ?? '';
const item = (id: string): HTMLElement => document.querySelector<HTMLElement>(`[data-id="${id}"]`) as HTMLElement;
const saved = async (desk: Desk) => (await desk.host.readSetup()).exceptions;

describe('an exception', () => {
  it('is shown before it is saved, and changes nothing until then', async () => {
    const desk = await exceptions();
    await another(desk);
    expect(screen.queryByTestId('effects')).toBeNull();
    await desk.write('first', '22.1.2025');
    await waitFor(() => expect(effects()).toContain('9 ledige timer fjernes · 351 timer blir som før'));
    // The demo's three bookings of that day, each in its timebook.
    expect(effects()).toContain('1 bestilling havner utenfor åpningstidene: I morgen kl. 14:00');
    expect(await saved(desk)).toEqual([]);
    await desk.write('first', '31.2.2025');
    await waitFor(() => expect(screen.queryByTestId('effects')).toBeNull());
    await expectAccessible();
  });

  it('is saved, changed and deleted, and its times are read at once', async () => {
    const desk = await exceptions({ quiet: true });
    await another(desk);
    await desk.write('first', '22.1.2025');
    await desk.write('note', 'Kurs');
    await desk.click('save-exception');
    const [one] = await saved(desk);
    await waitFor(() => expect(item(one?.id ?? '').textContent).toContain('22. jan. 2025'));
    expect(item(one?.id ?? '').textContent).toContain('Hele legekontoret · Kurs');
    expect(screen.getByTestId('setup-exception-form').textContent).toContain('Lagret');

    await desk.user.selectOptions(desk.field('scope'), 'Timebok: Influensa');
    await desk.user.click(screen.getByRole('radio', { name: 'Ekstra åpningstider' }));
    await desk.write('periods.0.from', '16');
    await desk.write('periods.0.to', '1730');
    await waitFor(() => expect(effects()).toContain('15 nye timer'));
    await desk.click('save-exception');
    await waitFor(() => expect(item(one?.id ?? '').textContent).toContain('Ekstra åpningstider 16:00–17:30'));
    expect((await saved(desk))[0]).toMatchObject({ scope: { kind: 'timebook', id: 'timebook-3' }, change: 'extra' });

    await desk.click('delete-exception');
    const dialog = await screen.findByRole('dialog');
    await waitFor(() => expect(dialog.textContent).toContain('6 ledige timer fjernes'));
    await desk.click('delete-confirm');
    await waitFor(async () => expect(await saved(desk)).toEqual([]));
    expect(item('holidays').getAttribute('aria-current')).toBe('true');
  });

  it('says what is wrong beside the fields, and goes to the first of them', async () => {
    const desk = await exceptions();
    await another(desk);
    await desk.click('save-exception');
    expect(desk.problem('first')).toContain('Feltet må fylles ut.');
    expect(document.activeElement).toBe(desk.field('first'));
    await desk.write('first', '20.1.2025');
    await desk.user.click(screen.getByRole('radio', { name: 'Sperrede tider' }));
    await desk.write('periods.0.from', '14:00');
    await desk.write('periods.0.to', '13:00');
    await desk.click('save-exception');
    expect(desk.problem('first')).toContain('Datoen er passert.');
    expect(desk.problem('periods.0.to')).toContain('Slutten må komme etter starten.');
    await desk.user.click(screen.getByRole('button', { name: 'Fjern tiden 14:00–13:00' }));
    await desk.click('save-exception');
    expect(screen.getByTestId('setup-exception-form').textContent).toContain('Legg til minst én tid.');
    expect(await saved(desk)).toEqual([]);
  });

  it('keeps its periods while another change is looked at', async () => {
    const desk = await exceptions();
    await another(desk);
    await desk.user.click(screen.getByRole('radio', { name: 'Andre åpningstider' }));
    await desk.write('periods.0.from', '08:00');
    await desk.write('periods.0.to', '10:00');
    await desk.click('add-period');
    expect(document.activeElement).toBe(desk.field('periods.1.from'));
    await desk.user.click(screen.getByRole('radio', { name: 'Stengt' }));
    expect(document.querySelector('[name="periods.0.from"]')).toBeNull();
    await desk.user.click(screen.getByRole('radio', { name: 'Ekstra åpningstider' }));
    expect(desk.field('periods.0.from').value).toBe('08:00');
  });

  it('shows what a colleague saved beside what is typed', async () => {
    const desk = await exceptions({ quiet: true });
    const closed = { scope: { kind: 'clinic' as const }, first: '22.01.2025', last: '', change: 'closed' as const, periods: [], note: '' };
    const { exceptions: all } = await desk.host.saveException(null, closed);
    const id = all[0]?.id ?? '';
    await waitFor(() => expect(item(id)).not.toBeNull());
    await desk.user.click(item(id));
    await desk.write('note', 'Kurs');
    desk.host.colleagueSaves({ exception: id, change: { note: 'Planleggingsdag', last: '23.01.2025' } });
    const conflict = await screen.findByTestId('conflict');
    expect(conflict.textContent).toContain('Planleggingsdag');
    expect(desk.field('last').value).toBe('23.01.2025');
    await desk.user.click(within(conflict).getByRole('button', { name: /Behold mitt/ }));
    await desk.click('save-exception');
    await waitFor(async () => expect((await saved(desk))[0]).toMatchObject({ note: 'Kurs', last: '23.01.2025' }));
  });
});

describe('a public holiday', () => {
  it('is opened with one press and closed again', async () => {
    const desk = await exceptions({ quiet: true });
    const box = (): HTMLElement => screen.getByRole('checkbox', { name: 'Åpent tor. 17. apr., Skjærtorsdag' });
    expect(screen.getAllByRole('checkbox')).toHaveLength(12);
    await desk.user.click(box());
    await waitFor(() => expect(box()).toHaveProperty('checked', true));
    expect((await saved(desk))[0]).toMatchObject({ first: '17.04.2025', change: 'holidayOpen' });
    await desk.user.click(box());
    await waitFor(() => expect(box()).toHaveProperty('checked', false));
    expect(await saved(desk)).toEqual([]);
    await expectAccessible();
  });

  it('with bookings is closed only after it was said what happens to them', async () => {
    const desk = await exceptions({ quiet: true });
    desk.host.holidayIsBooked();
    const box = (): HTMLElement => screen.getByRole('checkbox', { name: 'Åpent tor. 17. apr., Skjærtorsdag' });
    await waitFor(() => expect(box()).toHaveProperty('checked', true));
    await desk.user.click(box());
    const dialog = await screen.findByRole('dialog', { name: 'Stenge Skjærtorsdag?' });
    expect(dialog.textContent).toContain('1 bestilling havner utenfor åpningstidene');
    expect(await saved(desk)).toHaveLength(1);
    await desk.click('close-holiday');
    await waitFor(async () => expect(await saved(desk)).toEqual([]));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('that was not saved stays as it is, and it is said', async () => {
    const desk = await exceptions({ quiet: true });
    desk.host.down = { code: 'unavailable' };
    const box = screen.getByRole('checkbox', { name: 'Åpent lør. 17. mai, Grunnlovsdagen' });
    await desk.user.click(box);
    expect((await screen.findByTestId('holiday-refused')).textContent).toContain('Det ble ikke lagret.');
    expect(box).toHaveProperty('checked', false);
  });
});

describe('a change of a timebook', () => {
  it('shows what it does before it is saved', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.user.click(item('timebook-5'));
    expect(screen.queryByTestId('effects')).toBeNull();
    await desk.write('pauseMinutes', '5');
    await waitFor(() => expect(effects()).toContain('160 nye timer'));
    expect(effects()).toContain('Dette skjer når du lagrer');
    await desk.write('pauseMinutes', '241');
    await waitFor(() => expect(screen.queryByTestId('effects')).toBeNull());
    await desk.click('save-timebook');
    expect(desk.problem('pauseMinutes')).toContain('Skriv et tall fra 0 til 240.');
  });

  it('may take the hours of another timebook, which are looked at before they are saved', async () => {
    const desk = await Desk.open();
    const { timebooks } = await desk.host.readSetup();
    const hours = [{ weekday: 6, from: '10:00', to: '12:00' }];
    desk.host.colleagueSaves({ timebook: timebooks[0]?.id ?? '', change: { hours } });
    await desk.click('nav-timebooks');
    await desk.user.click(item('timebook-5'));
    const names = [...desk.field('hoursFrom').querySelectorAll('option')].map((one) => one.textContent);
    expect(names).toEqual(timebooks.filter((one) => one.id !== 'timebook-5').map((one) => one.name));
    await desk.user.selectOptions(desk.field('hoursFrom'), 'August September');
    await desk.click('copy-hours');
    expect(desk.field('hours.0.from').value).toBe('10:00');
    expect(document.querySelector('[name="hours.1.from"]')).toBeNull();
    await waitFor(() => expect(effects()).toContain('64 nye timer'));
    await desk.click('save-timebook');
    await waitFor(async () => expect((await desk.host.readSetup()).timebooks[4]?.hours).toEqual(hours));
  });

  it('that is new shows what will be published', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.user.click(screen.getByRole('button', { name: 'Ny timebok' }));
    await desk.write('name', 'Reisevaksine');
    await waitFor(() => expect(effects()).toContain('Dette skjer når timeboka publiseres'));
    expect(effects()).toMatch(/\d+ nye timer/);
  });
});
