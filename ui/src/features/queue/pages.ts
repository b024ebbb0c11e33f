import type { Queue, QueueEntry } from '../../host/types';

/** So many rows before the last one read, the next page is read. */
const AHEAD = 30;

/** What was read of the queue at once. */
type Page = {
  /** Where it begins, as the page before it said; none for the first. */
  after: string | null;
  rows: QueueEntry[];
  unreadable: string[];
  /** Something may have changed in it that nobody told of. */
  stale: boolean;
};

/** A page that is on its way, and the rows that have changed since it was asked for. */
export type Reading = { at: number; after: string | null; round: number; changed: Set<string> };

/**
 * The part of the queue that has been read: its oldest requests, as far down as somebody has looked. After
 * something was missed only the first page and those in view are wanted again; the others when they come
 * into view.
 */
export class Pages {
  #pages: Page[] = [];
  /** Where the next page begins; none when all has been read. */
  #next: string | null = null;
  #view = { first: 0, last: 0 };
  #round = 0;
  #reading: Reading | null = null;

  /** Whether the last page has been read. */
  get complete(): boolean {
    return this.#pages.length > 0 && this.#next === null;
  }

  get rows(): QueueEntry[] {
    return this.#pages.flatMap((page) => page.rows);
  }

  /** Rows that cannot be read, by the names the database has for them. */
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

  /** The next page to read: the first, a stale one in view, or the one after the last; none when all is well. */
  ask(): Reading | null {
    const at = this.#wanted();
    if (at === null) return null;
    const after = this.#pages[at]?.after ?? (at === 0 ? null : this.#next);
    this.#reading = { at, after, round: this.#round, changed: new Set() };
    return this.#reading;
  }

  /** Takes in a page. What has changed since it was asked for stays as it is, for that is newer. */
  take(reading: Reading, answer: Queue): void {
    const { at, after, changed } = reading;
    this.#reading = null;
    const before = new Set(this.#pages.slice(0, at).flatMap((page) => page.rows.map((row) => row.id)));
    const kept = this.#pages[at]?.rows.filter((row) => changed.has(row.id)) ?? [];
    const rows = answer.waiting.filter((row) => !before.has(row.id) && !changed.has(row.id));
    for (const row of kept) insert(rows, row);
    const page = { after, rows, unreadable: [...answer.unreadable], stale: reading.round !== this.#round };
    this.#pages[at] = page;
    this.#follow(at, answer.next);
  }

  /** The page did not come. */
  miss(): void {
    this.#reading = null;
  }

  /** Puts a row where it belongs among those that have been read, or takes it out. */
  place(id: string, entry: QueueEntry | null): void {
    this.#reading?.changed.add(id);
    const page = this.#pages.find(({ rows }) => rows.some((row) => row.id === id));
    const at = page?.rows.findIndex((row) => row.id === id) ?? -1;
    if (page) page.rows.splice(at, 1, ...(entry ? [entry] : []));
    else if (entry) this.#add(entry);
  }

  /** A row that cannot be read. */
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

  /** The page after this one begins where it ends, and holds none of its rows. */
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

  #add(entry: QueueEntry): void {
    const page = this.#pages.find(({ rows }) => rows.some((row) => isLater(row, entry)));
    if (page) insert(page.rows, entry);
    else if (this.#next === null) this.#pages.at(-1)?.rows.push(entry);
  }
}

function isLater(row: QueueEntry, than: QueueEntry): boolean {
  return row.requestedAt > than.requestedAt;
}

/** Puts a row before the first that is later. */
function insert(rows: QueueEntry[], entry: QueueEntry): void {
  const at = rows.findIndex((row) => isLater(row, entry));
  rows.splice(at < 0 ? rows.length : at, 0, entry);
}
