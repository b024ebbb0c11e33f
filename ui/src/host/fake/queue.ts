import type { QueueOrder, RequestDetails, Setup, Soon } from '../types';
import { openOn } from './plan';
import { minuteOfDay } from './values';

const DAY_MINUTES = 24 * 60;
const SEARCHED_DAYS = 60;

/** What decides when the clinic is open. */
export type Offer = Pick<Setup, 'timebooks' | 'exceptions'>;

/** The requests in an order, whatever became of them. */
export function inOrder(requests: RequestDetails[], order: QueueOrder): RequestDetails[] {
  if (order === 'arrival') return requests;
  const key = ({ entry }: RequestDetails): string => `${entry.startsAt} ${entry.id}`;
  return [...requests].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The day in Oslo, counted from the demo's first, and the minute of that day. */
function civil(instant: number): [number, number] {
  const minute = minuteOfDay(instant);
  const day = Math.floor(minute / DAY_MINUTES);
  return [day, minute - day * DAY_MINUTES];
}

/** When the first opening of a day is over; nothing when it is closed. */
function firstOpeningEnds(day: number, { timebooks, exceptions }: Offer): number | undefined {
  const published = timebooks.filter(({ published }) => published);
  const openings = published.flatMap((timebook) => openOn(timebook, exceptions, day)).sort((a, b) => a[0] - b[0]);
  let end = openings[0]?.[1];
  for (const [from, to] of openings) if (end !== undefined && from <= end && to > end) end = to;
  return end;
}

/** How near the time of a request is. */
export type SoonOf = (startsAt: string) => Soon | null;

/** How near a time is, as the program says it. */
export function soonAt(now: number, offer: Offer): SoonOf {
  const [today] = civil(now);
  const next = Array.from({ length: SEARCHED_DAYS }, (_, index) => today + index + 1).find(
    (day) => firstOpeningEnds(day, offer) !== undefined,
  );
  const end = next === undefined ? 0 : (firstOpeningEnds(next, offer) ?? 0);
  const known = new Map<string, Soon | null>();
  const judge = (startsAt: string): Soon | null => {
    const [day, minute] = civil(Date.parse(startsAt));
    if (day <= today) return 'today';
    if (next === undefined || day > next || (day === next && minute >= end)) return null;
    return day === today + 1 ? 'tomorrow' : 'nextOpening';
  };
  return (startsAt) => {
    if (!known.has(startsAt)) known.set(startsAt, judge(startsAt));
    return known.get(startsAt) ?? null;
  };
}
