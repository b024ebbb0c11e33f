import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { Desk, expectAccessible } from '../../test/desk';

/** A desk with unsaved changes in the profile's form, while a colleague saves. */
async function contested(told = true): Promise<Desk> {
  const desk = await Desk.open();
  await desk.click('nav-profile');
  await desk.write('phone', '90000001');
  desk.host.dropsEvents = !told;
  desk.host.colleagueSaves({ profile: { phone: '90000002', name: 'Nytt legekontor' } });
  desk.host.dropsEvents = false;
  return desk;
}

describe('two desks that change the same thing', () => {
  it('show what a colleague saved beside what is typed, as soon as it is known', async () => {
    const desk = await contested();
    const conflict = await screen.findByTestId('conflict');
    expect(conflict.textContent).toContain('90000002');
    expect(desk.field('phone').value).toBe('90000001');
    expect(desk.field('name').value).toBe('Nytt legekontor');
    expect(screen.getByText(/Per Vik lagret endringer her kl\. 09:00/)).toBeDefined();
    await expectAccessible();

    await desk.user.click(within(conflict).getByRole('button', { name: 'Bruk det nye' }));
    expect(desk.field('phone').value).toBe('90000002');
    expect(screen.queryByTestId('conflict')).toBeNull();
  });

  it('refuse the save of the second, who chooses and saves on what stands now', async () => {
    const desk = await contested(false);
    expect(screen.queryByTestId('conflict')).toBeNull();
    await desk.click('save-profile');
    const conflict = await screen.findByTestId('conflict');
    expect((await desk.host.readSetup()).profile?.phone).toBe('90000002');
    expect(desk.field('phone').value).toBe('90000001');

    await desk.click('save-profile');
    expect(document.activeElement).toBe(within(conflict).getByRole('button', { name: 'Behold mitt' }));
    expect((await desk.host.readSetup()).profile?.phone).toBe('90000002');
    await desk.press('{Enter}');
    await desk.click('save-profile');
    await waitFor(async () => expect((await desk.host.readSetup()).profile?.phone).toBe('90000001'));
    expect((await desk.host.readSetup()).profile).toMatchObject({ name: 'Nytt legekontor', edit: { revision: 3 } });
    expect(screen.getByText('Lagret')).toBeDefined();
  });

  it('show hours, types and places in words', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    await desk.write('hours.0.to', '14:00');
    await desk.write('slotMinutes', '20');
    await desk.user.selectOptions(desk.field('kind'), 'lab');
    const timebook = (await desk.host.readSetup()).timebooks[0]?.id ?? '';
    const hours = [{ weekday: 2, from: '10:00', to: '12:00' }];
    desk.host.colleagueSaves({ timebook, change: { hours, slotMinutes: 30, kind: 'vaccine', name: 'Ny' } });

    await waitFor(() => expect(screen.getAllByTestId('conflict')).toHaveLength(3));
    const said = screen.getAllByTestId('conflict').map((one) => one.querySelector('strong')?.textContent);
    expect(said).toEqual(['Vaksine', 'Tirsdag 10:00–12:00', '30']);
    await expectAccessible();
    for (const take of screen.getAllByRole('button', { name: 'Bruk det nye' })) await desk.user.click(take);
    expect(desk.field('hours.0.to').value).toBe('12:00');
    expect(desk.field('kind').value).toBe('vaccine');
  });

  it('do not publish what nobody here has seen', async () => {
    const desk = await Desk.open();
    await desk.click('nav-timebooks');
    const timebook = (await desk.host.readSetup()).timebooks[0]?.id ?? '';
    desk.host.dropsEvents = true;
    desk.host.colleagueSaves({ timebook, change: { capacity: 7 } });
    desk.host.dropsEvents = false;
    await desk.click('unpublish-timebook');
    const told = await screen.findByTestId('publish-refused');
    expect(told.textContent).toContain('Per Vik lagret endringer her kl. 09:00');
    await waitFor(() => expect(desk.field('capacity').value).toBe('7'));
    expect((await desk.host.readSetup()).timebooks[0]?.published).toBe(true);
    await desk.click('unpublish-timebook');
    await screen.findByTestId('publish-timebook');
    expect(screen.queryByTestId('publish-refused')).toBeNull();
  });
});
