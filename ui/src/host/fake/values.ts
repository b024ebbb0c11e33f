import { DEMO_START } from './demo';

/** The list with the item in the place of the one with its id, or at the end. */
export function replace<T extends { id: string }>(list: T[], item: T): T[] {
  const known = list.some((one) => one.id === item.id);
  return known ? list.map((one) => (one.id === item.id ? item : one)) : [...list, item];
}

/** The text as it stands within a sentence. */
export function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A clock that starts on the demo's morning and then runs as real time does. */
export function demoClock(): () => number {
  const opened = Date.now();
  return () => DEMO_START + (Date.now() - opened);
}

/** Whether a text is an id of the program. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
