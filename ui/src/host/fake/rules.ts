import type {
  FieldProblem,
  LocationDraft,
  OpeningHours,
  Problem,
  ProfileDraft,
  Release,
  TextKind,
  TextMeasure,
  TimebookDraft,
} from '../types';
import { checkDate, comparable, savedDate } from './dates';

const LIMITS: Record<TextKind, number> = { info: 300, name: 100, description: 200, reason: 50, rejection: 1000 };
const SEVERAL_LINES: TextKind[] = ['info', 'rejection'];
const BYTES_PER_CHARACTER = 32;

/** Characters as a person counts them: NFC, then grapheme clusters, ends trimmed. */
export function count(text: string): number {
  const segments = new Intl.Segmenter('nb', { granularity: 'grapheme' });
  return [...segments.segment(text.trim().normalize('NFC'))].length;
}

function hasControl(text: string, lines: boolean): boolean {
  const pattern = lines ? /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/ : /[\u0000-\u001f\u007f-\u009f]/;
  return pattern.test(text.trim().replaceAll('\r\n', '\n'));
}

export function textProblem(text: string, limit: number, lines = false): Problem | null {
  const length = count(text);
  if (length === 0) return { kind: 'empty' };
  if (hasControl(text, lines)) return { kind: 'controlCharacter' };
  if (length > limit) return { kind: 'tooLong', limit, length };
  const bytes = new TextEncoder().encode(text).length;
  return bytes > limit * BYTES_PER_CHARACTER ? { kind: 'tooManyBytes', limit: limit * BYTES_PER_CHARACTER } : null;
}

/** Counts and checks a text as the program does. */
export function measure(kind: TextKind, text: string): TextMeasure {
  const limit = LIMITS[kind];
  return { length: count(text), limit, problem: textProblem(text, limit, SEVERAL_LINES.includes(kind)) };
}

export class Problems {
  readonly found: FieldProblem[] = [];

  add(field: string, problem: Problem | null): void {
    if (problem) this.found.push({ field, problem });
  }

  optional(field: string, problem: Problem | null): void {
    if (problem?.kind !== 'empty') this.add(field, problem);
  }

  digits(field: string, text: string, pattern: RegExp, needed: boolean): void {
    const digits = text.replaceAll(/\s/g, '');
    if (digits === '') this.add(field, needed ? { kind: 'empty' } : null);
    else if (!pattern.test(digits)) this.add(field, { kind: 'malformed' });
  }

  range(field: string, value: number | null, min: number, max: number): void {
    const whole = value !== null && Number.isInteger(value) && value >= min && value <= max;
    if (!whole) this.add(field, { kind: 'outOfRange', min, max });
  }
}

/** What is wrong with a clinic profile. */
export function checkProfile(draft: ProfileDraft): FieldProblem[] {
  const problems = new Problems();
  problems.add('name', textProblem(draft.name, 100));
  problems.digits('orgNumber', draft.orgNumber, /^[89]\d{8}$/, false);
  problems.digits('herId', draft.herId, /^\d{1,9}$/, false);
  problems.digits('phone', draft.phone, /^\+?\d{3,15}$/, false);
  problems.optional('info', textProblem(draft.info, 300, true));
  problems.range('limitOfType', draft.limitOfType, 1, 20);
  problems.range('limitInAll', draft.limitInAll, 1, 20);
  return problems.found;
}

/** What is wrong with a location, given the names in use. */
export function checkLocation(draft: LocationDraft, names: string[]): FieldProblem[] {
  const problems = new Problems();
  problems.add('name', textProblem(draft.name, 100));
  if (names.includes(draft.name.trim())) problems.add('name', { kind: 'taken' });
  problems.add('street', textProblem(draft.street, 100));
  problems.digits('postalCode', draft.postalCode, /^\d{4}$/, true);
  problems.add('city', textProblem(draft.city, 60));
  return problems.found;
}

/** Minutes after midnight, or undefined when the text is not a time of day. */
export function minutes(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match) return Number(match[1]) * 60 + Number(match[2]);
  return text === '24:00' ? 24 * 60 : undefined;
}

function overlaps(hours: OpeningHours[], index: number): boolean {
  const one = hours[index];
  return hours.slice(0, index).some((other) => {
    if (!one || other.weekday !== one.weekday) return false;
    return one.from < other.to && other.from < one.to;
  });
}

