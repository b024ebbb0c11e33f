import type {
  ClinicEvent,
  Decided,
  DoneEntry,
  QueueCounts,
  QueueEntry,
  QueueOrder,
  RequestDetails,
  WaitingEntry,
} from '../../host/types';
import { Clock } from '../../shared/clock.svelte';
import { coalesce } from '../../shared/coalesce';
import { isWriting } from '../../shared/keys.svelte';
import type { Outcome, Session } from '../../shared/session.svelte';
import type { AlreadyDecided } from '../request/alreadyDecided';
import { Decisions } from '../request/decisions.svelte';
import { DoneToday } from './done.svelte';
import { Opening } from './opening';
import { ChosenOrder } from './order.svelte';
import { Pages } from './pages';

/** How long the previous row's details stay visible while the next are loading, in milliseconds. */
const PATIENCE = 150;

/** Up to this many changed rows are read one by one; with more the pages are read again. */
const FEW = 4;

/** The queue in the window: waiting requests, today's decisions, and the one open request. */
export class QueueModel {
  /** The rows read so far: the first requests, as far down as the user has scrolled. */
  waiting = $state.raw<WaitingEntry[]>([]);
  /** The number of all waiting requests, read or not. */
  total = $state(0);
  /** The number of them for a time today or in the next working hours. */
  soon = $state(0);
  /** Unreadable rows of the queue, by their names in the database. */
  unreadable = $state.raw<string[]>([]);
  doneToday = $state(0);
  loaded = $state(false);
  chosenId = $state<string | null>(null);
  details = $state.raw<RequestDetails | null>(null);
  alreadyDecided = $state.raw<AlreadyDecided | null>(null);
  deciding = $state(false);
  rejecting = $state(false);
  /** The newest request that arrived while the window was open, for the announcement and the highlight. */
  arrived = $state.raw<QueueEntry | null>(null);
  /** Counts requests to move the focus to the chosen row. */
  focusWishes = $state(0);

  readonly done: DoneToday;
  readonly order = new ChosenOrder();
  readonly clock = new Clock();
  readonly decisions: Decisions;
  readonly #opening: Opening;
  #lastIndex = 0;
  readonly #pages = new Pages(this.order.value);
  /** Rows that have changed and must be read, and whether each is new. */
  readonly #changed = new Map<string, boolean>();
  /** Events arrived while the window was hidden. */
  #missed = false;
  /** The number of reads of the counts, and the latest one whose answer is shown. */
  #asked = 0;
  #counted = 0;
  /** The latest read of each row; answers of earlier reads are outdated. */
  readonly #rowReadings = new Map<string, number>();
  /** A request to show as soon as the clinic is open. */
  #wanted: string | null = null;
  /** The number of reads of a request so far; only the answer of the last is used. */
  #readings = 0;

