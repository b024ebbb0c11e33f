import { commandError, type Host } from '../host';
import type { ClinicEvent, CommandError, Language, StartState } from '../host/types';
import { coalesce } from './coalesce';
import { loadLanguage } from './texts.svelte';

/** The pages of the window. */
export type View = 'queue' | 'done' | 'undelivered' | 'conflicts' | 'guide' | 'profile' | 'locations' | 'timebooks' | 'exceptions';

/** The result of a call: its value, or the code of its error. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: CommandError };

/** Errors that belong to no field and no row. They are shown as a banner until a call succeeds. */
export type Trouble = Extract<CommandError, { code: 'unavailable' | 'unknown' | 'notReady' | 'broken' | 'notFound' }>;

type Reader = () => Promise<void>;

function isTrouble(error: CommandError): error is Trouble {
  return ['unavailable', 'unknown', 'notReady', 'broken', 'notFound'].includes(error.code);
}

/** What every page shares: the host, the program's state, the current page, and the error in the banner. */
export class Session {
  start = $state.raw<StartState | null>(null);
  view = $state<View>('queue');
  trouble = $state.raw<Trouble | null>(null);
  retrying = $state(false);
  /** True when the clinic's data have been shown. An outage then no longer hides them. */
  opened = $state(false);

  readonly #readers: Reader[] = [];
  readonly #handlers: ((event: ClinicEvent) => void)[] = [];

  constructor(readonly host: Host) {}

  get ready(): boolean {
    return this.start?.database.kind === 'ready';
  }

  /** The error to show in the banner, also one that only a background job has met. */
  get shownTrouble(): Trouble | null {
    if (this.trouble) return this.trouble;
    return this.opened && this.start?.database.kind === 'unavailable' ? { code: 'unavailable' } : null;
  }

  /** Registers what a page reads again after an error, a change of language or a change of state. */
  onRefresh(reader: Reader): void {
    this.#readers.push(reader);
  }

  /** Registers a handler for the clinic's events. */
  onEvent(handler: (event: ClinicEvent) => void): void {
    this.#handlers.push(handler);
  }

  /** Starts the session: subscribes to events first, so that none is missed, then reads everything that is shown. */
  async open(): Promise<() => void> {
    const stop = await this.host.listen((event) => this.#handleEvent(event));
    await this.refresh();
    return stop;
  }

  /**
   * Calls the host. General errors are shown in the banner; the caller explains all other refusals. A success
   * shows that the database is available again; `broken` and `notFound` stay until the user closes them.
   */
  async attempt<T>(call: () => Promise<T>): Promise<Outcome<T>> {
    try {
      const value = await call();
      if (this.trouble?.code === 'unavailable' || this.trouble?.code === 'notReady') this.trouble = null;
      if (this.opened && this.start?.database.kind === 'unavailable') void this.readStart();
      return { ok: true, value };
    } catch (thrown) {
      return { ok: false, error: this.report(thrown) };
    }
  }

  /** The error's code. General errors are shown in the banner. */
  report(thrown: unknown): CommandError {
    const error = commandError(thrown, this.host);
    if (isTrouble(error)) this.trouble = error;
    return error;
  }

  /** Reads the state of the program again. */
  readonly readStart = coalesce(async () => {
    try {
      await this.#update(await this.host.startState());
    } catch (thrown) {
      this.report(thrown);
    }
  });

  /** Reads everything again. */
  readonly refresh = coalesce(async () => {
    await this.readStart();
    if (this.ready) await Promise.all(this.#readers.map((read) => read()));
  });

  /** The user asks to try again. */
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
    await this.#update(answer.value);
    await this.refresh();
  }

  async #update(start: StartState): Promise<void> {
    await loadLanguage(start.language);
    // Without its database the program does not know the clinic's name either.
    if (this.opened && start.database.kind === 'unavailable' && this.start) {
      this.start = { ...this.start, language: start.language, database: start.database };
      return;
    }
    this.start = start;
    if (!this.ready || this.opened) return;
    this.opened = true;
    if (start.needsSetup) this.view = 'guide';
  }

  #handleEvent(event: ClinicEvent): void {
    if (event.kind === 'stateChanged' || event.kind === 'refresh') void this.refresh();
    else if (event.kind === 'setupChanged') void this.readStart();
    else if (event.kind === 'panicked') this.trouble = { code: 'broken', reference: event.reference };
    for (const handler of this.#handlers) handler(event);
  }
}
