import type { FakeHost } from '../host/fake';
import type { Host } from '../host/host';

/** The host's methods that a test can hold: all that answer a promise. */
type Held = {
  [N in keyof Host]: Host[N] extends (...args: never[]) => Promise<unknown> ? N : never;
}[keyof Host];

/**
 * Delays the answers of one command whose work the program has already done, as a slow connection does.
 * `asked` resolves when the program has done it the first time; `release` lets the answers through.
 */
export function hold(host: FakeHost, name: Held): { asked: Promise<void>; release: () => void } {
  const methods = host as unknown as Record<Held, (...args: unknown[]) => Promise<unknown>>;
  const real = methods[name].bind(host);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) => {
    methods[name] = async (...args) => {
      const answer = real(...args);
      await answer.catch(() => undefined);
      resolve();
      await gate;
      return answer;
    };
  });
  return { asked, release };
}
