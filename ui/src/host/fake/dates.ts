import type { BasedOn, Holiday, OpeningException, Problem } from '../types';
import { DAYS } from './demo';

const DAY = 86_400_000;
const FIRST = Date.parse(DAYS[0].iso);
const MONTHS = ['jan.', 'feb.', 'mars', 'april', 'mai', 'juni', 'juli', 'aug.', 'sep.', 'okt.', 'nov.', 'des.'];

/** The date of a day, counted from the demo's first: «2025-01-21». */
export function isoDate(day: number): string {
  return new Date(FIRST + day * DAY).toISOString().slice(0, 10);
}

/** What is wrong with a date, which Norwegians write as «30.11.2026». */
export function checkDate(text: string): Problem | null {
  if (text.trim() === '') return { kind: 'empty' };
  return isDate(text) ? null : { kind: 'malformed' };
}

function isDate(text: string): boolean {
  const match = /^(\d{1,2})\.(\d{1,2})\.(2[01]\d\d)$/.exec(text.trim());
  if (!match) return false;
  const [day, month, year] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() + 1 === month;
}

/** A date with two digits for day and month; nothing stays nothing. */
export function savedDate(text: string): string {
  if (text.trim() === '') return '';
  const [day = '', month = '', year = ''] = text.trim().split('.');
  return [day.padStart(2, '0'), month.padStart(2, '0'), year].join('.');
}

/** The date that was typed, for comparing: «2026-11-30». */
export function comparable(text: string): string {
  return savedDate(text).split('.').reverse().join('-');
}

/** «30. nov. 2026». */
export function shortDate(text: string): string {
  const [day, month, year] = savedDate(text).split('.').map(Number);
  return `${day}. ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** The public holidays of the year after the demo's day: the date, and how the program writes it. */
const HOLIDAYS: [string, string, string][] = [
  ['17.04.2025', 'tor. 17. apr.', 'Skjærtorsdag'],
  ['18.04.2025', 'fre. 18. apr.', 'Langfredag'],
  ['20.04.2025', 'søn. 20. apr.', 'Første påskedag'],
  ['21.04.2025', 'man. 21. apr.', 'Andre påskedag'],
  ['01.05.2025', 'tor. 1. mai', 'Første mai'],
  ['17.05.2025', 'lør. 17. mai', 'Grunnlovsdagen'],
  ['29.05.2025', 'tor. 29. mai', 'Kristi himmelfartsdag'],
  ['08.06.2025', 'søn. 8. juni', 'Første pinsedag'],
  ['09.06.2025', 'man. 9. juni', 'Andre pinsedag'],
  ['25.12.2025', 'tor. 25. des.', 'Første juledag'],
  ['26.12.2025', 'fre. 26. des.', 'Andre juledag'],
  ['01.01.2026', 'tor. 1. jan.', 'Første nyttårsdag'],
];

/** Whether a date is a public holiday: «2025-04-17». */
export function isHoliday(date: string): boolean {
  return HOLIDAYS.some(([typed]) => comparable(typed) === date);
}

/** The holidays, each with the exception that opens it for the whole clinic. */
export function holidays(exceptions: OpeningException[]): Holiday[] {
  return HOLIDAYS.map(([date, dateText, name]) => {
    const opens = ({ scope, change, first, last }: OpeningException): boolean =>
      scope.kind === 'clinic' && change === 'holidayOpen' && first === date && last === '';
    const found = exceptions.find(opens);
    const openedBy: BasedOn | null = found ? { id: found.id, revision: found.edit.revision } : null;
    return { date, dateText, name, openedBy };
  });
}
