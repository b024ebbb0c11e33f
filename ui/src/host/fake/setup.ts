import { HostError } from '../host';
import type {
  BasedOn,
  Edit,
  ExceptionDraft,
  FieldProblem,
  LocationDraft,
  OpeningException,
  PlanEffect,
  ProfileDraft,
  Setup,
  SetupPart,
  Timebook,
  TimebookDraft,
} from '../types';
import { demoTimebooks, LOCATIONS, PROFILE, STAFF, title } from './demo';
import { byDates, checkException, savedException } from './exceptions';
import { effect, type HeldTime, plannedMinutes, type PlannedFrom, withPlaces } from './plan';
import { holidays, savedDate } from './dates';
import { checkLocation, checkProfile, checkTimebook, savedRelease } from './rules';
import type { Scene } from './scene';
import { atText, isId, minuteOfDay, replace } from './values';

/** What the set-up needs from the fake clinic. */
type Clinic = {
  /** Throws when the clinic is unavailable, or for these problems. */
  answer: (problems?: FieldProblem[]) => void;
  clock: () => number;
  /** The number of bookings of a timebook, and of those that are requested or confirmed for a time to come. */
  bookingsOf: (timebookName: string) => { all: number; live: number };
  /** The coming times of a timebook that somebody has booked. */
  heldOf: (timebookName: string) => HeldTime[];
  /** Announces that something was saved. */
  changed: () => void;
  /** A new serial number. */
  serial: () => number;
};

/** A change by a colleague in a location, a timebook or the profile (which has no id). */
export type ColleaguesSave =
  | { profile: Partial<ProfileDraft> }
  | { location: string; change: Partial<LocationDraft> }
  | { exception: string; change: Partial<ExceptionDraft> }
  | { timebook: string; change: Partial<TimebookDraft> };

/** The item that a save is based on, among the existing ones. */
function known<T extends { id: string }>(basedOn: BasedOn | null, among: T[]): T | null {
  const found = among.find((one) => one.id === basedOn?.id) ?? null;
  if (basedOn && !found) throw new HostError({ code: 'notFound' });
  return found;
}

/** A scope that names no id at all is refused before the other fields are looked at. */
function checkId({ scope }: ExceptionDraft): void {
  if (scope.kind === 'clinic' || isId(scope.id)) return;
  throw new HostError({ code: 'invalid', fields: [{ field: 'scope', problem: { kind: 'unknown' } }] });
}

/** The numbers of a timebook that may have no value. */
const LIMITS = ['leadMinutes', 'horizonDays'];

/** A saved item as a form's draft: null becomes an empty text. */
function asDraft<D>(saved: object | null): D {
  const typed = (name: string, value: unknown): unknown => (LIMITS.includes(name) ? value : (value ?? ''));
  return Object.fromEntries(Object.entries(saved ?? {}).map(([name, value]) => [name, typed(name, value)])) as D;
}

/** The set-up of the fake clinic, with the rules for saving it. */
export class FakeSetup {
  #setup: Setup;

