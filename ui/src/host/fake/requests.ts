import { HostError } from '../host';
import type {
  ClinicEvent,
  ConflictList,
  Decided,
  Done,
  FieldProblem,
  Queue,
  QueueCounts,
  QueueOrder,
  QueueRow,
  RequestDetails,
  StatusCode,
  WaitingEntry,
} from '../types';
import { askedFor, askedOnHoliday, demoRequests, lateRequest, STAFF } from './demo';
import type { HeldTime } from './plan';
import { inOrder, type Offer, type SoonOf, soonAt } from './queue';
import { measure } from './rules';
import type { Scene } from './scene';
import { atText, isId, lowered, minuteOfDay } from './values';

const UNDO_SECONDS = 10;
const PAGE = 100;
const DAY_MINUTES = 24 * 60;
/** How long a time of the demo lasts. */
const QUARTER = 15;

/** At most so many of today's decisions are read. */
const MOST_DONE = 500;

/** At most so many bookings outside the opening hours are read. */
const MOST_CONFLICTS = 100;

/** What the requests need from the fake clinic. */
type Clinic = {
  /** Throws when the clinic is unavailable, or for these problems. */
  answer: (problems?: FieldProblem[]) => void;
  sendEvent: (event: ClinicEvent) => void;
  clock: () => number;
  /** The timebooks, whose opening hours decide which times are soon. */
  offer: () => Offer;
  /** Says of a time whether it is outside the hours of its timebook. */
  outside: () => (timebookName: string, startsAt: string) => boolean;
};

/** A decided request: when, by whom, and until when it can be undone; null when the patient has been notified. */
type Decision = { at: number; by: string; undoUntil: number | null };

/** What a request was before it was cancelled. */
type Before = { status: StatusCode; decision: Decision | undefined };

const isLive = ({ status }: RequestDetails): boolean => status === 'requested' || status === 'confirmed';

function waiting({ entry }: RequestDetails, soonOf: SoonOf): WaitingEntry {
  return { ...structuredClone(entry), soon: soonOf(entry.startsAt) };
}

/** The requests of the fake clinic, with the rules for deciding them. */
export class FakeRequests {
  readonly #all: RequestDetails[];
  readonly #decisions = new Map<string, Decision>();
  readonly #before = new Map<string, Before>();
  #serial = 0;

  constructor(
    readonly scene: Scene,
    readonly clinic: Clinic,
  ) {
    this.#all = scene.quiet ? [] : demoRequests(scene.crowd);
  }

  get first(): RequestDetails | undefined {
    return this.#all[0];
  }

  counts(): QueueCounts {
    const waiting = this.#all.filter((request) => request.status === 'requested');
    const soonOf = this.#soonOf();
    const soon = waiting.filter(({ entry }) => soonOf(entry.startsAt) !== null).length;
    const now = new Date(this.clinic.clock()).toISOString();
    return { now, total: waiting.length, soon, doneToday: this.#decided().length };
  }

  page(order: QueueOrder, after: string | null): Queue {
    if (!(after === null || /^\d+$/.test(after))) throw new HostError({ code: 'notFound' });
    const all = inOrder(this.#all, order);
    const soonOf = this.#soonOf();
    const page: WaitingEntry[] = [];
    let index = Number(after ?? 0);
    for (; index < all.length && page.length < PAGE; index += 1) {
      const request = all[index];
      if (request?.status === 'requested') page.push(waiting(request, soonOf));
    }
    const next = page.length === PAGE && index < all.length ? String(index) : null;
    return { waiting: page, unreadable: this.scene.unreadable, next, ...this.counts() };
  }

  row(id: string): QueueRow {
    const request = this.#known(id);
    const entry = request?.status === 'requested' ? waiting(request, this.#soonOf()) : null;
    return { entry, unreadable: null, ...this.counts() };
  }

  bookingsOf(timebookName: string): { all: number; live: number } {
    const all = this.#all.filter(({ entry }) => entry.timebookName === timebookName);
    const live = all.filter((one) => isLive(one) && Date.parse(one.entry.startsAt) > this.clinic.clock());
    return { all: all.length, live: live.length };
  }

  heldOf(timebookName: string): HeldTime[] {
    const held = new Map<string, HeldTime>();
    for (const request of this.#all) {
      const { entry } = request;
      if (entry.timebookName !== timebookName || !isLive(request)) continue;
      if (Date.parse(entry.startsAt) <= this.clinic.clock()) continue;
      const minute = minuteOfDay(Date.parse(entry.startsAt));
      const [day, start] = [Math.floor(minute / DAY_MINUTES), minute % DAY_MINUTES];
      const before = held.get(entry.startsAt)?.held ?? 0;
      held.set(entry.startsAt, { day, start, end: start + QUARTER, held: before + 1 });
    }
    return [...held.values()].sort((one, other) => one.day - other.day || one.start - other.start);
  }

  done(): Done {
    const done = this.#decided()
      .sort((one, other) => other.decision.at - one.decision.at)
      .map(({ request, decision }) => ({
        ...structuredClone(request.entry),
        status: request.status,
        decidedBy: decision.by,
        decidedText: atText(decision.at),
      }));
    const latestOnly = done.length >= MOST_DONE;
    return { done: done.slice(0, MOST_DONE), unreadable: this.scene.unreadable, latestOnly };
  }

  /** What was confirmed or rejected. */
  #decided(): { request: RequestDetails; decision: Decision }[] {
    return this.#all.flatMap((request) => {
      const decision = this.#decisions.get(request.entry.id);
      return decision && request.status !== 'cancelled' ? [{ request, decision }] : [];
    });
  }

