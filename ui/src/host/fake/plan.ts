import type { OpeningException, OpeningPeriod, PlanEffect, Timebook } from '../types';
import { DAYS } from './demo';
import { comparable, isHoliday, isoDate } from './dates';
import { minutes } from './rules';
import { clockText } from './values';

/** A time of a timebook: the day, counted from the demo's first, and the minutes of that day when it starts and ends. */
type PlannedTime = { day: number; start: number; end: number };

const GENERAL_FIRST = ['clinic', 'location', 'timebook'];

const NAMED = 5;

function isAbout({ scope }: OpeningException, timebook: Timebook): boolean {
  if (scope.kind === 'clinic') return true;
  return scope.id === (scope.kind === 'location' ? timebook.locationId : timebook.id);
}

function inMinutes({ from, to }: OpeningPeriod): [number, number] {
  return [minutes(from) ?? 0, minutes(to) ?? 0];
}

/** When a timebook is open on a day and when times are blocked, as its exceptions change the weekly hours one after the other. */
function hoursOf(timebook: Timebook, own: OpeningException[], day: number): { open: [number, number][]; blocked: [number, number][] } {
  const date = isoDate(day);
  const weekday = DAYS[day % 7]?.weekday ?? 0;
  const { validFrom, validUntil } = timebook;
  const isValid = (validFrom === null || comparable(validFrom) <= date) && (validUntil === null || date <= comparable(validUntil));
  const weekly = isValid ? timebook.hours.filter((one) => one.weekday === weekday).map(inMinutes) : [];
  const holiday = isHoliday(date);
  let open = holiday ? [] : weekly;
  let blocked: [number, number][] = [];
  for (const { change, periods, first, last } of own) {
    if (date < comparable(first) || date > comparable(last || first)) continue;
    const times = periods.map(inMinutes);
    if (change === 'closed') open = [];
    else if (change === 'holidayOpen') open = holiday ? weekly : open;
    else if (change === 'hours') open = times;
    else if (change === 'extra') open = [...open, ...times];
    else blocked = [...blocked, ...times];
  }
  return { open, blocked };
}

/** Overlapping openings as one. */
function merged(open: [number, number][]): [number, number][] {
  const apart: [number, number][] = [];
  for (const [from, to] of open.toSorted((one, other) => one[0] - other[0])) {
    const last = apart.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

function ownOf(timebook: Timebook, exceptions: OpeningException[]): OpeningException[] {
  const rank = (one: OpeningException): number => GENERAL_FIRST.indexOf(one.scope.kind);
  return exceptions.filter((one) => isAbout(one, timebook)).toSorted((one, other) => rank(one) - rank(other));
}

/** When a timebook is open on a day, in minutes; in no order. */
export function openOn(timebook: Timebook, exceptions: OpeningException[], day: number): [number, number][] {
  return hoursOf(timebook, ownOf(timebook, exceptions), day).open;
}

/** The times of a timebook that begin after a minute of the demo's first day. */
function timesOf(timebook: Timebook, exceptions: OpeningException[], now: number): PlannedTime[] {
  const own = ownOf(timebook, exceptions);
  const { slotMinutes, pauseMinutes } = timebook;
  return Array.from({ length: timebook.weeksAhead * 7 }, (_, day) => day).flatMap((day) => {
    const { open, blocked } = hoursOf(timebook, own, day);
    const times = merged(open).flatMap(([from, to]) => {
      const count = Math.max(0, Math.floor((to - from + pauseMinutes) / (slotMinutes + pauseMinutes)));
      const starts = Array.from({ length: count }, (_, index) => from + index * (slotMinutes + pauseMinutes));
      return starts.map((start) => ({ day, start, end: start + slotMinutes }));
    });
    const isFree = ({ start, end }: PlannedTime): boolean => blocked.every(([from, to]) => end <= from || to <= start);
    return times.filter((time) => isFree(time) && (day > 0 || time.start > now));
  });
}

function text({ day, start }: PlannedTime): string {
  const near = DAYS[day]?.near ?? `Om ${day} dager`;
  return `${near} kl. ${clockText(start)}`;
}

/** When the times of a timebook begin, in minutes after the demo's first midnight. */
export function plannedMinutes(timebook: Timebook, exceptions: OpeningException[]): Set<number> {
  return new Set(timesOf(timebook, exceptions, 0).map(({ day, start }) => day * 24 * 60 + start));
}

/** A time that somebody has booked, and by how many. */
export type HeldTime = PlannedTime & { held: number };

/**
 * The timebook with its places counted, as the program would answer at this minute of the demo's day. One that is
 * not published keeps the times it had.
 */
export function withPlaces(timebook: Timebook, exceptions: OpeningException[], held: HeldTime[], now: number): Timebook {
  if (!timebook.published) return timebook;
  const times = timesOf(timebook, exceptions, now);
  const first = times[0];
  return {
    ...timebook,
    freePlaces: times.length * timebook.capacity,
    firstFreeText: first ? text(first) : null,
    conflicts: outside(held, times).length,
  };
}

const key = ({ day, start, end }: PlannedTime): string => `${day} ${start} ${end}`;

function outside<T extends PlannedTime>(these: T[], of: PlannedTime[]): T[] {
  const known = new Set(of.map(key));
  return these.filter((one) => !known.has(key(one)));
}

/** A timebook and the exceptions that its plan is made with. */
export type PlannedFrom = { timebook: Timebook; exceptions: OpeningException[] };

/** What a change does to the coming times; `before` is null for a timebook that has none yet. */
export function effect(before: PlannedFrom | null, after: PlannedFrom, held: HeldTime[], now: number): PlanEffect {
  const there = before ? timesOf(before.timebook, before.exceptions, now) : [];
  const all = [...there, ...outside(held, there)];
  const planned = timesOf(after.timebook, after.exceptions, now);
  const gone = outside(all, planned);
  const conflicts = outside(held, planned);
  const [old, terms] = [before?.timebook, after.timebook];
  const rules = (one: Timebook): string => JSON.stringify([one.capacity, one.leadMinutes, one.horizonDays, one.release]);
  const same = all.length - gone.length;
  const reopened = outside(held, there).length - outside(conflicts, there).length;
  const changed = old && rules(old) !== rules(terms) ? same : reopened;
  return {
    timebookId: terms.id,
    added: outside(planned, all).length,
    removed: gone.length - conflicts.length,
    changed,
    kept: same - changed,
    conflicts: conflicts.reduce((sum, one) => sum + one.held, 0),
    conflictTexts: conflicts.slice(0, NAMED).map(text),
  };
}
