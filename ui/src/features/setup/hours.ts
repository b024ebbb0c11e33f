import type { OpeningHours } from '../../host/types';

const TIME = /^(\d{1,2})(?:[:.]?([0-5]\d))?$/;

/** «8», «830» and «8.30» as a time of day; anything else is left for the program to refuse. */
export function timeOfDay(typed: string): string {
  const text = typed.replaceAll(/\s/g, '');
  const match = TIME.exec(text);
  if (!match || Number(match[1]) > 24) return typed.trim();
  return `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}`;
}

/** Periods whose times are read as {@link timeOfDay} does, also in the field that is being typed in. */
export function readable<T extends { from: string; to: string }>(periods: T[]): T[] {
  return periods.map((one) => ({ ...one, from: timeOfDay(one.from), to: timeOfDay(one.to) }));
}

/** The intervals of one day, each with its index in the whole list. */
export function ofDay(hours: OpeningHours[], weekday: number): { index: number; one: OpeningHours }[] {
  return hours.flatMap((one, index) => (one.weekday === weekday ? [{ index, one }] : []));
}

function inOrder(hours: OpeningHours[]): OpeningHours[] {
  return hours
    .map((one, index) => ({ one, index }))
    .sort((a, b) => a.one.weekday - b.one.weekday || a.index - b.index)
    .map(({ one }) => one);
}

/** Adds an interval on a day: the default one, or one that starts an hour after the day's last. */
export function added(hours: OpeningHours[], weekday: number): OpeningHours[] {
  const last = ofDay(hours, weekday).at(-1)?.one;
  const end = Number(last?.to.slice(0, 2) ?? 7);
  const from = Math.min(end + 1, 22);
  const pad = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
  const one = last ? { weekday, from: pad(from), to: pad(from + 1) } : { weekday, from: '08:00', to: '15:00' };
  return inOrder([...hours, one]);
}

/** The list without one interval. */
export function removed(hours: OpeningHours[], index: number): OpeningHours[] {
  return hours.filter((_, at) => at !== index);
}

/** Copies a day's intervals to Monday to Friday. */
export function copiedToWeekdays(hours: OpeningHours[], weekday: number): OpeningHours[] {
  const pattern = ofDay(hours, weekday).map(({ one }) => one);
  const weekend = hours.filter((one) => one.weekday > 5);
  const week = [1, 2, 3, 4, 5].flatMap((day) => pattern.map((one) => ({ ...one, weekday: day })));
  return inOrder([...week, ...weekend]);
}

/** The week as text, a line for each open day. */
export function inWords(hours: OpeningHours[], dayName: (weekday: number) => string): string {
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, intervals: ofDay(hours, weekday) }));
  const open = days.filter((day) => day.intervals.length > 0);
  return open
    .map((day) => `${dayName(day.weekday)} ${day.intervals.map(({ one }) => `${one.from}–${one.to}`).join(', ')}`)
    .join('\n');
}
