import { HostError, type Host } from './host';
import { STAFF, unmasked } from './fake/demo';
import { FakeRequests } from './fake/requests';
import { measure } from './fake/rules';
import { DEMO, type Scene } from './fake/scene';
import { type ColleaguesSave, FakeSetup } from './fake/setup';
import { demoClock, isId } from './fake/values';
import type {
  BasedOn,
  ClinicEvent,
  CommandError,
  ConflictList,
  DatabaseState,
  Decided,
  Done,
  ExceptionDraft,
  FieldProblem,
  Language,
  LocationDraft,
  PlanEffect,
  ProfileDraft,
  Queue,
  QueueCounts,
  QueueOrder,
  QueueRow,
  RequestDetails,
  Setup,
  StartState,
  TextKind,
  TextMeasure,
  Undelivered,
  UndeliveredList,
  TimebookDraft,
} from './types';

/** The ids of undelivered notifications, in a scene that has some. */
const UNDELIVERED = '01a21385-0000-7000-8000-';

/** At most so many of them are shown. */
const MOST_UNDELIVERED = 100;

/**
 * A fake of the program, for browsers and tests: a clinic with state, rules and events. It answers as the
 * program does, but from memory.
 */
export class FakeHost implements Host {
  /** Makes every call fail with this error while it is set, as when the database is unavailable. */
  down: CommandError | null = null;
  /** Drops all events while it is true, as when a connection breaks. */
  dropsEvents = false;
  /** How often the portal was opened in the browser, and the folder of the log. */
  portalOpened = 0;
  logOpened = 0;
  /** The requests that were recorded as opened, in order. */
  readonly opened: string[] = [];
  /** The requests whose identity number was shown whole, in order. */
  readonly revealed: string[] = [];
  /** How many rows of the queue were read. */
  rowsRead = 0;
  /** Unexpected errors that the window reported, by the reference it showed. */
  readonly problems = new Map<string, string>();
  /** Set by {@link windowPainted}, {@link showsQueue} and {@link setZoom}. */
  painted = false;
  queueInView = false;
  zoom = 1;

  readonly scene: Scene;
  readonly #requests: FakeRequests;
  readonly #handlers = new Set<(event: ClinicEvent) => void>();
  readonly #setup: FakeSetup;
  #language: Language = 'nb';
  #serial = 0;

