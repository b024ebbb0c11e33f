import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

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

/** Every answer that the file lists must be in what the host gives; lists are as long as listed. */
function expectHolds(answer: unknown, expected: unknown, at: string): void {
  if (Array.isArray(expected)) {
    expect(answer, at).toHaveLength(expected.length);
    expected.forEach((one, index) => expectHolds((answer as unknown[])[index], one, `${at}.${index}`));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [name, one] of Object.entries(expected)) {
      expectHolds((answer as Record<string, unknown> | null)?.[name], one, `${at}.${name}`);
    }
  } else expect(answer, at).toEqual(expected);
}

function at(value: unknown, path: string): string {
  return path.split('.').reduce<unknown>((found, name) => (found as Record<string, unknown>)[name], value) as string;
}

it('the fake plays the scenario that the real commands play', async () => {
  let now = DEMO_START;
  const host = new FakeHost({ quiet: true }, () => now);
  const commands = host as unknown as Record<string, Call>;
  const kept = new Map<string, string>();
  let heard: ClinicEvent[] = [];
  await host.listen((event) => heard.push(event));
  const filled = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_, one: unknown) =>
      typeof one === 'string' && one.startsWith('$') ? kept.get(one.slice(1)) : one,
    );

  for (const [index, step] of SCENARIO.steps.entries()) {
    const name = `step ${index}, ${step.call ?? ''}`;
    if (step.wait !== undefined) now += step.wait * 1000;
    else if (step.ask) kept.set(step.keep as string, host.ask(step.ask.patient, step.ask.clock, step.ask.reason));
    else if (step.colleague !== undefined) host.colleagueConfirms(filled(step.confirms) as string, true, step.colleague);
    else {
      const args = Object.values(filled(step.with) as Record<string, unknown>);
      const answer = await (commands[step.call ?? ''] as Call).apply(host, args).then(
        (given) => ({ given }),
        (thrown: unknown) => ({ refused: commandError(thrown, host) }),
      );
      if ('refuses' in step) expect(answer, name).toEqual({ refused: filled(step.refuses) });
      else expectHolds(answer, { given: filled(step.gives) }, name);
      const given = 'given' in answer ? answer.given : null;
      for (const [one, path] of Object.entries(step.keep ?? {})) kept.set(one, at(given, path as string));
    }
    expect(heard, name).toEqual(filled(step.hears ?? []));
    heard = [];
  }
});
