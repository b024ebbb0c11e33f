import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeHost } from '../../host/fake';
import { HostError } from '../../host/host';
import { Session } from '../../shared/session.svelte';
import { DWELL } from './opening';
import { QueueModel } from './queue.svelte';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2025-01-21T08:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

async function desk(host: FakeHost): Promise<QueueModel> {
  const session = new Session(host);
  const model = new QueueModel(session);
  await session.open();
  return model;
}

/** Advances the time, and lets pending answers arrive. */
const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('what counts as opened', () => {
  it('is nothing while the arrow keys pass over fifty rows', async () => {
    const host = new FakeHost({ crowd: 50 });
    const model = await desk(host);
    for (let row = 0; row < 50; row += 1) {
      model.move(1);
      await pass(DWELL - 1);
    }
    expect(model.details?.entry.id).toBe('request-50');
    expect(host.opened).toEqual([]);
  });

  it('is a passed row that stands for a second, once', async () => {
    const host = new FakeHost();
    const model = await desk(host);
    model.move(1);
    await pass(DWELL);
    await pass(DWELL * 60);
    expect(host.opened).toEqual(['request-1']);
  });

  it('is a row that is clicked, at once, and a passed one with Enter', async () => {
    const host = new FakeHost();
    const model = await desk(host);
    await model.choose('request-3');
    expect(host.opened).toEqual(['request-3']);
    model.move(1);
    await pass(10);
    await model.choose('request-4');
    expect(host.opened).toEqual(['request-3', 'request-4']);
  });

  it('is a passed row that is decided, and not the one below that follows', async () => {
    const host = new FakeHost();
    const model = await desk(host);
    model.move(1);
    await pass(10);
    await model.confirm();
    await pass(10);
    expect(model.chosenId).toBe('request-2');
    expect(host.opened).toEqual(['request-1']);
  });

  it('is two lines for two desks with one row open all night', async () => {
    const host = new FakeHost();
    const desks = [await desk(host), await desk(host)];
    for (const model of desks) await model.choose('request-2');
    for (let minute = 0; minute < 10 * 60; minute += 1) {
      host.sendEvent(minute % 2 === 0 ? { kind: 'refresh' } : { kind: 'sent', id: 'request-2' });
      await pass(60_000);
    }
    expect(host.opened).toEqual(['request-2', 'request-2']);
  });

  it('is noted after an outage in which it could not be', async () => {
    const host = new FakeHost();
    const model = await desk(host);
    await model.choose('request-2');
    host.noteOpened = async () => {
      throw new HostError({ code: 'unavailable' });
    };
    await model.choose('request-3');
    await pass(0);
    Reflect.deleteProperty(host, 'noteOpened');
    host.sendEvent({ kind: 'sent', id: 'request-3' });
    await pass(0);
    expect(host.opened).toEqual(['request-2', 'request-3']);
  });
});
