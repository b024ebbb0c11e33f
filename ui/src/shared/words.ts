import type { Channel, CommandError, Edit, Problem, StatusCode, TimebookType } from '../host/types';
import { t } from './texts.svelte';

const TYPES: Record<TimebookType, string> = {
  consultation: 'type-consultation',
  lab: 'type-lab',
  vaccine: 'type-vaccine',
  coronaTest: 'type-corona-test',
  coronaVaccine: 'type-corona-vaccine',
};

const STATUSES: Record<StatusCode, string> = {
  requested: 'status-requested',
  confirmed: 'status-confirmed',
  rejected: 'status-rejected',
  cancelled: 'status-cancelled',
  expired: 'status-expired',
  completed: 'status-completed',
  noShow: 'status-no-show',
};

const CHANNELS: Record<Channel, string> = {
  portal: 'channel-portal',
  helsenorge: 'channel-helsenorge',
  desk: 'channel-desk',
  waitingList: 'channel-waiting-list',
};

const WEEKDAYS = [
  'weekday-monday',
  'weekday-tuesday',
  'weekday-wednesday',
  'weekday-thursday',
  'weekday-friday',
  'weekday-saturday',
  'weekday-sunday',
];

const EMPTY: Record<string, string> = { hours: 'problem-empty-hours', periods: 'problem-empty-periods' };

const MALFORMED: Record<string, string> = {
  orgNumber: 'problem-malformed-org-number',
  herId: 'problem-malformed-her-id',
  phone: 'problem-malformed-phone',
  postalCode: 'problem-malformed-postal-code',
  from: 'problem-malformed-time',
  to: 'problem-malformed-time',
  at: 'problem-malformed-time',
  date: 'problem-malformed-date',
  first: 'problem-malformed-date',
  last: 'problem-malformed-date',
  validFrom: 'problem-malformed-date',
  validUntil: 'problem-malformed-date',
};

/** The five types, in the order the portal offers them. */
export const TIMEBOOK_TYPES = Object.keys(TYPES) as TimebookType[];

/** «Vaksine». */
export const typeName = (kind: TimebookType): string => t(TYPES[kind]);

/** «Bekreftet». */
export const statusName = (status: StatusCode): string => t(STATUSES[status]);

/** «Nettside». */
export const channelName = (channel: Channel): string => t(CHANNELS[channel]);

/** «Mandag» for 1. */
export const weekdayName = (weekday: number): string => t(WEEKDAYS[weekday - 1] ?? '');

/** «Per Vik lagret endringer kl. 09:00.» */
export function changedBy({ by, atText }: Edit): string {
  return t(by && atText ? 'window-conflict-by' : 'window-conflict-by-unknown', { by: by ?? '', at: atText ?? '' });
}

/** Why a change was not saved, for the place where it was made; null for what the banner keeps or a field explains. */
export function refusalText(error: CommandError | null): string | null {
  switch (error?.code) {
    case 'unavailable':
    case 'notReady':
      return t('window-not-saved');
    case 'unknown':
      return t('window-trouble-unknown');
    case 'conflict':
      return `${changedBy(error.now.value.edit)} ${t('window-conflict-look-again')}`;
    default:
      return null;
  }
}

/** What is wrong with a field, as text; `field` is the path from the program. */
export function problemText(field: string, problem: Problem): string {
  switch (problem.kind) {
    case 'empty':
      return t(EMPTY[field] ?? 'problem-empty');
    case 'tooLong':
      return t('problem-too-long', { limit: problem.limit, length: problem.length });
    case 'tooManyBytes':
      return t('problem-too-many-bytes', { limit: problem.limit });
    case 'controlCharacter':
      return t('problem-control-character');
    case 'malformed':
      return t(MALFORMED[field.split('.').at(-1) ?? ''] ?? 'problem-malformed');
    case 'outOfRange':
      return t('problem-out-of-range', { min: problem.min, max: problem.max });
    case 'endBeforeStart':
      return t('problem-end-before-start');
    case 'overlap':
      return t('problem-overlap');
    case 'unknown':
      return t('problem-unknown');
    case 'slotTooLong':
      return t('problem-slot-too-long');
    case 'neverOpen':
      return t('problem-never-open');
    case 'taken':
      return t('problem-taken');
    case 'past':
      return t('problem-past');
    case 'tooMany':
      return t('problem-too-many', { most: problem.most });
  }
}