  conflicts(): ConflictList {
    const isOutside = this.clinic.outside();
    const outside = this.#all.filter((one) => isLive(one) && isOutside(one.entry.timebookName, one.entry.startsAt));
    const coming = outside.filter(({ entry }) => Date.parse(entry.startsAt) > this.clinic.clock());
    const all = inOrder(coming, 'start');
    const items = all.slice(0, MOST_CONFLICTS).map(({ entry, status, slotText, phoneText }) => ({
      entry: structuredClone(entry),
      status,
      slotText,
      phoneText,
    }));
    return { items, unreadable: [], total: all.length };
  }

  details(id: string): RequestDetails {
    const decision = this.#decisions.get(id);
    const own = decision?.by === STAFF && this.#canUndo(decision);
    const undoUntil = own && decision.undoUntil !== null ? new Date(decision.undoUntil).toISOString() : null;
    return { ...structuredClone(this.find(id)), undoUntil };
  }

  decide(id: string, revision: number, status: StatusCode, text: string | null): Decided {
    if (text !== null) {
      const { problem } = measure('rejection', text);
      this.clinic.answer(problem ? [{ field: 'text', problem }] : []);
    }
    const request = this.find(id);
    if (request.status !== 'requested' || request.entry.revision !== revision) throw this.#alreadyDecided(request);
    if (status === 'confirmed' && Date.parse(request.entry.startsAt) <= this.clinic.clock()) {
      throw new HostError({ code: 'timeBegun' });
    }
    return this.#say(request, status, text);
  }

  /** Cancels a request or a confirmed booking. */
  cancel(id: string, revision: number, text: string): Decided {
    const { problem } = measure('rejection', text);
    this.clinic.answer(problem ? [{ field: 'text', problem }] : []);
    const request = this.find(id);
    if (!isLive(request) || request.entry.revision !== revision) throw this.#alreadyDecided(request);
    if (Date.parse(request.entry.startsAt) <= this.clinic.clock()) throw new HostError({ code: 'timeBegun' });
    this.#before.set(id, { status: request.status, decision: this.#decisions.get(id) });
    return this.#say(request, 'cancelled', text);
  }

