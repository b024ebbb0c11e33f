import type { commands } from './bindings';
import type { ClinicEvent, CommandError } from './types';

/** The commands of the program, from the bindings. */
export type Commands = typeof commands;

/** What the window can call in its program. A refused call throws a {@link HostError}. */
export type Host = Commands & {
  /** Sets the zoom of the window; 1 is the system's size. */
  setZoom(factor: number): Promise<null>;
  /** Subscribes to events. Resolves when the subscription is active, with a function that ends it. */
  listen(handler: (event: ClinicEvent) => void): Promise<() => void>;
};

/** A call that the program refused, with a code for the window to act on. */
export class HostError extends Error {
  constructor(readonly error: CommandError) {
    super(error.code);
    this.name = 'HostError';
  }
}

/**
 * What went wrong: the program's own code, or `broken` for anything unexpected, which is written to the
 * program's log with the reference that the window shows.
 */
export function commandError(thrown: unknown, log: Pick<Commands, 'noteProblem'>): CommandError {
  if (thrown instanceof HostError) return thrown.error;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    return thrown as CommandError;
  }
  const reference = newReference();
  // If the program does not answer, it cannot log this either. The reference is shown anyway.
  log.noteProblem(reference, describe(thrown)).catch(() => null);
  return { code: 'broken', reference };
}

/** Where it happened, without the error's message, which may contain what a person has typed. */
function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown).split(/[:"'`]/)[0]?.slice(0, 80) ?? '';
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at |@/.test(line));
  return [thrown.name, ...frames.map((line) => line.trim())].join(' < ');
}

/** A random UUID. `crypto.randomUUID` is missing where the page does not count as secure. */
function newReference(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
