import type { commands } from './bindings';
import type { ClinicEvent, CommandError } from './types';

/** The commands of the program, as the bindings have them. */
export type Commands = typeof commands;

/** What the window can ask of the program it stands in. A refused call throws a {@link HostError}. */
export type Host = Commands & {
  /** Shows everything larger or smaller; 1 is the system's own size. */
  setZoom(factor: number): Promise<null>;
  /** Resolves when events are sure to arrive; call the answer to stop them. */
  listen(handler: (event: ClinicEvent) => void): Promise<() => void>;
};

/** A call that the program refused, with the code the window acts on. */
export class HostError extends Error {
  constructor(readonly error: CommandError) {
    super(error.code);
    this.name = 'HostError';
  }
}

/** What went wrong in a call: the program's own code, or `broken` for anything it did not foresee. */
export function commandError(thrown: unknown): CommandError {
  if (thrown instanceof HostError) return thrown.error;
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    return thrown as CommandError;
  }
  return { code: 'broken', reference: thrown instanceof Error ? thrown.message : String(thrown) };
}
