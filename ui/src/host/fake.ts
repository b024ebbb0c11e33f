import { HostError, type Host } from './host';
import { askedFor, demoRequests, lateRequest, STAFF } from './fake/demo';
import { measure } from './fake/rules';
import { DEMO, type Scene } from './fake/scene';
import { type ColleaguesSave, FakeSetup } from './fake/setup';
import { demoClock, isId, lowered } from './fake/values';
import type {
  BasedOn,
  ClinicEvent,
  CommandError,
  DatabaseState,
  Decided,
  Done,
  FieldProblem,
  Language,
  LocationDraft,
  ProfileDraft,
  Queue,
  QueueEntry,
  QueueRow,
  RequestDetails,
  Setup,
  StartState,
  StatusCode,
  TextKind,
  TextMeasure,
  Undelivered,
  TimebookDraft,
} from './types';

/** The one answer that did not leave, in a scene that has one. */
const UNDELIVERED = '01a21385-0000-7000-8000-000000000001';
const UNDO_SECONDS = 10;
const PAGE = 100;

/** A decided request and the time of the decision. */
type Decision = { at: number; by: string };

/**
 * A working model of the program, for browsers and tests: a clinic with state, rules and events.
 * It answers as the program does, only from memory.
 */
export class FakeHost implements Host {
  /** Set it to make every call fail, as when the database goes away; unset it to come back. */
  down: CommandError | null = null;
  /** Set it to lose the events of what happens, as when a connection breaks. */
  deaf = false;
  /** How often the portal was opened in the browser, and the folder of the log. */
  portalOpened = 0;
  logOpened = 0;
  /** The requests that were noted as opened, in order. */
  readonly opened: string[] = [];
  /** The requests whose identity number was shown whole, in order. */
  readonly revealed: string[] = [];
  /** How many rows of the queue were read. */
  rowsRead = 0;
  /** What the window did not foresee, by the reference it showed. */
  readonly problems = new Map<string, string>();
  /** Told by {@link windowPainted}, {@link showsQueue} and {@link setZoom}. */
  painted = false;
  queueInView = false;
  zoom = 1;

  readonly scene: Scene;
  readonly #clock: () => number;
  readonly #requests: RequestDetails[];
  readonly #decisions = new Map<string, Decision>();
  readonly #handlers = new Set<(event: ClinicEvent) => void>();
  readonly #setup: FakeSetup;
  #language: Language = 'nb';
  #serial = 0;

