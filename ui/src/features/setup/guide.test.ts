import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import type { TimebookDraft } from '../../host/types';
import { Desk, expectAccessible } from '../../test/desk';

const PROFILE = { name: 'Lysaker legekontor', orgNumber: '', herId: '', phone: '', info: '', limitOfType: 2, limitInAll: 5 };
const LOCATION = { name: 'Lysaker', street: 'Influensaveien 3a', postalCode: '1325', city: 'Lysaker' };

const timebook = (locationId: string) => ({
  kind: 'lab' as const,
  name: 'Lab',
  description: '',
  locationId,
  practitioner: '',
  hours: [{ weekday: 3, from: '08:00', to: '10:00' }],
  validFrom: '',
  validUntil: '',
  slotMinutes: 15,
  pauseMinutes: 0,
  capacity: 1,
  weeksAhead: 8,
  leadMinutes: null,
  horizonDays: null,
  release: { kind: 'atOnce' as const },
});

const FIRST_DAY = { empty: true, quiet: true };

/** A colleague does the first three steps at another desk. */
async function colleagueMakesAll(desk: Desk, change: Partial<TimebookDraft> = {}): Promise<void> {
  await desk.host.saveProfile(null, PROFILE);
  const { locations } = await desk.host.saveLocation(null, LOCATION);
  await desk.host.saveTimebook(null, { ...timebook(locations[0]?.id ?? ''), ...change });
}

describe('the guide can always publish', () => {
  it('what a colleague has made meanwhile', async () => {
    const desk = await Desk.open(FIRST_DAY);
    await colleagueMakesAll(desk);
    await desk.user.click(await screen.findByTestId('publish-timebook'));
    await screen.findByTestId('guide-done');
  });

  it('and lets a timebook be finished that is being typed while a colleague makes one', async () => {
    const desk = await Desk.open(FIRST_DAY);
    await desk.host.saveProfile(null, PROFILE);
    const { locations } = await desk.host.saveLocation(null, LOCATION);
    await screen.findByTestId('setup-timebook-form');
    await desk.write('name', 'Blodprøver');
    await desk.host.saveTimebook(null, timebook(locations[0]?.id ?? ''));
    await waitFor(async () => expect((await desk.host.readSetup()).timebooks).toHaveLength(1));
    expect(desk.field('name').value).toBe('Blodprøver');
    await desk.click('save-timebook');
    await desk.user.click(await screen.findByTestId('publish-timebook'));
    await screen.findByTestId('guide-done');
    expect((await desk.host.readSetup()).timebooks.map((one) => [one.name, one.published])).toEqual([
      ['Lab', false],
      ['Blodprøver', true],
    ]);
  });

  it('and goes to the field when what was typed and not saved is refused', async () => {
    const desk = await Desk.open(FIRST_DAY);
    await colleagueMakesAll(desk);
    await screen.findByTestId('publish-timebook');
    await desk.user.click(screen.getByRole('button', { name: /Timebok/ }));
    await desk.write('capacity', '0');
    await desk.user.click(screen.getByRole('button', { name: /Publiser/ }));
    await desk.click('publish-timebook');
    await waitFor(() => expect(document.activeElement).toBe(desk.field('capacity')));
    expect(desk.problem('capacity')).toContain('Skriv et tall fra 1 til');

    await desk.write('capacity', '2');
    await desk.click('save-timebook');
    await desk.user.click(await screen.findByTestId('publish-timebook'));
    await screen.findByTestId('guide-done');
  });

  it('and says at each field what is missing, in any step', async () => {
    const desk = await Desk.open(FIRST_DAY);
    await desk.user.click(desk.field('info'));
    await desk.user.paste('é'.repeat(301));
    await desk.click('save-profile');
    await waitFor(() => expect(desk.problem('name')).toContain('Feltet må fylles ut.'));
    expect(desk.problem('info')).toContain('Det er plass til 300.');
    await desk.write('name', 'Lysaker');
    await desk.write('info', '');
    await desk.click('save-profile');
    await screen.findByTestId('setup-location-form');
    await desk.click('save-location');
    await waitFor(() => expect(desk.problem('street')).toContain('Feltet må fylles ut.'));
    expect(document.activeElement).toBe(desk.field('street'));
  });

  it('and says where to change the hours when they give no free time', async () => {
    const desk = await Desk.open(FIRST_DAY);
    // All of these times are today and have begun.
    await colleagueMakesAll(desk, { hours: [{ weekday: 2, from: '07:00', to: '09:00' }], weeksAhead: 1 });
    await desk.user.click(await screen.findByTestId('publish-timebook'));
    const done = await screen.findByTestId('guide-done');
    expect(done.textContent).toContain('Ingen ledige');
    await expectAccessible();
    await desk.click('guide-to-timebooks');
    expect(screen.getByTestId('setup-timebook-form')).toBeDefined();
  });
});
