import type { QueueOrder, RequestDetails, Soon, Timebook } from '../types';

const DAY = 86_400_000;
const SEARCHED_DAYS = 60;
/** The demo's days are winter days: Oslo is an hour ahead of UTC. */
const WINTER = 3_600_000;

/** The requests in an order, whatever became of them. */
export function inOrder(requests: RequestDetails[], order: QueueOrder): RequestDetails[] {
  if (order === 'arrival') return requests;
  const key = ({ entry }: RequestDetails): string => `${entry.startsAt} ${entry.id}`;
  return [...requests].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The day in Oslo, counted from 1970, and the time on the clock. */
function civil(instant: number): [number, string] {
  const written = new Date(instant + WINTER).toISOString();
  return [Date.parse(written.slice(0, 10)) / DAY, written.slice(11, 16)];
}

/** When the first opening of a day is over; nothing when it is closed. */
function firstOpeningEnds(day: number, timebooks: Timebook[]): string | undefined {
  const weekday = new Date(day * DAY).getUTCDay() || 7;
  const hours = timebooks.filter(({ published }) => published).flatMap((timebook) => timebook.hours);
  const openings = hours.filter((one) => one.weekday === weekday).sort((a, b) => (a.from < b.from ? -1 : 1));
  let end = openings[0]?.to;
  for (const { from, to } of openings) if (end !== undefined && from <= end && to > end) end = to;
  return end;
}

/** How near the time of a request is. */
export type SoonOf = (startsAt: string) => Soon | null;

/** How near a time is, as the program says it but for holidays. */
export function soonAt(now: number, timebooks: Timebook[]): SoonOf {
  const [today] = civil(now);
  const next = Array.from({ length: SEARCHED_DAYS }, (_, index) => today + index + 1).find(
    (day) => firstOpeningEnds(day, timebooks) !== undefined,
  );
  const end = next === undefined ? '' : (firstOpeningEnds(next, timebooks) ?? '');
  const known = new Map<string, Soon | null>();
  const judge = (startsAt: string): Soon | null => {
    const [day, clock] = civil(Date.parse(startsAt));
    if (day <= today) return 'today';
    if (next === undefined || day > next || (day === next && clock >= end)) return null;
    return day === today + 1 ? 'tomorrow' : 'nextOpening';
  };
  return (startsAt) => {
    if (!known.has(startsAt)) known.set(startsAt, judge(startsAt));
    return known.get(startsAt) ?? null;
  };
}