  constructor(scene: Partial<Scene> = {}, clock: () => number = demoClock()) {
    this.scene = { ...DEMO, ...scene };
    this.#clock = clock;
    this.#requests = this.scene.quiet ? [] : demoRequests(this.scene.crowd);
    this.#setup = new FakeSetup(this.scene, {
      answer: (problems) => this.#answer(problems),
      changed: () => this.#emit({ kind: 'setupChanged' }),
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
      waiting: ready ? this.#waiting().length : 0,
      portal: this.scene.portal,
      portalOpen: this.scene.portalOpen,
      database,
      stalled: this.scene.stalled,
    };
  }

  async setLanguage(language: Language): Promise<StartState> {
    this.#language = language;
    this.#emit({ kind: 'stateChanged' });
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

  // The queue

  async readQueue(after: string | null): Promise<Queue> {
    this.#answer();
    if (!(after === null || /^\d+$/.test(after))) throw new HostError({ code: 'notFound' });
    const page: QueueEntry[] = [];
    let index = Number(after ?? 0);
    for (; index < this.#requests.length && page.length < PAGE; index += 1) {
      const request = this.#requests[index];
      if (request?.status === 'requested') page.push(structuredClone(request.entry));
    }
    this.rowsRead += page.length;
    const next = page.length === PAGE && index < this.#requests.length ? String(index) : null;
    const counts = { total: this.#waiting().length, doneToday: this.#decisions.size };
    return { now: this.#now(), waiting: page, unreadable: this.scene.unreadable, next, ...counts };
  }

  async readQueueRow(id: string): Promise<QueueRow> {
    this.#answer();
    const request = this.#find(id);
    const entry = request.status === 'requested' ? structuredClone(request.entry) : null;
    return { now: this.#now(), entry, unreadable: null, total: this.#waiting().length, doneToday: this.#decisions.size };
  }

  async readDone(): Promise<Done> {
    this.#answer();
    const done = this.#requests
      .filter((request) => this.#decisions.has(request.entry.id))
      .sort((a, b) => this.#decidedAt(b) - this.#decidedAt(a))
      .map((request) => ({
        ...structuredClone(request.entry),
        status: request.status,
        decidedBy: this.#decisions.get(request.entry.id)?.by ?? null,
        decidedText: 'kl. 09:00',
      }));
    return { done, unreadable: this.scene.unreadable };
  }

  async readRequest(id: string): Promise<RequestDetails> {
    this.#answer();
    return structuredClone(this.#find(id));
  }

  async noteOpened(id: string): Promise<null> {
    this.#answer();
    if (id === 'x') throw new HostError({ code: 'notFound' });
    this.opened.push(id);
    return null;
  }

  async revealIdentity(id: string): Promise<string> {
    this.#answer();
    const { entry, identityText } = this.#find(id);
    this.revealed.push(entry.id);
    return identityText.replace('•••••', '12345');
  }

  async confirmRequest(id: string, revision: number): Promise<Decided> {
    return this.#decide(id, revision, 'confirmed', null);
  }

  async rejectRequest(id: string, revision: number, text: string): Promise<Decided> {
    const { problem } = measure('rejection', text);
    this.#answer(problem ? [{ field: 'text', problem }] : []);
    return this.#decide(id, revision, 'rejected', text.trim());
  }

  async undoDecision(id: string, revision: number): Promise<null> {
    this.#answer();
    const request = this.#find(id);
    const decision = this.#decisions.get(id);
    if (decision && (request.entry.revision !== revision || decision.by !== STAFF)) {
      throw new HostError({ code: 'alreadyDecided', status: request.status, by: decision.by, atText: 'kl. 09:00' });
    }
    if (!request.undoUntil || Date.parse(request.undoUntil) <= this.#clock()) {
      throw new HostError({ code: 'tooLateToUndo' });
    }
    if (request.status === 'rejected' && this.#isFull(request)) throw new HostError({ code: 'placeTaken' });
    request.status = 'requested';
    request.undoUntil = null;
    request.decisionText = null;
    request.entry.revision += 1;
    request.history.push({ text: `Angret av ${STAFF}`, atText: 'kl. 09:00' });
    this.#decisions.delete(id);
    this.#emit({ kind: 'undone', id });
    return null;
  }

  async readUndelivered(): Promise<Undelivered[]> {
    this.#answer();
    const [first] = this.#requests;
    if (!this.scene.undelivered || !first) return [];
    const error = 'the receiver has moved';
    const { entry, status, phoneText } = structuredClone(first);
    return [{ id: UNDELIVERED, entry, status, phoneText, atText: 'kl. 08:55', attempts: 10, error }];
  }

  async sendAgain(id: string): Promise<null> {
    this.#answer();
    if (!isId(id)) throw new HostError({ code: 'notFound' });
    if (id === UNDELIVERED) this.scene.undelivered = false;
    this.#emit({ kind: 'refresh' });
    return null;
  }

  async showsQueue(shows: boolean): Promise<null> {
    this.queueInView = shows;
    return null;
  }

  async tryAgain(): Promise<null> {
    if (this.scene.mended) {
      this.scene.database = { kind: 'ready' };
      this.#emit({ kind: 'stateChanged' });
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

  /** A patient asks for a time; answers the id of the request. */
  arrive(patientName = 'Kari Bakken'): string {
    this.#serial += 1;
    const request = lateRequest(this.#serial, this.#clock());
    request.entry.patientName = patientName;
    this.#requests.push(request);
    this.#emit({ kind: 'requested', id: request.entry.id });
    return request.entry.id;
  }

  /** A patient asks for a time of today in the guide's vaccine timebook, which takes one patient at a time. */
  ask(patientName: string, clock: string, reason: string): string {
    this.#serial += 1;
    const request = askedFor(this.#serial, patientName, clock, reason.trim() || null, this.#clock());
    this.#requests.push(request);
    this.#emit({ kind: 'requested', id: request.entry.id });
    return request.entry.id;
  }

  /** A colleague decides a request before this window does; `told` is whether the event arrived yet. */
  colleagueConfirms(id: string, told = true, by = 'Ola Berg'): void {
    const request = this.#find(id);
    request.status = 'confirmed';
    request.entry.revision += 1;
    request.history.push({ text: `Bekreftet av ${by}`, atText: 'kl. 09:00' });
    this.#decisions.set(id, { at: this.#clock(), by });
    if (told) this.#emit({ kind: 'decided', id });
  }

  /** A colleague saves a part of the set-up as it stands, with these changes. */
  colleagueSaves(part: ColleaguesSave, by = 'Per Vik'): void {
    this.#setup.colleagueSaves(part, by);
  }

  /** A colleague takes their decision back. */
  colleagueUndoes(id: string): void {
    const request = this.#find(id);
    request.status = 'requested';
    request.entry.revision += 1;
    this.#decisions.delete(id);
    this.#emit({ kind: 'undone', id });
  }

  /** Sends any event of the stream. */
  tell(event: ClinicEvent): void {
    this.#emit(event);
  }

  #decide(id: string, revision: number, status: StatusCode, decisionText: string | null): Decided {
    this.#answer();
    const request = this.#find(id);
    if (request.status !== 'requested' || request.entry.revision !== revision) {
      const by = this.#decisions.get(id)?.by ?? 'en kollega';
      throw new HostError({ code: 'alreadyDecided', status: request.status, by, atText: 'kl. 09:00' });
    }
    if (status === 'confirmed' && Date.parse(request.entry.startsAt) <= this.#clock()) {
      throw new HostError({ code: 'timeBegun' });
    }
    const undoUntil = new Date(this.#clock() + UNDO_SECONDS * 1000).toISOString();
    const verb = status === 'confirmed' ? 'Bekreftet' : 'Avvist';
    request.status = status;
    request.undoUntil = undoUntil;
    request.decisionText = decisionText;
    request.entry.revision += 1;
    request.history.push({ text: `${verb} av ${STAFF}`, atText: 'kl. 09:00' });
    this.#decisions.set(id, { at: this.#clock(), by: STAFF });
    this.#emit({ kind: 'decided', id });
    const summaryText = `${verb}: ${request.entry.patientName}, ${lowered(request.entry.whenText)}`;
    return { id, status, undoUntil, revision: request.entry.revision, summaryText };
  }

  #isFull(request: RequestDetails): boolean {
    const { startsAt, timebookName } = request.entry;
    const sameTime = this.#requests.filter(
      ({ entry }) => entry.startsAt === startsAt && entry.timebookName === timebookName,
    );
    const held = sameTime.filter(({ status }) => status === 'requested' || status === 'confirmed');
    return held.length >= request.capacity;
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }

  #waiting(): RequestDetails[] {
    return this.#requests.filter((request) => request.status === 'requested');
  }

  #decidedAt(request: RequestDetails): number {
    return this.#decisions.get(request.entry.id)?.at ?? 0;
  }

  #find(id: string): RequestDetails {
    const request = this.#requests.find((one) => one.entry.id === id);
    if (!request) throw new HostError({ code: 'notFound' });
    return request;
  }

  #answer(fields: FieldProblem[] = []): void {
    if (this.down) throw new HostError(this.down);
    if (this.scene.database.kind !== 'ready') throw new HostError({ code: 'notReady' });
    if (fields.length > 0) throw new HostError({ code: 'invalid', fields });
  }

  #emit(event: ClinicEvent): void {
    if (this.deaf) return;
    for (const handler of this.#handlers) handler(event);
  }
}
