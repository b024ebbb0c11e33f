import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import type { DatabaseState } from '../../host/types';
import { Desk, expectAccessible } from '../../test/desk';

describe('the portal in the status line', () => {
  it('is open, and its address opens it', async () => {
    const desk = await Desk.open();
    expect(screen.getByText('Nettsiden er åpen')).toBeDefined();
    await desk.click('portal-url');
    expect(desk.host.portalOpened).toBe(1);
  });

  it('is closed until a login is set up', async () => {
    await Desk.open({ portalOpen: false });
    expect(screen.getByText(/stengt til innlogging/)).toBeDefined();
  });

  it('warns when the address is taken', async () => {
    await Desk.open({ portal: { kind: 'addressTaken', address: '127.0.0.1:8750' } });
    expect(screen.getByTestId('portal-taken').textContent).toContain('127.0.0.1:8750');
    expect(screen.queryByTestId('portal-url')).toBeNull();
  });
});

describe('a database that does not serve', () => {
  const cases: [DatabaseState, string, string][] = [
    [{ kind: 'starting' }, 'Starter …', ''],
    [{ kind: 'unavailable', reason: 'connection refused' }, 'Databasen svarer ikke', 'connection refused'],
    [{ kind: 'newerThanProgram', found: 7, known: 4 }, 'nyere utgave', 'utgave 7'],
    [{ kind: 'folderNotWritable', path: '/srv/klinikk' }, 'kan ikke skrives til', '/srv/klinikk'],
    [{ kind: 'folderInUse', path: '/srv/klinikk' }, 'i bruk', '/srv/klinikk'],
    [{ kind: 'notMoved', from: '/srv/eldre', to: '/srv/ny', reason: 'full' }, 'kan ikke flyttes', '/srv/eldre → /srv/ny: full'],
    [{ kind: 'severalClinics', count: 3 }, 'flere legekontor', '3 legekontor'],
    [{ kind: 'notTheDemo' }, 'ikke demoens', 'uten --demo'],
    [{ kind: 'broken', reference: 'K7-42' }, 'kan ikke leses', 'K7-42'],
  ];

  it.each(cases)('is explained on a page of its own: %o', async (database, title, fact) => {
    const desk = await Desk.open({ database });
    const page = screen.getByTestId('database-problem');
    expect(page.querySelector('h1')?.textContent).toContain(title);
    expect(page.textContent).toContain(fact);
    expect(desk.rows()).toHaveLength(0);
    expect(screen.queryByTestId('trouble')).toBeNull();
    await expectAccessible();
  });

  it('has the way to the log', async () => {
    const desk = await Desk.open({ database: { kind: 'broken', reference: 'K7-42' } });
    await desk.click('open-log');
    expect(desk.host.logOpened).toBe(1);
  });

  it('is tried at once when a person asks', async () => {
    const desk = await Desk.open({ database: { kind: 'notTheDemo' } });
    desk.host.scene.fixed = true;
    await desk.click('retry');
    await waitFor(() => expect(desk.rows()).toHaveLength(14));
  });

  it('gives way to the first-run guide when it serves for the first time and nothing is set up', async () => {
    const desk = await Desk.open({ database: { kind: 'starting' }, empty: true, quiet: true });
    expect(screen.queryByTestId('setup-profile-form')).toBeNull();
    desk.host.scene.database = { kind: 'ready' };
    desk.host.sendEvent({ kind: 'stateChanged' });
    await screen.findByTestId('setup-profile-form');
  });

  it('gives way to the queue when it serves again', async () => {
    const desk = await Desk.open({ database: { kind: 'starting' } });
    desk.host.scene.database = { kind: 'ready' };
    desk.host.sendEvent({ kind: 'stateChanged' });
    await waitFor(() => expect(desk.rows()).toHaveLength(14));
  });
});

it('says which work of its own the program cannot do, and takes it back', async () => {
  const desk = await Desk.open({ stalled: [{ job: 'deliver', reference: '4711' }] });
  const banner = screen.getByTestId('stalled');
  expect(banner.textContent).toContain('Svar til pasientene går ikke ut');
  expect(banner.textContent).toContain('Referanse: 4711');
  await expectAccessible();
  desk.host.scene.stalled = [];
  desk.host.sendEvent({ kind: 'stateChanged' });
  await waitFor(() => expect(screen.queryByTestId('stalled')).toBeNull());
});
