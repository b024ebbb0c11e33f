import type { Timebook } from '../types';
import { DAYS } from './demo';
import { minutes } from './rules';
import { clockText } from './values';

/** The times of a weekday, in minutes after midnight. */
function timesOf(timebook: Timebook, weekday: number): number[] {
  const { hours, slotMinutes } = timebook;
  const times = hours
    .filter((one) => one.weekday === weekday)
    .flatMap((one) => {
      const from = minutes(one.from) ?? 0;
      const count = Math.floor(((minutes(one.to) ?? 0) - from) / slotMinutes);
      return Array.from({ length: count }, (_, index) => from + index * slotMinutes);
    });
  return times.sort((one, other) => one - other);
}

/**
 * The timebook with its free places counted, as the program would answer at this minute of the demo's day. One
 * that is not published keeps the times it had.
 */
export function withPlaces(timebook: Timebook, now: number): Timebook {
  if (!timebook.published) return timebook;
  const days = DAYS.map(({ weekday, near }, index) => {
    const times = timesOf(timebook, weekday);
    return { near, all: times.length, left: index === 0 ? times.filter((time) => time > now) : times };
  });
  const inAll = days.reduce((sum, day) => sum + day.all, 0) * timebook.weeksAhead;
  const begun = (days[0]?.all ?? 0) - (days[0]?.left.length ?? 0);
  const day = days.find(({ left }) => left.length > 0);
  return {
    ...timebook,
    freePlaces: (inAll - begun) * timebook.capacity,
    firstFreeText: day ? `${day.near} kl. ${clockText(day.left[0] ?? 0)}` : null,
  };
}
