import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeHost } from '../../host/fake';
import { Clock } from '../../shared/clock.svelte';
import { Session } from '../../shared/session.svelte';
import { Decisions } from './decisions.svelte';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2025-01-21T08:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

async function deciding(): Promise<{ host: FakeHost; clock: Clock; decisions: Decisions; stop: () => void }> {
  const host = new FakeHost();
  const session = new Session(host);
  const clock = new Clock();
  const decisions = new Decisions(session, clock);
  await session.open();
  clock.set((await host.readQueue('arrival', null)).now);
  decisions.add(await host.confirmRequest('request-2', 1));
  return { host, clock, decisions, stop: clock.run(true) };
}

describe('ten seconds to undo', () => {
  it('are counted down and then over', async () => {
    const { decisions, stop } = await deciding();
    const first = decisions.open[0];
    expect(first && decisions.secondsLeft(first)).toBe(10);
    vi.advanceTimersByTime(3000);
    expect(first && decisions.secondsLeft(first)).toBe(7);
    vi.advanceTimersByTime(7000);
    expect(decisions.open).toEqual([]);
    stop();
  });

  it('never take back another decision: a late Z says whose it is', async () => {
    const { host, decisions, stop } = await deciding();
    host.colleagueUndoes('request-2');
    host.colleagueConfirms('request-2', false);
    decisions.add({ id: 'request-2', status: 'confirmed', undoUntil: '2025-01-21T08:00:10.000Z', revision: 2, summaryText: '' });
    expect(await decisions.undo('request-2')).toBe(false);
    expect(decisions.note?.text).toBe('Allerede bekreftet av Ola Berg kl. 09:00');
    expect(decisions.open).toEqual([]);
    stop();
  });

  it('are kept by the program too: a late undo is explained', async () => {
    const { decisions, stop } = await deciding();
    vi.advanceTimersByTime(11_000);

    expect(await decisions.undo('request-2')).toBe(false);
    expect(decisions.note?.text).toContain('for sent å angre');
    stop();
  });

  it('end early when the answer is sent', async () => {
    const { host, decisions, stop } = await deciding();
    host.sendEvent({ kind: 'sent', id: 'request-2' });
    expect(decisions.open).toEqual([]);
    stop();
  });

  it('stay when the database does not answer', async () => {
    const { host, decisions, stop } = await deciding();
    host.down = { code: 'unavailable' };
    expect(await decisions.undo('request-2')).toBe(false);
    expect(decisions.open).toHaveLength(1);
    host.down = null;
    expect(await decisions.undo('request-2')).toBe(true);
    stop();
  });

  it('are lost when another patient has the place', async () => {
    const { host, decisions, stop } = await deciding();
    host.down = { code: 'placeTaken' };
    await decisions.undo('request-2');
    expect(decisions.note?.text).toContain('en annen pasient har fått plassen');
    expect(decisions.open).toEqual([]);
    stop();
  });
});
