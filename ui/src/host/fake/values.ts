import { DEMO_START } from './demo';

/** The list with the item in place of the one with the same id, or at the end. */
export function replace<T extends { id: string }>(list: T[], item: T): T[] {
  const known = list.some((one) => one.id === item.id);
  return known ? list.map((one) => (one.id === item.id ? item : one)) : [...list, item];
}

/** The text as written inside a sentence. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A clock that starts at {@link DEMO_START} and then runs in real time. */
export function demoClock(): () => number {
  const opened = Date.now();
  return () => DEMO_START + (Date.now() - opened);
}

/** Whether a text is an id: one of the program's, or one of the fake's, which are easier to type. */
export function isId(text: string): boolean {
  return /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(request|location|timebook|exception)(-new)?-\d+)$/i.test(text);
}

/** The demo begins this long after midnight, in milliseconds. */
const NINE_HOURS = 9 * 3_600_000;

/** The minute of the demo's day. */
export function minuteOfDay(instant: number): number {
  return Math.floor((instant - DEMO_START + NINE_HOURS) / 60_000);
}

/** A minute of the day as text, «09:00». */
export function clockText(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** A time of the demo's day as text, «kl. 09:00». */
export function atText(instant: number): string {
  return `kl. ${clockText(minuteOfDay(instant))}`;
}
