import { commandError, type Host } from '../host';
import type { ClinicEvent, CommandError, Language, StartState } from '../host/types';
import { coalesce } from './coalesce';
import { speak } from './texts.svelte';

/** The pages of the window. */
export type View = 'queue' | 'done' | 'undelivered' | 'guide' | 'profile' | 'locations' | 'timebooks';

/** The answer of a call: its value, or the code of what stopped it. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: CommandError };

/** Troubles that belong to no field and no row; they are shown as a banner until a call succeeds. */
export type Trouble = Extract<CommandError, { code: 'unavailable' | 'unknown' | 'notReady' | 'broken' | 'notFound' }>;

type Reader = () => Promise<void>;

function isTrouble(error: CommandError): error is Trouble {
  return ['unavailable', 'unknown', 'notReady', 'broken', 'notFound'].includes(error.code);
}

/** What every page shares: the host, where the program stands, the page in view, the trouble there is. */
export class Session {
  start = $state.raw<StartState | null>(null);
  view = $state<View>('queue');
  trouble = $state.raw<Trouble | null>(null);
  retrying = $state(false);
  /** The clinic's data have been on the screen: an outage no longer takes them away. */
  opened = $state(false);

  readonly #readers: Reader[] = [];
  readonly #handlers: ((event: ClinicEvent) => void)[] = [];

  constructor(readonly host: Host) {}

  get ready(): boolean {
    return this.start?.database.kind === 'ready';
  }

  /** The trouble to show over what is on the screen, also one that only the program's own work has met. */
  get shownTrouble(): Trouble | null {
    if (this.trouble) return this.trouble;
    return this.opened && this.start?.database.kind === 'unavailable' ? { code: 'unavailable' } : null;
  }

  /** Says what a page must read again after trouble, a change of language or a change of state. */
  reads(reader: Reader): void {
    this.#readers.push(reader);
  }

  /** Says what a page does with the events of the clinic. */
  hears(handler: (event: ClinicEvent) => void): void {
    this.#handlers.push(handler);
  }

  /** Begins: first the events, so that none is missed, then everything that is shown. */
  async open(): Promise<() => void> {
    const stop = await this.host.listen((event) => this.#hear(event));
    await this.refresh();
    if (this.start?.needsSetup) this.view = 'guide';
    return stop;
  }

  /**
   * Calls the host; troubles become the banner, every other refusal is the caller's to explain. An
   * answer shows that the database is back; what broke or was not found stays until it is read.
   */
  async attempt<T>(call: () => Promise<T>): Promise<Outcome<T>> {
    try {
      const value = await call();
      if (this.trouble?.code === 'unavailable' || this.trouble?.code === 'notReady') this.trouble = null;
      if (this.opened && this.start?.database.kind === 'unavailable') void this.readStart();
      return { ok: true, value };
    } catch (thrown) {
      return { ok: false, error: this.meet(thrown) };
    }
  }

  /** What went wrong as a code; troubles become the banner. */
  meet(thrown: unknown): CommandError {
    const error = commandError(thrown, this.host);
    if (isTrouble(error)) this.trouble = error;
    return error;
  }

  /** Reads the state of the program again. */
  readonly readStart = coalesce(async () => {
    try {
      await this.#adopt(await this.host.startState());
    } catch (thrown) {
      this.meet(thrown);
    }
  });

  /** Reads everything again. */
  readonly refresh = coalesce(async () => {
    await this.readStart();
    if (this.ready) await Promise.all(this.#readers.map((read) => read()));
  });

  /** The person asks to try once more. */
  async retry(): Promise<void> {
    this.retrying = true;
    try {
      if (!this.ready) await this.attempt(() => this.host.tryAgain());
      await this.refresh();
    } finally {
      this.retrying = false;
    }
  }

  async setLanguage(language: Language): Promise<void> {
    const answer = await this.attempt(() => this.host.setLanguage(language));
    if (!answer.ok) return;
    await this.#adopt(answer.value);
    await this.refresh();
  }

  async #adopt(start: StartState): Promise<void> {
    await speak(start.language);
    // A program that cannot ask its database does not know the clinic's name either.
    if (this.opened && start.database.kind === 'unavailable' && this.start) {
      this.start = { ...this.start, language: start.language, database: start.database };
      return;
    }
    this.start = start;
    if (this.ready) this.opened = true;
  }

  #hear(event: ClinicEvent): void {
    if (event.kind === 'stateChanged' || event.kind === 'refresh') void this.refresh();
    else if (event.kind === 'setupChanged') void this.readStart();
    else if (event.kind === 'panicked') this.trouble = { code: 'broken', reference: event.reference };
    for (const handler of this.#handlers) handler(event);
  }
}
