import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { commands } from './bindings';
import { FakeHost } from './fake';
import { DEMO_START } from './fake/demo';
import { commandError } from './host';
import type { ClinicEvent } from './types';

type Step = {
  wait?: number;
  ask?: { patient: string; clock: string; reason: string };
  colleague?: string;
  confirms?: string;
  call?: string;
  with?: Record<string, unknown>;
  gives?: unknown;
  refuses?: unknown;
  keep?: string | Record<string, string>;
  hears?: unknown;
};
type Call = (...args: unknown[]) => Promise<unknown>;

const SCENARIO = JSON.parse(readFileSync('../tests/desk/scenario.json', 'utf8')) as { steps: Step[] };

/** Every value in the file must be in the host's answer; lists must have the same length. */
function expectContains(answer: unknown, expected: unknown, at: string): void {
  if (Array.isArray(expected)) {
    expect(answer, at).toHaveLength(expected.length);
    expected.forEach((one, index) => expectContains((answer as unknown[])[index], one, `${at}.${index}`));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [name, one] of Object.entries(expected)) {
      expectContains((answer as Record<string, unknown> | null)?.[name], one, `${at}.${name}`);
    }
  } else expect(answer, at).toEqual(expected);
}

function at(value: unknown, path: string): string {
  return path.split('.').reduce<unknown>((found, name) => (found as Record<string, unknown>)[name], value) as string;
}

it('the fake answers the scenario as the real commands do', async () => {
  let now = DEMO_START;
  const host = new FakeHost({ quiet: true }, () => now);
  const calls = host as unknown as Record<string, Call>;
  const kept = new Map<string, string>();
  let received: ClinicEvent[] = [];
  await host.listen((event) => received.push(event));
  const filled = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_, one: unknown) =>
      typeof one === 'string' && one.startsWith('$') ? kept.get(one.slice(1)) : one,
    );

  for (const [index, step] of SCENARIO.steps.entries()) {
    const name = `step ${index}, ${step.call ?? ''}`;
    if (step.wait !== undefined) {
      now += step.wait * 1000;
      host.deliver();
    } else if (step.ask) kept.set(step.keep as string, host.ask(step.ask.patient, step.ask.clock, step.ask.reason));
    else if (step.colleague !== undefined) host.colleagueConfirms(filled(step.confirms) as string, true, step.colleague);
    else {
      const args = Object.values(filled(step.with) as Record<string, unknown>);
      const answer = await (calls[step.call ?? ''] as Call).apply(host, args).then(
        (given) => ({ given }),
        (thrown: unknown) => ({ refused: commandError(thrown, host) }),
      );
      if ('refuses' in step) expect(answer, name).toEqual({ refused: filled(step.refuses) });
      else expectContains(answer, { given: filled(step.gives) }, name);
      const given = 'given' in answer ? answer.given : null;
      for (const [one, path] of Object.entries(step.keep ?? {})) kept.set(one, at(given, path as string));
    }
    expect(received, name).toEqual(filled(step.hears ?? []));
    received = [];
  }
});

it('every command is played with success', () => {
  const played = new Set(SCENARIO.steps.flatMap((step) => (step.call !== undefined && 'gives' in step ? [step.call] : [])));
  expect([...played].sort()).toEqual(Object.keys(commands).sort());
});