  constructor(
    scene: Scene,
    readonly clinic: Clinic,
  ) {
    this.#setup = {
      profile: scene.empty ? null : PROFILE,
      locations: scene.empty ? [] : LOCATIONS,
      timebooks: scene.empty
        ? []
        : demoTimebooks().map((timebook) => withPlaces(timebook, [], [], minuteOfDay(clinic.clock()))),
      exceptions: [],
      holidays: holidays([]),
      unreadable: scene.unreadable,
      portalUrl: scene.portal.kind === 'listening' ? scene.portal.url : null,
    };
  }

  get clinicName(): string | null {
    return this.#setup.profile?.name ?? null;
  }

  get timebooks(): Timebook[] {
    return this.#setup.timebooks;
  }

  get exceptions(): OpeningException[] {
    return this.#setup.exceptions;
  }

  get isPublished(): boolean {
    return this.#setup.timebooks.some((timebook) => timebook.published);
  }

  /** Says of a time of a timebook that patients see whether it is outside its hours. */
  outside(): (timebookName: string, startsAt: string) => boolean {
    const published = this.#setup.timebooks.filter((one) => one.published);
    const planned = new Map(published.map((one) => [one.name, plannedMinutes(one, this.#setup.exceptions)]));
    const known = new Map<string, boolean>();
    return (name, startsAt) => {
      const key = `${name} ${startsAt}`;
      const is = known.get(key) ?? planned.get(name)?.has(minuteOfDay(Date.parse(startsAt))) === false;
      known.set(key, is);
      return is;
    };
  }

  read(): Setup {
    return structuredClone(this.#setup);
  }

  saveProfile(revision: number | null, draft: ProfileDraft, by = STAFF): Setup {
    this.clinic.answer(checkProfile(draft));
    const current = this.#setup.profile;
    this.#checkRevision(revision, current && { part: 'profile', value: current });
    const text = (value: string) => value.trim() || null;
    const profile = {
      name: draft.name.trim(),
      orgNumber: text(draft.orgNumber),
      herId: text(draft.herId),
      phone: text(draft.phone),
      info: text(draft.info),
      limitOfType: draft.limitOfType ?? 0,
      limitInAll: draft.limitInAll ?? 0,
      edit: this.#nextEdit(current, by),
    };
    return this.#change({ profile });
  }

  saveLocation(basedOn: BasedOn | null, draft: LocationDraft, by = STAFF): Setup {
    this.clinic.answer();
    const current = known(basedOn, this.#setup.locations);
    const others = this.#setup.locations.filter((one) => one.id !== current?.id);
    this.clinic.answer(checkLocation(draft, others.map((location) => location.name)));
    this.#checkRevision(basedOn?.revision ?? null, current && { part: 'location', value: current });
    const [name, street, city] = [draft.name.trim(), draft.street.trim(), draft.city.trim()];
    const postalCode = draft.postalCode.replaceAll(/\s/g, '');
    const addressText = `${street}, ${postalCode} ${city}`;
    const id = current?.id ?? `location-new-${this.clinic.serial()}`;
    const edit = this.#nextEdit(current, by);
    const location = { id, name, street, postalCode, city, addressText, edit };
    return this.#change({ locations: replace(this.#setup.locations, location) });
  }

  saveTimebook(basedOn: BasedOn | null, draft: TimebookDraft, by = STAFF): Setup {
    this.clinic.answer();
    const current = known(basedOn, this.#setup.timebooks);
    const checked = this.#checkedTimebook(current, draft, by);
    this.#checkRevision(basedOn?.revision ?? null, current && { part: 'timebook', value: current });
    const id = current?.id ?? `timebook-new-${this.clinic.serial()}`;
    return this.#change({ timebooks: replace(this.#setup.timebooks, this.#withPlaces({ ...checked, id })) });
  }

  /** The draft as the timebook that it would become. */
  #checkedTimebook(current: Timebook | null, draft: TimebookDraft, by: string): Timebook {
    const others = this.#setup.timebooks.filter((one) => one.id !== current?.id && one.kind === draft.kind);
    const locations = this.#setup.locations.map((location) => location.id);
    this.clinic.answer(checkTimebook(draft, locations, others.map((timebook) => timebook.name)));
    return {
      ...structuredClone(draft),
      validFrom: savedDate(draft.validFrom) || null,
      validUntil: savedDate(draft.validUntil) || null,
      slotMinutes: draft.slotMinutes ?? 0,
      pauseMinutes: draft.pauseMinutes ?? 0,
      capacity: draft.capacity ?? 0,
      weeksAhead: draft.weeksAhead ?? 0,
      release: savedRelease(draft.release),
      id: current?.id ?? 'timebook-new',
      titleText: title(draft.kind, this.#setup.profile?.name ?? ''),
      name: draft.name.trim(),
      description: draft.description.trim() || null,
      practitioner: draft.practitioner.trim() || null,
      published: current?.published ?? false,
      freePlaces: current?.freePlaces ?? 0,
      firstFreeText: current?.firstFreeText ?? null,
      conflicts: current?.conflicts ?? 0,
      edit: this.#nextEdit(current, by),
    };
  }

  /** Shows a timebook to patients, or hides it. */
  publish(basedOn: BasedOn, published: boolean): Setup {
    this.clinic.answer();
    const current = known(basedOn, this.#setup.timebooks);
    if (!current) throw new HostError({ code: 'notFound' });
    this.#checkRevision(basedOn.revision, { part: 'timebook', value: current });
    const timebook = this.#withPlaces({ ...current, published, edit: this.#nextEdit(current, STAFF) });
    return this.#change({ timebooks: replace(this.#setup.timebooks, timebook) });
  }

  deleteLocation(basedOn: BasedOn): Setup {
    this.clinic.answer();
    const { locations, timebooks } = this.#setup;
    const current = known(basedOn, locations);
    this.#checkRevision(basedOn.revision, current && { part: 'location', value: current });
    const used = timebooks.filter((timebook) => timebook.locationId === basedOn.id).length;
    if (used > 0) throw new HostError({ code: 'locationUsed', timebooks: used });
    this.#dropExceptionsOf(basedOn.id);
    return this.#change({ locations: locations.filter((one) => one !== current) });
  }

  deleteTimebook(basedOn: BasedOn): Setup {
    this.clinic.answer();
    const { timebooks } = this.#setup;
    const current = known(basedOn, timebooks);
    this.#checkRevision(basedOn.revision, current && { part: 'timebook', value: current });
    const { all, live } = this.clinic.bookingsOf(current?.name ?? '');
    if (all > 0) throw new HostError({ code: 'hasBookings', live });
    this.#dropExceptionsOf(basedOn.id);
    return this.#change({ timebooks: timebooks.filter((one) => one !== current) });
  }

  saveException(basedOn: BasedOn | null, draft: ExceptionDraft, by = STAFF): Setup {
    this.clinic.answer();
    checkId(draft);
    const { exceptions } = this.#setup;
    const current = known(basedOn, exceptions);
    this.clinic.answer(checkException(draft, this.#setup, current === null));
    this.#checkRevision(basedOn?.revision ?? null, current && { part: 'exception', value: current });
    const id = current?.id ?? `exception-new-${this.clinic.serial()}`;
    return this.#except(replace(exceptions, savedException(id, draft, this.#nextEdit(current, by))));
  }

  deleteException(basedOn: BasedOn): Setup {
    this.clinic.answer();
    const { exceptions } = this.#setup;
    const current = known(basedOn, exceptions);
    this.#checkRevision(basedOn.revision, current && { part: 'exception', value: current });
    return this.#except(exceptions.filter((one) => one !== current));
  }

  /** What saving an exception would do to each published timebook, or deleting it when there is no draft. */
  previewException(id: string | null, draft: ExceptionDraft | null): PlanEffect[] {
    this.clinic.answer();
    const { exceptions, timebooks } = this.#setup;
    let after = exceptions.filter((one) => one.id !== id);
    if (draft) {
      checkId(draft);
      const current = known(id === null ? null : { id, revision: 0 }, exceptions);
      this.clinic.answer(checkException(draft, this.#setup, current === null));
      after = replace(exceptions, savedException(id ?? 'exception-new', draft, this.#nextEdit(current, STAFF)));
    } else if (id !== null && !isId(id)) throw new HostError({ code: 'notFound' });
    const published = timebooks.filter((timebook) => timebook.published);
    const effects = published.map((timebook) =>
      this.#effect({ timebook, exceptions }, { timebook, exceptions: after }),
    );
    return effects.filter((one) => one.added + one.removed + one.changed > 0 || one.conflicts > 0);
  }

  previewTimebook(id: string | null, draft: TimebookDraft): PlanEffect {
    this.clinic.answer();
    const { exceptions, timebooks } = this.#setup;
    const current = known(id === null ? null : { id, revision: 0 }, timebooks);
    const timebook = this.#checkedTimebook(current, draft, STAFF);
    const has = current !== null && (current.published || current.freePlaces > 0);
    return this.#effect(has ? { timebook: current, exceptions } : null, { timebook, exceptions });
  }

  /** Opens the clinic on its first holiday, which the timebooks reach from now on. */
  openFirstHoliday(): void {
    const timebooks = this.#setup.timebooks.map((timebook) => ({ ...timebook, weeksAhead: 16 }));
    this.#setup = { ...this.#setup, timebooks };
    const first = this.#setup.holidays[0]?.date ?? '';
    const draft: ExceptionDraft = { scope: { kind: 'clinic' }, first, last: '', change: 'holidayOpen', periods: [], note: '' };
    this.saveException(null, draft, 'Per Vik');
  }

  #effect(before: PlannedFrom | null, after: PlannedFrom): PlanEffect {
    const held = this.clinic.heldOf(before?.timebook.name ?? '');
    return effect(before, after, held, minuteOfDay(this.clinic.clock()));
  }

  /** Exceptions go with what they are of. */
  #dropExceptionsOf(id: string): void {
    const exceptions = this.#setup.exceptions.filter(({ scope }) => scope.kind === 'clinic' || scope.id !== id);
    this.#setup = { ...this.#setup, exceptions };
  }

  /** Saves the exceptions; the times of all published timebooks follow. */
  #except(exceptions: OpeningException[]): Setup {
    const inOrder = byDates(exceptions);
    this.#setup = { ...this.#setup, exceptions: inOrder, holidays: holidays(inOrder) };
    return this.#change({ timebooks: this.#setup.timebooks.map((timebook) => this.#withPlaces(timebook)) });
  }

  /** A colleague saves the current version with some changes. */
  colleagueSaves(save: ColleaguesSave, by: string): void {
    const { profile, locations, timebooks } = this.#setup;
    if ('profile' in save) {
      this.saveProfile(profile?.edit.revision ?? null, { ...asDraft<ProfileDraft>(profile), ...save.profile }, by);
    } else if ('exception' in save) {
      const current = known({ id: save.exception, revision: 0 }, this.#setup.exceptions);
      const draft = { ...asDraft<ExceptionDraft>(current), ...save.change };
      this.saveException({ id: save.exception, revision: current?.edit.revision ?? 0 }, draft, by);
    } else if ('location' in save) {
      const current = known({ id: save.location, revision: 0 }, locations);
      const draft = { ...asDraft<LocationDraft>(current), ...save.change };
      this.saveLocation({ id: save.location, revision: current?.edit.revision ?? 0 }, draft, by);
    } else {
      const current = known({ id: save.timebook, revision: 0 }, timebooks);
      const draft = { ...asDraft<TimebookDraft>(current), ...save.change };
      this.saveTimebook({ id: save.timebook, revision: current?.edit.revision ?? 0 }, draft, by);
    }
  }

  /** Refuses a save that was not based on the current version. */
  #checkRevision(revision: number | null, current: SetupPart | null): void {
    if (current && current.value.edit.revision !== revision) {
      throw new HostError({ code: 'conflict', now: structuredClone(current) });
    }
  }

  #withPlaces(timebook: Timebook): Timebook {
    const held = this.clinic.heldOf(timebook.name);
    return withPlaces(timebook, this.#setup.exceptions, held, minuteOfDay(this.clinic.clock()));
  }

  #nextEdit(current: { edit: Edit } | null, by: string): Edit {
    return { revision: (current?.edit.revision ?? 0) + 1, by, atText: atText(this.clinic.clock()) };
  }

  #change(part: Partial<Setup>): Setup {
    this.#setup = { ...this.#setup, ...part };
    this.clinic.changed();
    return structuredClone(this.#setup);
  }
}
