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
  return /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(request|location|timebook)(-new)?-\d+)$/i.test(text);
}

/** The demo begins this long after midnight, in milliseconds. */
const NINE_HOURS = 9 * 3_600_000;

/** A time of the demo's day as text, «kl. 09:00». */
export function atText(instant: number): string {
  const minutes = Math.floor((instant - DEMO_START + NINE_HOURS) / 60_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `kl. ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
