import type { CommandError, Undelivered } from '../../host/types';
import { coalesce } from '../../shared/coalesce';
import type { Session } from '../../shared/session.svelte';

/** The undelivered answers, for staff to handle. */
export class OutboxModel {
  /** The oldest of them. */
  undelivered = $state.raw<Undelivered[]>([]);
  /** Rows that cannot be read, by their names in the database. */
  unreadable = $state.raw<string[]>([]);
  /** The number of all of them, shown or not. */
  total = $state(0);
  /** The one that is being sent again. */
  sending = $state<string | null>(null);
  /** The one whose new attempt was not saved. */
  refusal = $state.raw<{ id: string; error: CommandError } | null>(null);

  constructor(readonly session: Session) {
    session.onRefresh(() => this.read());
  }

  readonly read = coalesce(async () => {
    const answer = await this.session.attempt(() => this.session.host.readUndelivered());
    if (!answer.ok) return;
    this.undelivered = answer.value.items;
    this.unreadable = answer.value.unreadable;
    this.total = answer.value.total;
  });

  /** Tries one again. It leaves the list, and comes back if it fails again. */
  async sendAgain(id: string): Promise<void> {
    if (this.sending !== null) return;
    this.sending = id;
    const answer = await this.session.attempt(() => this.session.host.sendAgain(id));
    this.refusal = answer.ok ? null : { id, error: answer.error };
    this.sending = null;
    await this.read();
  }
}
