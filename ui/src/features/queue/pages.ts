import type { Queue, QueueOrder, WaitingEntry } from '../../host/types';
import { standsAfter } from './order.svelte';

/** The next page is read when this many rows before the last one are in view. */
const AHEAD = 30;

/** One page of the queue, as read. */
type Page = {
  /** The cursor where it begins; null for the first page. */
  after: string | null;
  rows: WaitingEntry[];
  unreadable: string[];
  /** Something in it may have changed without an event. */
  stale: boolean;
};

/** A page being read. */
export type Reading = {
  at: number;
  order: QueueOrder;
  after: string | null;
  round: number;
  /** The rows that have changed since the read began. */
  changed: Set<string>;
  /** True when one of them has no place among the rows read so far, so it may belong on this page. */
  isMissing: boolean;
};

/**
 * The part of the queue that has been read: its first requests, as far down as the user has scrolled. After
 * events were missed only the first page and those in view are read again; the others when they come into
 * view.
 */
export class Pages {
  #pages: Page[] = [];
  /** The cursor of the next page; null when all has been read. */
  #next: string | null = null;
  #view = { first: 0, last: 0 };
  /** The order of the rows that have been read. */
  #order: QueueOrder;
  #round = 0;
  #reading: Reading | null = null;

  /** Starts with nothing read, in this order. */
  constructor(private wanted: QueueOrder) {
    this.#order = wanted;
  }

  /** Changes the order. What has been read stays until the first page in the new order has been read. */
  reorder(order: QueueOrder): void {
    this.wanted = order;
    this.#view = { first: 0, last: 0 };
  }

  /** Whether a new row can belong among those that have been read. */
  get takesNew(): boolean {
    return this.complete || this.#isReordered || this.#order === 'start';
  }

  /** Whether the last page has been read. */
  get complete(): boolean {
    return this.#pages.length > 0 && this.#next === null;
  }

  get rows(): WaitingEntry[] {
    return this.#pages.flatMap((page) => page.rows);
  }

  /** Rows that cannot be read, by their names in the database. */
  get unreadable(): string[] {
    return [...new Set(this.#pages.flatMap((page) => page.unreadable))];
  }

  /** Events may have been missed. */
  expire(): void {
    this.#round += 1;
    for (const page of this.#pages) page.stale = true;
  }

  /** The rows from `first`, up to and without `last`, are in view. */
  look(first: number, last: number): void {
    this.#view = { first, last };
  }

  /** The next page to read: the first, a stale one in view, or the one after the last; null when nothing needs reading. */
  ask(): Reading | null {
    const at = this.#isReordered ? 0 : this.#wanted();
    if (at === null) return null;
    const after = at === 0 ? null : (this.#pages[at]?.after ?? this.#next);
    this.#reading = { at, order: this.wanted, after, round: this.#round, changed: new Set(), isMissing: false };
    return this.#reading;
  }

  /**
   * Adds a page that was read. Rows that have changed since the read began are newer and are kept, also those
   * that have moved up from a page below.
   */
  take(reading: Reading, answer: Queue): void {
    this.#reading = null;
    if (reading.order !== this.wanted) return;
    if (this.#isReordered) this.#pages = [];
    this.#order = reading.order;
    const { at, after, changed } = reading;
    const before = new Set(this.#pages.slice(0, at).flatMap((page) => page.rows.map((row) => row.id)));
    const answered = new Set(answer.waiting.map((row) => row.id));
    const kept = this.#pages.slice(at).flatMap(({ rows }, below) =>
      rows.filter((row) => changed.has(row.id) && (below === 0 || answered.has(row.id))),
    );
    const rows = answer.waiting.filter((row) => !before.has(row.id) && !changed.has(row.id));
    for (const row of kept) this.#insert(rows, row);
    const stale = reading.round !== this.#round || reading.isMissing;
    this.#pages[at] = { after, rows, unreadable: [...answer.unreadable], stale };
    this.#follow(at, answer.next);
  }

  /** The page could not be read. */
  miss(): void {
    this.#reading = null;
  }

  /** Inserts a row in its place among those that have been read, or removes it. */
  place(id: string, entry: WaitingEntry | null): void {
    const page = this.#pages.find(({ rows }) => rows.some((row) => row.id === id));
    const at = page?.rows.findIndex((row) => row.id === id) ?? -1;
    if (page) page.rows.splice(at, 1, ...(entry ? [entry] : []));
    const isPlaced = page !== undefined || (entry !== null && this.#add(entry));
    this.#reading?.changed.add(id);
    if (this.#reading && entry && (!isPlaced || this.#isReordered)) this.#reading.isMissing = true;
  }

  /** Adds a row that cannot be read. */
  addUnreadable(name: string): void {
    this.#pages[0]?.unreadable.push(name);
  }

  #wanted(): number | null {
    let start = 0;
    for (const [at, page] of this.#pages.entries()) {
      const end = start + page.rows.length;
      const inView = at === 0 || (end > this.#view.first && start < this.#view.last);
      if (page.stale && inView) return at;
      start = end;
    }
    if (this.#pages.length === 0) return 0;
    return this.#next !== null && this.#view.last > start - AHEAD ? this.#pages.length : null;
  }

  /** The page after this one begins where it ends, and has none of its rows. */
  #follow(at: number, next: string | null): void {
    const follower = this.#pages[at + 1];
    if (!follower || next === null) {
      this.#pages.length = at + 1;
      this.#next = next;
      return;
    }
    const ids = new Set(this.#pages[at]?.rows.map((row) => row.id));
    for (const page of this.#pages.slice(at + 1)) page.rows = page.rows.filter((row) => !ids.has(row.id));
    if (follower.after !== next) follower.stale = true;
    follower.after = next;
  }

  /** Whether the wanted order differs from that of the rows read so far. */
  get #isReordered(): boolean {
    return this.#order !== this.wanted;
  }

  /** Inserts a new row in its place. Returns whether it belongs among those that have been read. */
  #add(entry: WaitingEntry): boolean {
    const page = this.#pages.find(({ rows }) => rows.some((row) => standsAfter(this.#order, row, entry)));
    if (page) this.#insert(page.rows, entry);
    else if (this.#next === null) this.#pages.at(-1)?.rows.push(entry);
    return page !== undefined || this.complete;
  }

  /** Inserts a row before the first one that comes after it. */
  #insert(rows: WaitingEntry[], entry: WaitingEntry): void {
    const at = rows.findIndex((row) => standsAfter(this.#order, row, entry));
    rows.splice(at < 0 ? rows.length : at, 0, entry);
  }
}
