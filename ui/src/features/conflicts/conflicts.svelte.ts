import type { Conflict, Decided } from '../../host/types';
import { coalesce } from '../../shared/coalesce';
import type { Outcome, Session } from '../../shared/session.svelte';
import type { Decisions } from '../request/decisions.svelte';

const CHANGES = ['setupChanged', 'decided', 'undone', 'cancelled', 'expired'];

/** The bookings outside the opening hours, for staff to handle. */
export class ConflictsModel {
  /** The first of them by start time. */
  items = $state.raw<Conflict[]>([]);
  /** Rows that cannot be read, by their names in the database. */
  unreadable = $state.raw<string[]>([]);
  /** The number of all of them, shown or not. */
  total = $state(0);
  /** The one that is being cancelled. */
  asking = $state.raw<Conflict | null>(null);
  cancelling = $state(false);
  /** Texts by booking. A text is kept until the patient is notified, so that neither an error nor an undo loses it. */
  readonly drafts = new Map<string, string>();

  constructor(
    readonly session: Session,
    readonly decisions: Decisions,
  ) {
    session.onRefresh(() => this.read());
    session.onEvent((event) => {
      if (event.kind === 'sent') this.drafts.delete(event.id);
      if (CHANGES.includes(event.kind) && session.opened) void this.read();
    });
  }

  readonly read = coalesce(async () => {
    const answer = await this.session.attempt(() => this.session.host.readConflicts());
    if (!answer.ok) return;
    this.items = answer.value.items;
    this.unreadable = answer.value.unreadable;
    this.total = answer.value.total;
    // The question stays open with what is true now; a booking that is gone is explained by the refusal.
    this.asking = this.items.find((one) => one.entry.id === this.asking?.entry.id) ?? this.asking;
  });

  /** Cancels a booking with a text for the patient; the result tells the form what is wrong. */
  async cancel({ entry }: Conflict, text: string): Promise<Outcome<Decided> | null> {
    if (this.cancelling) return null;
    this.cancelling = true;
    const answer = await this.session.attempt(() => this.session.host.cancelBooking(entry.id, entry.revision, text));
    this.cancelling = false;
    if (answer.ok) {
      this.decisions.add(answer.value);
      this.asking = null;
    }
    await this.read();
    return answer;
  }

  /** Undoes a cancellation: the booking is in the list again. */
  async undo(id: string): Promise<void> {
    await this.decisions.undo(id);
    await this.read();
  }
}
