import type { ExceptionChange, ExceptionScope, OpeningPeriod, Setup } from '../../host/types';
import { t } from '../../shared/texts.svelte';

/** How an exception can change a day, in the order in which they are offered. */
export const CHANGES: ExceptionChange[] = ['closed', 'hours', 'extra', 'blocked', 'holidayOpen'];

const TEXTS: Record<ExceptionChange, { name: string; hint: string }> = {
  closed: { name: 'window-exception-closed', hint: 'window-exception-closed-hint' },
  hours: { name: 'window-exception-hours', hint: 'window-exception-hours-hint' },
  extra: { name: 'window-exception-extra', hint: 'window-exception-extra-hint' },
  blocked: { name: 'window-exception-blocked', hint: 'window-exception-blocked-hint' },
  holidayOpen: { name: 'window-exception-holiday-open', hint: 'window-exception-holiday-open-hint' },
};

/** «Stengt». */
export const changeName = (change: ExceptionChange): string => t(TEXTS[change].name);

/** What it means for the times. */
export const changeHint = (change: ExceptionChange): string => t(TEXTS[change].hint);

/** Whether a change is about periods of the day. */
export function hasPeriods(change: ExceptionChange): boolean {
  return change === 'hours' || change === 'extra' || change === 'blocked';
}

/** A scope as the value of an option, and back. */
export const scopeValue = (scope: ExceptionScope): string => (scope.kind === 'clinic' ? 'clinic' : `${scope.kind} ${scope.id}`);

export function scopeOf(value: string): ExceptionScope {
  const [kind = '', id = ''] = value.split(' ');
  return kind === 'location' || kind === 'timebook' ? { kind, id } : { kind: 'clinic' };
}

/** «Timebok: Influensa». */
export function scopeName(scope: ExceptionScope, setup: Setup | null): string {
  if (scope.kind === 'clinic') return t('window-exception-scope-clinic');
  const items = scope.kind === 'location' ? setup?.locations : setup?.timebooks;
  const name = items?.find((one) => one.id === scope.id)?.name ?? '';
  return t(scope.kind === 'location' ? 'window-exception-scope-location' : 'window-exception-scope-timebook', { name });
}

/** «08:00–12:00, 13:00–15:00». */
export function periodsText(periods: OpeningPeriod[]): string {
  return periods.map(({ from, to }) => `${from}–${to}`).join(', ');
}
