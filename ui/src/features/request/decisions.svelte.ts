import type { CommandError, Decided, QueueEntry } from '../../host/types';
import type { Clock } from '../../shared/clock.svelte';
import type { Session } from '../../shared/session.svelte';
import { t } from '../../shared/texts.svelte';
import { alreadyDecidedText } from './alreadyDecided';

/** A decision that may still be undone. */
export type Pending = Decided & { undoing: boolean };

/** A message at the bottom of the window when a decision or an undo failed. */
export type Note = { text: string; id: string };

/** Decisions made at this desk: those that can still be undone, and the texts typed for rejections. */
export class Decisions {
  /** Oldest first. */
  pending = $state<Pending[]>([]);
  note = $state.raw<Note | null>(null);

  /** Rejection texts by request. A text is kept until the patient is notified, so that neither an error nor an undo loses it. */
  readonly drafts = new Map<string, string>();

  constructor(
    readonly session: Session,
    readonly clock: Clock,
  ) {
    session.onEvent((event) => {
      if (event.kind === 'sent' || event.kind === 'undone') this.#drop(event.id);
      if (event.kind === 'sent') this.drafts.delete(event.id);
    });
  }

  /** The decisions that can still be undone, newest first. */
  get open(): Pending[] {
    return this.pending.filter((one) => this.secondsLeft(one) > 0).reverse();
  }

  secondsLeft(decided: { undoUntil: string }): number {
    return Math.max(0, Math.ceil((Date.parse(decided.undoUntil) - this.clock.now) / 1000));
  }

  add(decided: Decided): void {
    if (this.note?.id === decided.id) this.note = null;
    this.clock.tick();
    this.pending = [...this.open.reverse().filter((one) => one.id !== decided.id), { ...decided, undoing: false }];
  }

  /**
   * Undoes a decision; true when the request waits again. The decision is identified by the revision it made:
   * that of the decision made at this desk, or the given one. No other decision is ever undone.
   */
  async undo(id: string, shown?: number): Promise<boolean> {
    const decided = this.pending.find((one) => one.id === id);
    const revision = decided?.revision ?? shown;
    if (decided?.undoing || revision === undefined) return false;
    if (decided) decided.undoing = true;
    const answer = await this.session.attempt(() => this.session.host.undoDecision(id, revision));
    if (decided) decided.undoing = false;
    if (answer.ok) this.note = null;
    else this.#note(id, this.#undoProblem(answer.error));
    if (answer.ok || ['tooLateToUndo', 'placeTaken', 'alreadyDecided'].includes(answer.error.code)) this.#drop(id);
    return answer.ok;
  }

  /** Shows at the bottom of the window why a decision was not made, until it is made or the user closes the message. */
  explain(error: CommandError, request: QueueEntry): void {
    const patient = request.patientName;
    if (error.code === 'timeBegun') this.#note(request.id, t('window-time-begun'));
    else if (error.code === 'alreadyDecided') this.#note(request.id, alreadyDecidedText(error, null));
    else this.#note(request.id, t('window-decision-not-saved', { patient }));
  }

  dismissNote(): void {
    this.note = null;
  }

  #undoProblem(error: CommandError): string {
    if (error.code === 'tooLateToUndo') return t('window-undo-too-late');
    if (error.code === 'alreadyDecided') return alreadyDecidedText(error, null);
    if (error.code === 'placeTaken') return t('window-undo-place-taken');
    return t('window-undo-not-saved');
  }

  #note(id: string, text: string): void {
    this.note = { id, text };
  }

  #drop(id: string): void {
    this.pending = this.pending.filter((one) => one.id !== id);
  }
}