  constructor(readonly session: Session) {
    this.done = new DoneToday(session);
    this.decisions = new Decisions(session, this.clock);
    this.#opening = new Opening(session);
    session.onRefresh(() => this.#readAgain());
    session.onRefresh(() => this.#showWanted());
    session.onEvent((event) => this.#hear(event));
  }

  /** The rows of the page in view, in the chosen order in the queue, newest first among the done. */
  get rows(): (WaitingEntry | DoneEntry)[] {
    return this.session.view === 'done' ? this.done.rows : this.waiting;
  }

  /** Unreadable rows of the page in view. */
  get unreadableRows(): string[] {
    return this.session.view === 'done' ? this.done.unreadable : this.unreadable;
  }

  get chosen(): QueueEntry | null {
    if (this.details?.entry.id === this.chosenId) return this.details?.entry ?? null;
    return this.rows.find((row) => row.id === this.chosenId) ?? null;
  }

  /** True when the chosen row's details are on the screen, it waits, and nobody is deciding it. */
  get canDecide(): boolean {
    const shown = this.details?.entry.id === this.chosenId && this.details?.status === 'requested';
    return shown && !this.deciding;
  }

  /** Reads what is in view again, after events may have been missed. */
  async read(): Promise<void> {
    this.#pages.expire();
    await this.#readPages();
    if (this.session.view === 'done') await this.done.read();
  }

  /** The rows of the queue from `first`, up to and without `last`, are in view. */
  look(first: number, last: number): void {
    this.#pages.look(first, last);
    void this.#readPages();
  }

  /** The window is visible again. */
  async seen(): Promise<void> {
    if (!this.#missed || document.hidden) return;
    this.#missed = false;
    await this.#readAgain();
  }

  /** Reads the list and the open request again; in a hidden window, when it becomes visible. */
  async #readAgain(): Promise<void> {
    if (this.loaded && document.hidden) this.#missed = true;
    else await Promise.all([this.read(), this.#readChosen()]);
  }

  readonly #readPages = coalesce(async () => {
    if (!this.session.opened) return;
    for (let reading = this.#pages.ask(); reading; reading = this.#pages.ask()) {
      const { order, after } = reading;
      const asked = ++this.#asked;
      const answer = await this.session.attempt(() => this.session.host.readQueue(order, after));
      if (!answer.ok) {
        this.#pages.miss();
        return;
      }
      this.#pages.take(reading, answer.value);
      this.#show();
      this.#count(asked, answer.value);
      this.loaded = true;
      this.#remember();
    }
  });

  /** Changes the queue's order and reads it again from the first rows. The open request stays open. */
  async setOrder(order: QueueOrder): Promise<void> {
    if (!this.order.choose(order)) return;
    this.#pages.reorder(order);
    this.#lastIndex = 0;
    await this.#readPages();
  }

  /** Updates the rows from what has been read. */
  #show(): void {
    this.waiting = this.#pages.rows;
    this.unreadable = this.#pages.unreadable;
  }

  /** Shows the queue or today's decisions, with no request chosen. */
  show(view: 'queue' | 'done'): void {
    if (this.session.view === view) return;
    const between = this.session.view === 'queue' || this.session.view === 'done' || view === 'done';
    this.session.view = view;
    if (between) void this.choose(null);
    if (view === 'done') void this.done.read();
  }

  /** Opens a request beside the list. One that is only passed counts as opened after {@link DWELL}. */
  async choose(id: string | null, how: 'meant' | 'passing' = 'meant'): Promise<void> {
    if (id === this.chosenId && this.details?.entry.id === id) {
      if (how === 'meant') this.#opening.meant();
      return;
    }
    this.#opening.begin(id, how === 'meant');
    this.chosenId = id;
    this.alreadyDecided = null;
    this.rejecting = false;
    this.#remember();
    if (id === null) this.#shut();
    else await this.#readChosen();
  }

  /** Moves the choice, as the arrow keys do; without a choice it starts at the first row. */
  move(step: number): void {
    const rows = this.rows;
    if (rows.length === 0) return;
    const index = rows.findIndex((row) => row.id === this.chosenId);
    const from = index >= 0 ? index : this.chosenId === null ? -1 : this.#lastIndex - (step > 0 ? 1 : 0);
    const to = Math.min(rows.length - 1, Math.max(0, from + step));
    this.focusWishes += 1;
    void this.choose(rows[to]?.id ?? null, 'passing');
  }

  #shut(): void {
    this.#readings += 1;
    this.details = null;
  }

  async confirm(): Promise<void> {
    await this.#decide((id, revision) => this.session.host.confirmRequest(id, revision));
  }

  /** Rejects with a text for the patient; the result tells the form what is wrong. */
  async reject(text: string): Promise<Outcome<Decided> | null> {
    return this.#decide((id, revision) => this.session.host.rejectRequest(id, revision, text));
  }

  /** Undoes and opens the request again, unless the user has gone on to something else meanwhile. */
  async undo(id: string | undefined): Promise<void> {
    const shown = this.details?.entry.id === id ? this.details?.entry.revision : undefined;
    const isStillOpen = this.#watchOpen();
    if (id === undefined || !(await this.decisions.undo(id, shown))) return;
    await this.#readRow(id);
    if (!isStillOpen() || isWriting()) return this.#readChosen();
    this.session.view = 'queue';
    this.details = null;
    this.focusWishes += 1;
    await this.choose(id);
  }

  async #decide(call: (id: string, revision: number) => Promise<Decided>): Promise<Outcome<Decided> | null> {
    const details = this.details;
    if (!this.canDecide || !details) return null;
    this.#opening.meant();
    const index = this.waiting.findIndex((row) => row.id === details.entry.id);
    const next = this.waiting[index + 1]?.id;
    const isStillOpen = this.#watchOpen();
    this.deciding = true;
    const answer = await this.session.attempt(() => call(details.entry.id, details.entry.revision));
    this.deciding = false;
    if (answer.ok) {
      this.decisions.add(answer.value);
      this.#takeOut(details.entry.id);
      if (isStillOpen()) this.#goOn(index, next);
      await this.#readRow(details.entry.id);
      return answer;
    }
    if (!isStillOpen()) this.decisions.explain(answer.error, details.entry);
    else if (answer.error.code === 'alreadyDecided') this.alreadyDecided = answer.error;
    else if (!this.rejecting) this.decisions.explain(answer.error, details.entry);
    if (answer.error.code === 'alreadyDecided' || answer.error.code === 'notFound') {
      await Promise.all([this.#readRow(details.entry.id), this.#readChosen()]);
    }
    return answer;
  }

  /** Returns a function that says whether the same request is still open. */
  #watchOpen(): () => boolean {
    const { chosenId } = this;
    const { view } = this.session;
    return () => this.chosenId === chosenId && this.session.view === view;
  }

  /** Removes the decided row at once. */
  #takeOut(id: string): void {
    this.#pages.place(id, null);
    this.#show();
    void this.#readPages();
  }

