import type { Timebook } from '../types';
import { DAYS } from './demo';
import { minutes } from './rules';

function slotsOf(timebook: Timebook, weekday: number): number {
  return timebook.hours
    .filter((one) => one.weekday === weekday)
    .reduce((sum, one) => sum + Math.floor(((minutes(one.to) ?? 0) - (minutes(one.from) ?? 0)) / timebook.slotMinutes), 0);
}

/** The timebook with its free places counted, as the program would answer. */
export function withPlaces(timebook: Timebook): Timebook {
  if (!timebook.published) return { ...timebook, freePlaces: 0, firstFreeText: null };
  const week = [1, 2, 3, 4, 5, 6, 7].reduce((sum, weekday) => sum + slotsOf(timebook, weekday), 0);
  const day = DAYS.slice(1).find((one) => slotsOf(timebook, one.weekday) > 0);
  const from = timebook.hours.filter((one) => one.weekday === day?.weekday).map((one) => one.from).sort()[0];
  return {
    ...timebook,
    freePlaces: week * timebook.weeksAhead * timebook.capacity,
    firstFreeText: day && from ? `${day.long} kl. ${from}` : null,
  };
}
