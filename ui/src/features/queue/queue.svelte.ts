import type {
  ClinicEvent,
  CommandError,
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
import type { Outcome, Session } from '../../shared/session.svelte';
import { Decisions } from '../request/decisions.svelte';
import { Opening } from './opening';
import { ChosenOrder } from './order.svelte';
import { Pages } from './pages';

/** How long the details of the row before may stand while the next ones are on their way. */
const PATIENCE = 150;

/** So many rows that change at once are read each; of more the pages are read again. */
const FEW = 4;

/** A colleague was first. */
export type AlreadyDecided = Extract<CommandError, { code: 'alreadyDecided' }>;

/** The queue as the desk sees it: what waits, what is done today, and the one request that is open. */
export class QueueModel {
  /** What has been read of the queue: its first requests, as far down as somebody has looked. */
  waiting = $state.raw<WaitingEntry[]>([]);
  /** How many wait in all, read or not. */
  total = $state(0);
  /** How many of them are for a time of today or of the next working hours. */
  soon = $state(0);
  done = $state.raw<DoneEntry[]>([]);
  /** Rows of the queue and of what is done that cannot be read, by the names the database has for them. */
  unreadable = $state.raw<{ queue: string[]; done: string[] }>({ queue: [], done: [] });
  doneToday = $state(0);
  loaded = $state(false);
  chosenId = $state<string | null>(null);
  details = $state.raw<RequestDetails | null>(null);
  alreadyDecided = $state.raw<AlreadyDecided | null>(null);
  deciding = $state(false);
  rejecting = $state(false);
  /** The newest request that came while the window stood open, for the ear and the eye. */
  arrived = $state.raw<QueueEntry | null>(null);
  /** Counts the wishes to move the keyboard to the chosen row. */
  focusWishes = $state(0);

  readonly order = new ChosenOrder();
  readonly clock = new Clock();
  readonly decisions: Decisions;
  readonly #opening: Opening;
  #lastIndex = 0;
  readonly #pages = new Pages(this.order.value);
  /** Rows that have changed and are to be read; whether each is new. */
  readonly #changed = new Map<string, boolean>();
  /** Something came while nobody could see the window. */
  #missed = false;
  /** How often the counts were asked for, and the latest of these whose answer stands. */
  #asked = 0;
  #counted = 0;
  /** The latest reading of each row; the answer of an earlier one is stale. */
  readonly #rowReadings = new Map<string, number>();
  /** A request to show as soon as the clinic is open. */
  #wanted: string | null = null;
  /** How many readings of a request have begun; the answer of any but the last is stale. */
  #readings = 0;

  constructor(readonly session: Session) {
    this.decisions = new Decisions(session, this.clock);
    this.#opening = new Opening(session);
    session.onRefresh(() => this.#readAgain());
    session.onRefresh(() => this.#showWanted());
    session.onEvent((event) => this.#hear(event));
  }

  /** The rows of the page in view, in the chosen order in the queue, newest first among the done. */
  get rows(): (WaitingEntry | DoneEntry)[] {
    return this.session.view === 'done' ? this.done : this.waiting;
  }

  /** Rows of the page in view that cannot be read. */
  get unreadableRows(): string[] {
    return this.session.view === 'done' ? this.unreadable.done : this.unreadable.queue;
  }

  get chosen(): QueueEntry | null {
    if (this.details?.entry.id === this.chosenId) return this.details?.entry ?? null;
    return this.rows.find((row) => row.id === this.chosenId) ?? null;
  }

  /** The details of the chosen row are on the screen, it waits, and nobody is deciding it. */
  get canDecide(): boolean {
    const shown = this.details?.entry.id === this.chosenId && this.details?.status === 'requested';
    return shown && !this.deciding;
  }

  /** Reads what is in view again, after something may have been missed. */
  async read(): Promise<void> {
    this.#pages.expire();
    await this.#readPages();
    if (this.session.view === 'done') await this.readDone();
  }

  /** The rows of the queue from `first`, up to and without `last`, are in view. */
  look(first: number, last: number): void {
    this.#pages.look(first, last);
    void this.#readPages();
  }

  /** Somebody sees the window again. */
  async seen(): Promise<void> {
    if (!this.#missed || document.hidden) return;
    this.#missed = false;
    await this.#readAgain();
  }

  /** Reads the list and the open request again; of a window that nobody can see, when it is seen again. */
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

  /** Orders the queue anew, from its first rows on. What is open stays open. */
  async setOrder(order: QueueOrder): Promise<void> {
    if (!this.order.choose(order)) return;
    this.#pages.reorder(order);
    this.#lastIndex = 0;
    await this.#readPages();
  }

  /** Shows what has been read. */
  #show(): void {
    this.waiting = this.#pages.rows;
    this.unreadable = { ...this.unreadable, queue: this.#pages.unreadable };
  }

  readonly readDone = coalesce(async () => {
    const answer = await this.session.attempt(() => this.session.host.readDone());
    if (!answer.ok) return;
    this.done = answer.value.done;
    this.unreadable = { ...this.unreadable, done: answer.value.unreadable };
  });

  /** Turns to the queue or to what is done today, with nothing chosen yet. */
  show(view: 'queue' | 'done'): void {
    if (this.session.view === view) return;
    const between = this.session.view === 'queue' || this.session.view === 'done' || view === 'done';
    this.session.view = view;
    if (between) void this.choose(null);
    if (view === 'done') void this.readDone();
  }

  /** Opens a request beside the list; one that is only passed counts as opened when it stands a while. */
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

  /** Moves the choice, as the arrow keys do; from no choice it starts at the first row. */
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

  /** Rejects with the text that goes to the patient; the answer tells the form what is wrong. */
  async reject(text: string): Promise<Outcome<Decided> | null> {
    return this.#decide((id, revision) => this.session.host.rejectRequest(id, revision, text));
  }

  /** Undoes and opens the request again. */
  async undo(id: string | undefined): Promise<void> {
    const shown = this.details?.entry.id === id ? this.details?.entry.revision : undefined;
    if (id === undefined || !(await this.decisions.undo(id, shown))) return;
    this.session.view = 'queue';
    await this.#readRow(id);
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

  /** Whether the request that is open now is open still: a person may have gone on meanwhile. */
  #watchOpen(): () => boolean {
    const { chosenId } = this;
    const { view } = this.session;
    return () => this.chosenId === chosenId && this.session.view === view;
  }

  /** The decided row leaves at once. */
  #takeOut(id: string): void {
    this.#pages.place(id, null);
    this.#show();
    void this.#readPages();
  }

  /** The row below the decided one opens (or the last one). */
  #goOn(index: number, next: string | undefined): void {
    const left = this.waiting;
    const follower = left.find((row) => row.id === next) ?? left[Math.min(index, left.length - 1)];
    this.focusWishes += 1;
    void this.choose(follower?.id ?? null, 'passing');
  }

  /** Shows the request that was asked for before the clinic was open. */
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

  /** Reads the rows that have changed: each, or all that is in view when there are many. */
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
    if (this.session.view === 'done') await this.readDone();
  });

  /** Reads one row that has changed, and how many there are now. */
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
    if (this.session.view === 'done') await this.readDone();
  }

  /** Takes in how many there are, unless a later answer has said so already. */
  #count(asked: number, counts: QueueCounts): void {
    if (asked < this.#counted) return;
    this.#counted = asked;
    this.clock.set(counts.now);
    this.total = counts.total;
    this.soon = counts.soon;
    this.doneToday = counts.doneToday;
  }

  /** A row that a colleague takes away leaves its place behind, for the arrow keys to go on from. */
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

  /** A request has changed. Its row is read when it is among those read, or belongs there; others are counted. */
  #follow({ kind, id }: { kind: ClinicEvent['kind']; id: string }): void {
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
        // Opening hours say what is soon.
        void this.#readAgain();
        break;
      case 'stateChanged':
      case 'refresh':
        break;
    }
  }
}