  /** Opens the row below the decided one, or the last one. */
  #goOn(index: number, next: string | undefined): void {
    const left = this.waiting;
    const follower = left.find((row) => row.id === next) ?? left[Math.min(index, left.length - 1)];
    this.focusWishes += 1;
    void this.choose(follower?.id ?? null, 'passing');
  }

  /** Shows the request that was to be shown before the clinic was open. */
  async #showWanted(): Promise<void> {
    const id = this.#wanted;
    this.#wanted = null;
    if (id !== null) await this.#showRequest(id);
  }

  async #showRequest(id: string): Promise<void> {
    this.session.view = 'queue';
    this.focusWishes += 1;
    await this.choose(id);
  }

  /** Reads the changed rows one by one, or everything in view when there are many. */
  readonly #readChanged = coalesce(async () => {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.length <= FEW) {
      await Promise.all(changed.map(([id, isNew]) => this.#readRow(id, isNew)));
      return;
    }
    await this.read();
    const arrivals = new Set(changed.flatMap(([id, isNew]) => (isNew ? [id] : [])));
    this.arrived = this.waiting.findLast((row) => arrivals.has(row.id)) ?? this.arrived;
  });

  readonly #readCounts = coalesce(async () => {
    const asked = ++this.#asked;
    const answer = await this.session.attempt(() => this.session.host.countQueue());
    if (answer.ok) this.#count(asked, answer.value);
    await this.done.follow();
  });

  /** Reads one changed row, and the current counts. */
  async #readRow(id: string, isNew = false): Promise<void> {
    const reading = (this.#rowReadings.get(id) ?? 0) + 1;
    this.#rowReadings.set(id, reading);
    const asked = ++this.#asked;
    const answer = await this.session.attempt(() => this.session.host.readQueueRow(id));
    if (!answer.ok || this.#rowReadings.get(id) !== reading) return;
    this.#rowReadings.delete(id);
    this.#count(asked, answer.value);
    this.#pages.place(id, answer.value.entry);
    if (answer.value.unreadable !== null) this.#pages.addUnreadable(answer.value.unreadable);
    this.#show();
    if (isNew && answer.value.entry) this.arrived = answer.value.entry;
    this.#remember();
    await this.done.follow();
  }

  /** Updates the counts, unless a later answer has already done so. */
  #count(asked: number, counts: QueueCounts): void {
    if (asked < this.#counted) return;
    this.#counted = asked;
    this.clock.set(counts.now);
    this.total = counts.total;
    this.soon = counts.soon;
    this.doneToday = counts.doneToday;
  }

  /** Remembers the position of a row that a colleague removes, so that the arrow keys continue from there. */
  #remember(): void {
    const index = this.rows.findIndex((row) => row.id === this.chosenId);
    if (index >= 0) this.#lastIndex = index;
  }

  async #readChosen(): Promise<void> {
    const id = this.chosenId;
    if (id === null) return;
    const stale = setTimeout(() => {
      if (this.details?.entry.id !== this.chosenId) this.details = null;
    }, PATIENCE);
    const reading = ++this.#readings;
    const answer = await this.session.attempt(() => this.session.host.readRequest(id));
    if (reading !== this.#readings) return;
    clearTimeout(stale);
    if (answer.ok && this.alreadyDecided?.status !== answer.value.status) this.alreadyDecided = null;
    this.details = answer.ok ? answer.value : this.details?.entry.id === id ? this.details : null;
    if (answer.ok) this.#opening.shown(id);
  }

  /** A request has changed. Its row is read if it is or belongs among the rows read so far; otherwise only the counts are. */
  #follow({ kind, id }: { kind: ClinicEvent['kind']; id: string }): void {
    if (kind !== 'requested') this.done.change();
    if (document.hidden) {
      this.#missed = true;
      void this.#readCounts();
      return;
    }
    const isNew = kind === 'requested';
    const isRead = this.waiting.some((row) => row.id === id);
    if (isRead || kind === 'undone' || (isNew && this.#pages.takesNew)) {
      this.#changed.set(id, isNew);
      void this.#readChanged();
    } else if (kind !== 'sent') void this.#readCounts();
    if (id === this.chosenId && !this.deciding) void this.#readChosen();
  }

  #hear(event: ClinicEvent): void {
    if (!this.session.opened) {
      if (event.kind === 'showRequest') this.#wanted = event.id;
      return;
    }
    switch (event.kind) {
      case 'requested':
      case 'decided':
      case 'undone':
      case 'sent':
      case 'cancelled':
      case 'expired':
        this.#follow(event);
        break;
      case 'showRequest':
        void this.#showRequest(event.id);
        break;
      case 'setupChanged':
        // Opening hours decide which times are soon.
        void this.#readAgain();
        break;
      case 'stateChanged':
      case 'refresh':
        break;
    }
  }
}
