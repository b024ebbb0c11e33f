import { describe, expect, it } from 'vitest';

import { FakeHost } from './fake';
import { DEMO_START } from './fake/demo';
import { HostError } from './host';
import type { ClinicEvent, CommandError } from './types';

async function refusal(call: Promise<unknown>): Promise<CommandError> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof HostError) return thrown.error;
  }
  throw new Error('the call was not refused');
}

describe('the fake clinic', () => {
  it('decides once: the second sees who was first', async () => {
    const host = new FakeHost();
    const decided = await host.confirmRequest('request-1', 1);
    expect(decided).toMatchObject({ status: 'confirmed', revision: 2 });
    expect(await refusal(host.rejectRequest('request-1', 1, 'Nei'))).toMatchObject({
      code: 'alreadyDecided',
      status: 'confirmed',
      by: 'Kari Nilsen',
    });
  });

  it('lets a decision be undone for ten seconds', async () => {
    let now = DEMO_START;
    const host = new FakeHost({}, () => now);
    await host.confirmRequest('request-1', 1);
    now += 9_999;
    await host.undoDecision('request-1', 2);
    await host.confirmRequest('request-1', 3);
    now += 10_000;
    expect(await refusal(host.undoDecision('request-1', 4))).toEqual({ code: 'tooLateToUndo' });
  });

  it('sends every change to listeners until they stop', async () => {
    const host = new FakeHost();
    const heard: ClinicEvent[] = [];
    const stop = await host.listen((event) => heard.push(event));
    const id = host.arrive();
    await host.rejectRequest(id, 1, 'Ring oss.');
    await host.undoDecision(id, 2);
    stop();
    host.arrive();
    expect(heard.map((event) => event.kind)).toEqual(['requested', 'decided', 'undone']);
  });

  it('refuses what the program refuses', async () => {
    const host = new FakeHost();
    expect(await refusal(host.rejectRequest('request-1', 1, '  '))).toEqual({
      code: 'invalid',
      fields: [{ field: 'text', problem: { kind: 'empty' } }],
    });
    const draft = { name: 'x\ny', street: '', postalCode: '13 25', city: 'Lysaker' };
    expect(await refusal(host.saveLocation(null, draft))).toEqual({
      code: 'invalid',
      fields: [
        { field: 'name', problem: { kind: 'controlCharacter' } },
        { field: 'street', problem: { kind: 'empty' } },
      ],
    });
  });

  it('counts what a person counts', async () => {
    const host = new FakeHost();
    expect((await host.measureText('info', ' e\u0301👨‍👩‍👧‍👦 ')).length).toBe(2);
    expect((await host.measureText('reason', 'x'.repeat(51))).problem).toEqual({ kind: 'tooLong', limit: 50, length: 51 });
  });
});
