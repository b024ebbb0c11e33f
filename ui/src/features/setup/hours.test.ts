import { describe, expect, it } from 'vitest';

import { added, copiedToWeekdays, ofDay, removed, timeOfDay } from './hours';

describe('a time of day', () => {
  it.each([
    ['8', '08:00'],
    ['08', '08:00'],
    ['830', '08:30'],
    ['8.30', '08:30'],
    ['8:30', '08:30'],
    [' 13 : 15 ', '13:15'],
    ['24', '24:00'],
    ['25', '25'],
    ['8:75', '8:75'],
    ['åtte', 'åtte'],
    ['', ''],
  ])('typed as «%s» reads %s', (typed, expected) => {
    expect(timeOfDay(typed)).toBe(expected);
  });
});

describe('opening hours', () => {
  const monday = { weekday: 1, from: '08:00', to: '11:30' };
  const friday = { weekday: 5, from: '09:00', to: '12:00' };
  const saturday = { weekday: 6, from: '10:00', to: '11:00' };

  it('stay in the order of the week when one is added', () => {
    expect(added([monday, friday], 1)).toEqual([monday, { weekday: 1, from: '12:00', to: '13:00' }, friday]);
    expect(added([friday], 2)[0]).toEqual({ weekday: 2, from: '08:00', to: '15:00' });
  });

  it('end within the day, however late it is', () => {
    expect(added([{ weekday: 7, from: '20:00', to: '24:00' }], 7)[1]).toEqual({ weekday: 7, from: '22:00', to: '23:00' });
  });

  it('are removed one at a time', () => {
    expect(removed([monday, friday], 0)).toEqual([friday]);
  });

  it('are copied to weekdays and leave the weekend alone', () => {
    const week = copiedToWeekdays([monday, friday, saturday], 1);
    expect(week.map((one) => one.weekday)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(ofDay(week, 5)[0]?.one).toEqual({ weekday: 5, from: '08:00', to: '11:30' });
    expect(ofDay(week, 6)[0]?.one).toEqual(saturday);
  });
});