function checkHours(problems: Problems, draft: TimebookDraft): void {
  if (draft.hours.length === 0) problems.add('hours', { kind: 'empty' });
  draft.hours.forEach((one, index) => {
    const from = minutes(one.from);
    const to = minutes(one.to);
    if (!(one.weekday >= 1 && one.weekday <= 7)) {
      problems.add(`hours.${index}.weekday`, { kind: 'outOfRange', min: 1, max: 7 });
    }
    if (from === undefined) problems.add(`hours.${index}.from`, { kind: 'malformed' });
    if (to === undefined) problems.add(`hours.${index}.to`, { kind: 'malformed' });
    if (from === undefined || to === undefined) return;
    if (to <= from) problems.add(`hours.${index}.to`, { kind: 'endBeforeStart' });
    else if (to - from < (draft.slotMinutes ?? 0)) problems.add(`hours.${index}.to`, { kind: 'slotTooLong' });
    else if (overlaps(draft.hours, index)) problems.add(`hours.${index}.from`, { kind: 'overlap' });
  });
}

export function checkTime(problems: Problems, field: string, text: string): void {
  if (text.trim() === '') problems.add(field, { kind: 'empty' });
  else if (minutes(text.trim()) === undefined) problems.add(field, { kind: 'malformed' });
}

function checkValidity(problems: Problems, { validFrom, validUntil }: TimebookDraft): void {
  const wrong = [validFrom, validUntil].map((date) => (date.trim() === '' ? null : checkDate(date)));
  problems.add('validFrom', wrong[0] ?? null);
  problems.add('validUntil', wrong[1] ?? null);
  const both = validFrom.trim() !== '' && validUntil.trim() !== '' && !wrong[0] && !wrong[1];
  if (both && comparable(validUntil) < comparable(validFrom)) problems.add('validUntil', { kind: 'endBeforeStart' });
}

/** A release as the program returns it: the date with two digits for day and month. */
export function savedRelease(release: Release): Release {
  if (release.kind === 'atOnce') return { ...release };
  const at = release.at.trim();
  if (release.kind === 'weekly') return { ...release, at };
  return { ...release, date: savedDate(release.date), at };
}

function checkRules(problems: Problems, { leadMinutes, horizonDays, release }: TimebookDraft): void {
  if (leadMinutes !== null) problems.range('leadMinutes', leadMinutes, 5, 20_160);
  if (horizonDays !== null) problems.range('horizonDays', horizonDays, 1, 366);
  if (release.kind === 'from') {
    problems.add('release.date', checkDate(release.date));
    checkTime(problems, 'release.at', release.at);
  } else if (release.kind === 'weekly') {
    problems.range('release.weeksBefore', release.weeksBefore, 0, 12);
    problems.range('release.weekday', release.weekday, 1, 7);
    checkTime(problems, 'release.at', release.at);
  }
  const rules = ['leadMinutes', 'horizonDays', 'release'];
  const isWrong = problems.found.some((one) => rules.some((rule) => one.field.startsWith(rule)));
  if (!isWrong && leadMinutes !== null && horizonDays !== null && leadMinutes >= horizonDays * 24 * 60) {
    problems.add('horizonDays', { kind: 'neverOpen' });
  }
}

/** What is wrong with a timebook, given the existing locations and the names in use. */
export function checkTimebook(draft: TimebookDraft, locations: string[], names: string[]): FieldProblem[] {
  const problems = new Problems();
  problems.add('name', textProblem(draft.name, 100));
  if (names.includes(draft.name.trim())) problems.add('name', { kind: 'taken' });
  problems.optional('description', textProblem(draft.description, 200));
  problems.optional('practitioner', textProblem(draft.practitioner, 100));
  if (draft.locationId === '') problems.add('locationId', { kind: 'empty' });
  else if (!locations.includes(draft.locationId)) problems.add('locationId', { kind: 'unknown' });
  problems.range('slotMinutes', draft.slotMinutes, 5, 480);
  problems.range('pauseMinutes', draft.pauseMinutes, 0, 240);
  problems.range('capacity', draft.capacity, 1, 500);
  problems.range('weeksAhead', draft.weeksAhead, 1, 52);
  checkHours(problems, draft);
  checkValidity(problems, draft);
  checkRules(problems, draft);
  return problems.found;
}