  constructor(scene: Partial<Scene> = {}, clock: () => number = demoClock()) {
    this.scene = { ...DEMO, ...scene };
    const answer = (problems?: FieldProblem[]): void => this.#answer(problems);
    this.#requests = new FakeRequests(this.scene, {
      answer,
      clock,
      sendEvent: (event) => this.sendEvent(event),
      offer: () => this.#setup,
      outside: () => this.#setup.outside(),
    });
    this.#setup = new FakeSetup(this.scene, {
      answer,
      clock,
      bookingsOf: (name) => this.#requests.bookingsOf(name),
      heldOf: (name) => this.#requests.heldOf(name),
      changed: () => this.sendEvent({ kind: 'setupChanged' }),
      serial: () => (this.#serial += 1),
    });
  }

  // Set-up and state

  async startState(): Promise<StartState> {
    const away: DatabaseState = { kind: 'unavailable', reason: 'Forbindelsen til databasen er brutt.' };
    const database = this.down?.code === 'unavailable' ? away : this.scene.database;
    const ready = database.kind === 'ready';
    return {
      version: '0.1.0',
      language: this.#language,
      demo: !this.scene.empty,
      staffName: STAFF,
      clinicName: ready ? this.#setup.clinicName : null,
      needsSetup: ready && !this.#setup.isPublished,
      waiting: ready ? this.#requests.counts().total : 0,
      portal: this.scene.portal,
      portalOpen: this.scene.portalOpen,
      database,
      stalled: this.scene.stalled,
    };
  }

  async setLanguage(language: Language): Promise<StartState> {
    this.#language = language;
    this.sendEvent({ kind: 'stateChanged' });
    return this.startState();
  }

  async openPortal(): Promise<null> {
    this.portalOpened += 1;
    return null;
  }

  async openLog(): Promise<null> {
    this.logOpened += 1;
    return null;
  }

  async setZoom(factor: number): Promise<null> {
    this.zoom = factor;
    return null;
  }

  async measureText(kind: TextKind, text: string): Promise<TextMeasure> {
    return measure(kind, text);
  }

  async readSetup(): Promise<Setup> {
    this.#answer();
    return this.#setup.read();
  }

  async saveProfile(revision: number | null, draft: ProfileDraft): Promise<Setup> {
    return this.#setup.saveProfile(revision, draft);
  }

  async saveLocation(basedOn: BasedOn | null, draft: LocationDraft): Promise<Setup> {
    return this.#setup.saveLocation(basedOn, draft);
  }

  async saveTimebook(basedOn: BasedOn | null, draft: TimebookDraft): Promise<Setup> {
    return this.#setup.saveTimebook(basedOn, draft);
  }

  async publishTimebook(id: string, revision: number): Promise<Setup> {
    return this.#setup.publish({ id, revision }, true);
  }

  async unpublishTimebook(id: string, revision: number): Promise<Setup> {
    return this.#setup.publish({ id, revision }, false);
  }

  async deleteLocation(id: string, revision: number): Promise<Setup> {
    return this.#setup.deleteLocation({ id, revision });
  }

  async deleteTimebook(id: string, revision: number): Promise<Setup> {
    return this.#setup.deleteTimebook({ id, revision });
  }

  async saveException(basedOn: BasedOn | null, draft: ExceptionDraft): Promise<Setup> {
    return this.#setup.saveException(basedOn, draft);
  }

  async deleteException(id: string, revision: number): Promise<Setup> {
    return this.#setup.deleteException({ id, revision });
  }

  async previewException(id: string | null, draft: ExceptionDraft | null): Promise<PlanEffect[]> {
    return this.#setup.previewException(id, draft);
  }

  async previewTimebook(id: string | null, draft: TimebookDraft): Promise<PlanEffect> {
    return this.#setup.previewTimebook(id, draft);
  }

  // The queue

  async readQueue(order: QueueOrder, after: string | null): Promise<Queue> {
    this.#answer();
    const page = this.#requests.page(order, after);
    this.rowsRead += page.waiting.length;
    return page;
  }

  async readQueueRow(id: string): Promise<QueueRow> {
    this.#answer();
    return this.#requests.row(id);
  }

  async countQueue(): Promise<QueueCounts> {
    this.#answer();
    return this.#requests.counts();
  }

  async readDone(): Promise<Done> {
    this.#answer();
    return this.#requests.done();
  }

  async readRequest(id: string): Promise<RequestDetails> {
    this.#answer();
    return this.#requests.details(id);
  }

  async noteOpened(id: string): Promise<null> {
    this.#answer();
    if (!isId(id)) throw new HostError({ code: 'notFound' });
    this.opened.push(id);
    return null;
  }

  async revealIdentity(id: string): Promise<string> {
    this.#answer();
    const { entry, identityText } = this.#requests.find(id);
    this.revealed.push(entry.id);
    return unmasked(identityText);
  }

  async confirmRequest(id: string, revision: number): Promise<Decided> {
    this.#answer();
    return this.#requests.decide(id, revision, 'confirmed', null);
  }

  async rejectRequest(id: string, revision: number, text: string): Promise<Decided> {
    this.#answer();
    return this.#requests.decide(id, revision, 'rejected', text);
  }

  async undoDecision(id: string, revision: number): Promise<null> {
    this.#answer();
    this.#requests.undo(id, revision);
    return null;
  }

  async readConflicts(): Promise<ConflictList> {
    this.#answer();
    return this.#requests.conflicts();
  }

  async cancelBooking(id: string, revision: number, text: string): Promise<Decided> {
    this.#answer();
    return this.#requests.cancel(id, revision, text);
  }

  async readUndelivered(): Promise<UndeliveredList> {
    this.#answer();
    const total = this.scene.undelivered;
    const length = Math.min(total, MOST_UNDELIVERED);
    return { items: Array.from({ length }, (_, at) => this.#undelivered(at + 1)), unreadable: [], total };
  }

  #undelivered(number: number): Undelivered {
    const { entry = null, status = null, phoneText = null } = structuredClone(this.#requests.first) ?? {};
    const id = UNDELIVERED + String(number).padStart(12, '0');
    return { id, entry, status, phoneText, atText: 'kl. 08:55', attempts: 10, error: 'the receiver has moved' };
  }

  async sendAgain(id: string): Promise<null> {
    this.#answer();
    if (!isId(id)) throw new HostError({ code: 'notFound' });
    if (id.startsWith(UNDELIVERED) && this.scene.undelivered > 0) {
      this.scene.undelivered -= 1;
      this.sendEvent({ kind: 'refresh' });
    }
    return null;
  }

  async showsQueue(shows: boolean): Promise<null> {
    this.queueInView = shows;
    return null;
  }

  async tryAgain(): Promise<null> {
    if (this.scene.fixed) {
      this.scene.database = { kind: 'ready' };
      this.sendEvent({ kind: 'stateChanged' });
    }
    return null;
  }

  async noteProblem(reference: string, what: string): Promise<null> {
    if (!isId(reference)) throw new HostError({ code: 'notFound' });
    this.problems.set(reference, what);
    return null;
  }

  async windowPainted(): Promise<null> {
    this.painted = true;
    return null;
  }

  async listen(handler: (event: ClinicEvent) => void): Promise<() => void> {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  // What others do to the clinic

  /** A patient requests a time. Returns the id of the request. */
  arrive(patientName = 'Kari Bakken'): string {
    return this.#requests.arrive(patientName);
  }

  /** A patient requests a time today in the guide's vaccine timebook, which takes one patient at a time. */
  ask(patientName: string, clock: string, reason: string): string {
    return this.#requests.ask(patientName, clock, reason);
  }

  /** A colleague decides a request before this window does. `announced` is whether the event has arrived. */
  colleagueConfirms(id: string, announced = true, by = 'Ola Berg'): void {
    this.#requests.colleagueConfirms(id, announced, by);
  }

  /** Ends the undo window: waiting notifications are sent. */
  deliver(): void {
    this.#requests.deliver();
  }

  /** A colleague saves a part of the current set-up with these changes. */
  colleagueSaves(part: ColleaguesSave, by = 'Per Vik'): void {
    this.#setup.colleagueSaves(part, by);
  }

  /** The clinic is open on its first holiday, with weeks enough to reach it, and somebody has booked a time then. */
  holidayIsBooked(): void {
    this.#setup.openFirstHoliday();
    this.#requests.askOnHoliday();
  }

  /** A colleague undoes their decision. */
  colleagueUndoes(id: string): void {
    this.#requests.colleagueUndoes(id);
  }

  /** Sends any event of the stream. */
  sendEvent(event: ClinicEvent): void {
    if (this.dropsEvents) return;
    for (const handler of this.#handlers) handler(event);
  }

  #answer(fields: FieldProblem[] = []): void {
    if (this.down) throw new HostError(this.down);
    if (this.scene.database.kind !== 'ready') throw new HostError({ code: 'notReady' });
    if (fields.length > 0) throw new HostError({ code: 'invalid', fields });
  }
}
