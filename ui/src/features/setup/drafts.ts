import type {
  ExceptionDraft,
  Location,
  LocationDraft,
  OpeningException,
  OpeningHours,
  Profile,
  ProfileDraft,
  Timebook,
  TimebookDraft,
} from '../../host/types';

/** The profile as its form's draft. */
export function profileDraft(profile: Profile | null): ProfileDraft {
  return {
    name: profile?.name ?? '',
    orgNumber: profile?.orgNumber ?? '',
    herId: profile?.herId ?? '',
    phone: profile?.phone ?? '',
    info: profile?.info ?? '',
    limitOfType: profile?.limitOfType ?? 2,
    limitInAll: profile?.limitInAll ?? 5,
  };
}

/** A location as its form's draft; a new one gets the clinic's name. */
export function locationDraft(location: Location | null, clinicName = ''): LocationDraft {
  return {
    name: location?.name ?? clinicName,
    street: location?.street ?? '',
    postalCode: location?.postalCode ?? '',
    city: location?.city ?? '',
  };
}

const WEEKDAYS = [1, 2, 3, 4, 5];

/** The default week: Monday to Friday, eight to three. */
export function usualHours(): OpeningHours[] {
  return WEEKDAYS.map((weekday) => ({ weekday, from: '08:00', to: '15:00' }));
}

/** A timebook as its form's draft; a new one has opening hours that suit most clinics. */
export function timebookDraft(timebook: Timebook | null, locationId = '', name = ''): TimebookDraft {
  return {
    kind: timebook?.kind ?? 'vaccine',
    name: timebook?.name ?? name,
    description: timebook?.description ?? '',
    locationId: timebook?.locationId ?? locationId,
    practitioner: timebook?.practitioner ?? '',
    hours: timebook?.hours.map(({ weekday, from, to }) => ({ weekday, from, to })) ?? usualHours(),
    validFrom: timebook?.validFrom ?? '',
    validUntil: timebook?.validUntil ?? '',
    slotMinutes: timebook?.slotMinutes ?? 15,
    pauseMinutes: timebook?.pauseMinutes ?? 0,
    capacity: timebook?.capacity ?? 1,
    weeksAhead: timebook?.weeksAhead ?? 8,
    leadMinutes: timebook?.leadMinutes ?? null,
    horizonDays: timebook?.horizonDays ?? null,
    release: timebook ? { ...timebook.release } : { kind: 'atOnce' },
  };
}

/** An exception as its form's draft; a new one closes the whole clinic. */
export function exceptionDraft(exception: OpeningException | null): ExceptionDraft {
  return {
    scope: exception ? { ...exception.scope } : { kind: 'clinic' },
    first: exception?.first ?? '',
    last: exception?.last ?? '',
    change: exception?.change ?? 'closed',
    periods: exception?.periods.map(({ from, to }) => ({ from, to })) ?? [],
    note: exception?.note ?? '',
  };
}

const MOST = 65_535;

/** Whole numbers are sent as they are; others become 0, which the program refuses with the allowed range. */
function whole(value: number | null): number | null {
  if (value === null || (Number.isInteger(value) && value >= 0 && value <= MOST)) return value;
  return value > MOST ? MOST : 0;
}

/** As {@link whole}, for a field that may be 0: others become a number above every range. */
function wholeOrMost(value: number | null): number | null {
  return value === 0 ? 0 : whole(value) || MOST;
}

/** The profile's draft as sent to the program. */
export function sendableProfile(draft: ProfileDraft): ProfileDraft {
  return { ...draft, limitOfType: whole(draft.limitOfType), limitInAll: whole(draft.limitInAll) };
}

/** The timebook's draft as sent to the program. */
export function sendable(draft: TimebookDraft): TimebookDraft {
  return {
    ...draft,
    slotMinutes: whole(draft.slotMinutes),
    pauseMinutes: wholeOrMost(draft.pauseMinutes),
    capacity: whole(draft.capacity),
    weeksAhead: whole(draft.weeksAhead),
    horizonDays: whole(draft.horizonDays),
  };
}
