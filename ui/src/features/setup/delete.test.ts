import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

const DRAFT = { kind: 'lab' as const, name: 'Blodprøver', description: '', practitioner: '', validFrom: '', validUntil: '', slotMinutes: 15, pauseMinutes: 0, capacity: 1 };
const RULES = { leadMinutes: null, horizonDays: null, release: { kind: 'atOnce' as const } };

/** A desk at a new location with a new timebook that nobody has booked; answers their ids too. */
async function unused(): Promise<{ desk: Desk; location: string; timebook: string }> {
  const desk = await Desk.open();
  const draft = { name: 'Byen', street: 'Gata 1', postalCode: '0150', city: 'Oslo' };
  const location = (await desk.host.saveLocation(null, draft)).locations.at(-1)?.id ?? '';
  const hours = [{ weekday: 2, from: '13:00', to: '15:00' }];
  const saved = await desk.host.saveTimebook(null, { ...DRAFT, ...RULES, locationId: location, hours, weeksAhead: 8 });
  return { desk, location, timebook: saved.timebooks.at(-1)?.id ?? '' };
}

describe('deleting', () => {
  it('asks first, removes a timebook that nobody has booked, and then its location', async () => {
    const { desk } = await unused();
    await desk.click('nav-timebooks');
    await desk.user.click(await screen.findByRole('button', { name: /Blodprøver/ }));
    await desk.click('delete-timebook');
    expect(document.querySelector('dialog h2')?.textContent).toBe('Slette «Blodprøver»?');
    await expectAccessible();
    await desk.user.click(screen.getByRole('button', { name: 'Avbryt' }));
    expect((await desk.host.readSetup()).timebooks).toHaveLength(8);

    await desk.click('delete-timebook');
    await desk.click('delete-confirm');
    await waitFor(() => expect(screen.queryByRole('button', { name: /Blodprøver/ })).toBeNull());
    expect(document.querySelector('dialog')).toBeNull();
    expect((await desk.host.readSetup()).timebooks).toHaveLength(7);

    await desk.click('nav-locations');
    await desk.user.click(await screen.findByRole('button', { name: /Byen/ }));
    await desk.click('delete-location');
    await desk.click('delete-confirm');
    await waitFor(() => expect(screen.queryByRole('button', { name: /Byen/ })).toBeNull());
    expect((await desk.host.readSetup()).locations).toHaveLength(1);
  });

  it('says what still uses a location, and how many bookings a timebook has', async () => {
    const { desk } = await unused();
    await desk.click('nav-locations');
    await desk.user.click(await screen.findByRole('button', { name: /Byen/ }));
    await desk.click('delete-location');
    await desk.click('delete-confirm');
    expect((await screen.findByTestId('delete-refused')).textContent).toContain('Én timebok bruker oppmøtestedet');
    await expectAccessible();
    await desk.user.click(screen.getByRole('button', { name: 'Avbryt' }));

    await desk.click('nav-timebooks');
    await desk.user.click(await screen.findByRole('button', { name: /Influensavaksine 2/ }));
    await desk.click('delete-timebook');
    await desk.click('delete-confirm');
    expect((await screen.findByTestId('delete-refused')).textContent).toContain('Timeboka har én bestilling som gjelder fremover');
    expect((await desk.host.readSetup()).timebooks).toHaveLength(8);
  });

  it('is refused when a colleague has changed the timebook, and shows by whom', async () => {
    const { desk, timebook } = await unused();
    await desk.click('nav-timebooks');
    await desk.user.click(await screen.findByRole('button', { name: /Blodprøver/ }));
    desk.host.dropsEvents = true;
    desk.host.colleagueSaves({ timebook, change: { name: 'Prøver' } });
    desk.host.dropsEvents = false;
    await desk.click('delete-timebook');
    await desk.click('delete-confirm');
    expect((await screen.findByTestId('delete-refused')).textContent).toContain('Per Vik');
    expect(await screen.findByRole('button', { name: /Prøver/ })).toBeDefined();
  });

  it('by a colleague leaves no form of what is gone', async () => {
    const { desk, timebook } = await unused();
    await desk.click('nav-timebooks');
    await desk.user.click(await screen.findByRole('button', { name: /Blodprøver/ }));
    await desk.host.deleteTimebook(timebook, 1);
    await waitFor(() => expect(desk.field('name').value).not.toBe('Blodprøver'));
    expect(screen.getByTestId('delete-timebook')).toBeDefined();
  });
});
