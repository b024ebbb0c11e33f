import type { DoneEntry } from '../../host/types';
import { coalesce } from '../../shared/coalesce';
import type { Session } from '../../shared/session.svelte';

/** What is done today, newest first. */
export class DoneToday {
  rows = $state.raw<DoneEntry[]>([]);
  /** Whether {@link rows} may lack older decisions of today. */
  latestOnly = $state(false);
  /** Unreadable rows, by their names in the database. */
  unreadable = $state.raw<string[]>([]);
  /** Whether an event may have changed them since they were read. */
  #changed = false;

  constructor(readonly session: Session) {}

  readonly read = coalesce(async () => {
    this.#changed = false;
    const answer = await this.session.attempt(() => this.session.host.readDone());
    if (!answer.ok) return;
    ({ done: this.rows, latestOnly: this.latestOnly, unreadable: this.unreadable } = answer.value);
  });

  /** An event may have changed them. */
  change(): void {
    this.#changed = true;
  }

  /** Reads them again if they are shown and may have changed. */
  async follow(): Promise<void> {
    if (this.session.view === 'done' && this.#changed) await this.read();
  }
}