  #say(request: RequestDetails, status: StatusCode, text: string | null): Decided {
    const { id } = request.entry;
    const verb = this.#settle(request, status, STAFF);
    request.decisionText = text?.trim() ?? null;
    this.clinic.sendEvent({ kind: 'decided', id });
    return {
      id,
      status,
      undoUntil: new Date(this.clinic.clock() + UNDO_SECONDS * 1000).toISOString(),
      revision: request.entry.revision,
      summaryText: `${verb}: ${request.entry.patientName}, ${lowered(request.entry.whenText)}`,
    };
  }

  undo(id: string, revision: number): void {
    const request = this.find(id);
    const decision = this.#decisions.get(id);
    if (decision && (request.entry.revision !== revision || decision.by !== STAFF)) throw this.#alreadyDecided(request);
    if (!decision || !this.#canUndo(decision)) throw new HostError({ code: 'tooLateToUndo' });
    if (!isLive(request) && this.#isFull(request)) throw new HostError({ code: 'placeTaken' });
    this.#takeBack(request);
    request.history.push({ text: `Angret av ${STAFF}`, atText: atText(this.clinic.clock()) });
    this.clinic.sendEvent({ kind: 'undone', id });
  }

  /** Ends the undo window: waiting notifications are sent. */
  deliver(): void {
    for (const [id, decision] of this.#decisions) {
      if (decision.undoUntil === null || this.#canUndo(decision)) continue;
      decision.undoUntil = null;
      this.clinic.sendEvent({ kind: 'sent', id });
    }
  }

  arrive(patientName: string): string {
    this.#serial += 1;
    const request = lateRequest(this.#serial, this.clinic.clock());
    request.entry.patientName = patientName;
    return this.#receive(request);
  }

  ask(patientName: string, clock: string, reason: string): string {
    this.#serial += 1;
    return this.#receive(askedFor(this.#serial, patientName, clock, reason.trim() || null, this.clinic.clock()));
  }

  askOnHoliday(): string {
    this.#serial += 1;
    return this.#receive(askedOnHoliday(this.#serial, this.clinic.clock()));
  }

  colleagueConfirms(id: string, announced: boolean, by: string): void {
    this.#settle(this.find(id), 'confirmed', by);
    if (announced) this.clinic.sendEvent({ kind: 'decided', id });
  }

  colleagueUndoes(id: string): void {
    this.#takeBack(this.find(id));
    this.clinic.sendEvent({ kind: 'undone', id });
  }

  find(id: string): RequestDetails {
    const request = this.#known(id);
    if (!request) throw new HostError({ code: 'notFound' });
    return request;
  }

  #soonOf(): SoonOf {
    return soonAt(this.clinic.clock(), this.clinic.offer());
  }

  /** The request with this id, if there is one. A text that is not an id is not found. */
  #known(id: string): RequestDetails | undefined {
    if (!isId(id)) throw new HostError({ code: 'notFound' });
    return this.#all.find((one) => one.entry.id === id);
  }

  #receive(request: RequestDetails): string {
    this.#all.push(request);
    this.clinic.sendEvent({ kind: 'requested', id: request.entry.id });
    return request.entry.id;
  }

  /** Decides a request. Returns the verb for the decision. */
  #settle(request: RequestDetails, status: StatusCode, by: string): string {
    const at = this.clinic.clock();
    const verb = status === 'confirmed' ? 'Bekreftet' : status === 'rejected' ? 'Avvist' : 'Avlyst';
    const act = status === 'cancelled' ? 'Avbestilt' : verb;
    request.status = status;
    request.entry.revision += 1;
    request.history.push({ text: `${act} av ${by}`, atText: atText(at) });
    this.#decisions.set(request.entry.id, { at, by, undoUntil: at + UNDO_SECONDS * 1000 });
    return verb;
  }

  #takeBack(request: RequestDetails): void {
    const { id } = request.entry;
    const before = request.status === 'cancelled' ? this.#before.get(id) : undefined;
    request.status = before?.status ?? 'requested';
    request.decisionText = null;
    request.entry.revision += 1;
    if (before?.decision) this.#decisions.set(id, before.decision);
    else this.#decisions.delete(id);
  }

  #canUndo(decision: Decision): boolean {
    return decision.undoUntil !== null && decision.undoUntil > this.clinic.clock();
  }

  #alreadyDecided({ entry, status }: RequestDetails): HostError {
    const decision = this.#decisions.get(entry.id);
    const by = decision?.by ?? 'en kollega';
    return new HostError({ code: 'alreadyDecided', status, by, atText: atText(decision?.at ?? this.clinic.clock()) });
  }

  #isFull(request: RequestDetails): boolean {
    const { startsAt, timebookName } = request.entry;
    const sameTime = this.#all.filter(
      ({ entry }) => entry.startsAt === startsAt && entry.timebookName === timebookName,
    );
    const held = sameTime.filter(isLive);
    return held.length >= request.capacity;
  }
}
