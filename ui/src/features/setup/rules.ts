import type { Release } from '../../host/types';
import { t } from '../../shared/texts.svelte';
import { weekdayName } from '../../shared/words';

const HOUR = 60;
const DAY = 24 * HOUR;
const LEADS = [15, 30, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY];

/** The lead times to choose from, in minutes, with the saved one if it is another. */
export function leads(saved: number | null): number[] {
  const all = saved === null || LEADS.includes(saved) ? LEADS : [...LEADS, saved];
  return all.toSorted((one, other) => one - other);
}

/** «2 timer før». */
export function leadText(minutes: number | null): string {
  if (minutes === null) return t('window-rules-lead-none');
  if (minutes % DAY === 0) return t('window-rules-lead-days', { count: minutes / DAY });
  if (minutes % HOUR === 0) return t('window-rules-lead-hours', { count: minutes / HOUR });
  return t('window-rules-lead-minutes', { count: minutes });
}

/** «14 dager før». */
export function horizonText(days: number | null): string {
  return days === null ? t('window-rules-horizon-none') : t('window-rules-horizon-days', { count: days });
}

/** «uken etter»: the times that a weekly release is for. */
export function weeksText(weeksBefore: number): string {
  return t('window-rules-release-weeks-ahead', { count: weeksBefore });
}

/** «Mandag kl. 08:00, for timene uken etter». */
export function releaseText(release: Release): string {
  switch (release.kind) {
    case 'atOnce':
      return t('window-rules-release-at-once');
    case 'from':
      return t('window-rules-release-from-text', { date: release.date, at: release.at });
    case 'weekly':
      return t('window-rules-release-weekly-text', {
        weekday: weekdayName(release.weekday),
        at: release.at,
        weeks: weeksText(release.weeksBefore),
      });
  }
}

/** What a newly chosen kind of release begins with. */
export function usualRelease(kind: Release['kind']): Release {
  switch (kind) {
    case 'atOnce':
      return { kind };
    case 'from':
      return { kind, date: '', at: '08:00' };
    case 'weekly':
      return { kind, weeksBefore: 1, weekday: 1, at: '08:00' };
  }
}
