import type { Channel, Location, Profile, RequestDetails, Timebook, TimebookType } from '../types';

/** The start of the demo's clock: Tuesday 21 January 2025 at 09:00 in Oslo. */
export const DEMO_START = Date.parse('2025-01-21T08:00:00Z');

/** The member of staff in the demo. */
export const STAFF = 'Kari Nilsen';

/** The time of every save and decision in the demo, as text. */
export const AT_TEXT = 'kl. 09:00';

/** Days as the program would write them; the window never formats a date itself. */
export const DAYS = [
  { iso: '2025-01-21', weekday: 2, near: 'I dag', short: 'tir. 21. jan.', long: 'Tirsdag 21. januar 2025' },
  { iso: '2025-01-22', weekday: 3, near: 'I morgen', short: 'ons. 22. jan.', long: 'Onsdag 22. januar 2025' },
  { iso: '2025-01-23', weekday: 4, near: 'Torsdag', short: 'tor. 23. jan.', long: 'Torsdag 23. januar 2025' },
  { iso: '2025-01-24', weekday: 5, near: 'Fredag', short: 'fre. 24. jan.', long: 'Fredag 24. januar 2025' },
  { iso: '2025-01-25', weekday: 6, near: 'Lørdag', short: 'lør. 25. jan.', long: 'Lørdag 25. januar 2025' },
  { iso: '2025-01-26', weekday: 7, near: 'Søndag', short: 'søn. 26. jan.', long: 'Søndag 26. januar 2025' },
  { iso: '2025-01-27', weekday: 1, near: 'Mandag', short: 'man. 27. jan.', long: 'Mandag 27. januar 2025' },
] as const;

export const PROFILE: Profile = {
  name: 'DDFL Test',
  orgNumber: null,
  herId: null,
  phone: '22334455',
  info: 'Dette er en tekst legekontoret selv kan legge til på opptil 300 tegn.',
  limitOfType: 2,
  limitInAll: 5,
  edit: { revision: 1, by: STAFF, atText: AT_TEXT },
};

export const LOCATIONS: Location[] = [
  {
    id: 'location-1',
    name: 'DDFL Test(u)',
    street: 'Influensaveien 3a',
    postalCode: '1325',
    city: 'Lysaker',
    addressText: 'Influensaveien 3a, 1325 Lysaker',
    edit: { revision: 1, by: STAFF, atText: AT_TEXT },
  },
];

const TITLES: Record<TimebookType, string> = {
  coronaTest: 'Time til koronatest',
  coronaVaccine: 'Time til koronavaksine',
  lab: 'Time til laboratoriet',
  vaccine: 'Time til vaksine',
  consultation: 'Time til konsultasjon',
};

/** The title patients see for a type. */
export function title(kind: TimebookType, clinic: string): string {
  return `${TITLES[kind]} hos ${clinic}`;
}

/** Type, name and description, in the order of the program's demo. */
const TIMEBOOK_ROWS: [TimebookType, string, string | null][] = [
  ['consultation', 'August September', 'Konsultasjon med fastlegen'],
  ['lab', 'Laboratoriet', 'Blodprøver og andre prøver'],
  ['vaccine', 'Influensa', null],
  ['vaccine', 'Influensavaksine', null],
  ['vaccine', 'Influensavaksine 2', 'Dette er en test av influensavaksine'],
  ['coronaTest', 'Koronatest', null],
  ['coronaVaccine', 'Koronavaksine', null],
];

/** The guide's timebooks, 13:00–15:15 on weekdays. */
export function demoTimebooks(): Timebook[] {
  return TIMEBOOK_ROWS.map(([kind, name, description], index) => ({
    id: `timebook-${index + 1}`,
    kind,
    titleText: title(kind, PROFILE.name),
    name,
    description,
    locationId: 'location-1',
    practitioner: 'Fastlege August September',
    hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '13:00', to: '15:15' })),
    validFrom: null,
    validUntil: null,
    slotMinutes: 15,
    pauseMinutes: 0,
    capacity: 1,
    weeksAhead: 8,
    leadMinutes: null,
    horizonDays: null,
    release: { kind: 'atOnce' },
    published: true,
    freePlaces: 0,
    firstFreeText: null,
    conflicts: 0,
    // Revision 2: saved once, then published.
    edit: { revision: 2, by: STAFF, atText: AT_TEXT },
  }));
}

/** Minutes waited, day (index of DAYS), from, to, patient, identity, reason, type, timebook, channel. */
type Row = [number, number, string, string, string, string, string | null, TimebookType, string, Channel];

const ROWS: Row[] = [
  [130, 0, '13:00', '13:15', 'Line Danser', '139116 •••••', 'covid-symptomer, jobber på sykehjem', 'coronaTest', 'Koronatest', 'helsenorge'],
  [38, 0, '13:30', '13:45', 'Kurt Håkon Grytten', '139169 •••••', 'influensavaksine', 'vaccine', 'Influensavaksine 2', 'portal'],
  [31, 0, '14:15', '14:30', 'Berit Aas', '055248 •••••', 'pneumokokk og influensa', 'vaccine', 'Influensavaksine', 'portal'],
  [24, 1, '13:15', '13:30', 'Ola Nordmann', '015770 •••••', 'fastende blodprøve', 'lab', 'Laboratoriet', 'helsenorge'],
  [22, 1, '13:30', '13:45', 'Maja Strand', '224389 •••••', 'kontroll av stoffskifte', 'lab', 'Laboratoriet', 'portal'],
  [19, 1, '14:00', '14:15', 'Ingrid Øvrebø', '304795 •••••', null, 'coronaVaccine', 'Koronavaksine', 'portal'],
  [17, 2, '13:00', '13:15', 'Per Vik', '115651 •••••', 'influensavaksine', 'vaccine', 'Influensa', 'desk'],
  [12, 2, '13:45', '14:00', 'Emma Lie', '065418 •••••', 'for Jonas Lie (8 år)', 'vaccine', 'Influensa', 'portal'],
  [11, 2, '15:00', '15:15', 'Mohammed Ali Hassan', '285377 •••••', 'reise til Kenya', 'vaccine', 'Influensavaksine', 'portal'],
  [9, 3, '13:15', '13:30', 'Solveig Tveit', '195938 •••••', 'pasientens faste legemidler må sjekkes', 'lab', 'Laboratoriet', 'helsenorge'],
  [7, 3, '14:30', '14:45', 'Nils Aslak Eira', '075562 •••••', 'vond hals i fire dager', 'coronaTest', 'Koronatest', 'portal'],
  [4, 6, '13:00', '13:15', 'Arne Moe', '105944 •••••', 'INR-kontroll', 'lab', 'Laboratoriet', 'portal'],
  [2, 6, '13:15', '13:30', 'Siv Haugen', '175680 •••••', 'kontroll stoffskifte', 'lab', 'Laboratoriet', 'desk'],
  [0, 6, '14:00', '14:15', 'Turid Kvamme', '245271 •••••', 'oppfriskningsdose', 'coronaVaccine', 'Koronavaksine', 'waitingList'],
];

const LATE_ROW: Row = [
  0, 1, '15:00', '15:15', 'Kari Bakken', '125690 •••••', 'influensavaksine', 'vaccine', 'Influensavaksine 2', 'portal',
];

const SENT: Record<Channel, string> = {
  portal: 'Sendt fra nettsiden',
  helsenorge: 'Sendt fra Helsenorge',
  desk: 'Registrert i skranken',
  waitingList: 'Tilbudt fra ventelista',
};

/** A request of the demo, with the time it arrived counted back from `now`. */
function request(row: Row, index: number, now: number): RequestDetails {
  const [minutes, dayIndex, from, to, patientName, identityText, reason, kind, timebookName, channel] = row;
  const day = DAYS[dayIndex] ?? DAYS[0];
  return {
    entry: {
      id: `request-${index + 1}`,
      revision: 1,
      kind,
      timebookName,
      patientName,
      reason,
      channel,
      requestedAt: new Date(now - minutes * 60_000).toISOString(),
      startsAt: new Date(Date.parse(`${day.iso}T${from}:00+01:00`)).toISOString(),
      whenText: `${day.near} kl. ${from}`,
      dateText: day.short,
      locationText: 'Influensaveien 3a',
    },
    status: 'requested',
    identityText,
    phoneText: index % 4 === 3 ? null : `41 23 45 ${60 + (index % 40)}`,
    slotText: `${day.long} kl. ${from} - ${to}`,
    addressText: 'DDFL Test(u), Influensaveien 3a, 1325 Lysaker',
    durationText: '15 min',
    place: 1,
    capacity: 2,
    practitioner: kind === 'vaccine' ? 'Fastlege August September' : null,
    undoUntil: null,
    decisionText: null,
    history: [{ text: SENT[channel], atText: 'kl. 08:22' }],
    earlier:
      index === 1
        ? [{ whenText: '18. okt. 2023', timebookName: 'Influensavaksine', status: 'completed' }]
        : [],
  };
}

/** The whole of an identity number; of Kurt Håkon Grytten as in the program's demo. */
export function unmasked(identityText: string): string {
  return identityText.replace('•••••', identityText.startsWith('139169') ? '31063' : '12345');
}

/** The fourteen waiting requests of the demo, and `crowd` more. */
export function demoRequests(crowd: number): RequestDetails[] {
  const first = ROWS.map((row, index) => request(row, index, DEMO_START));
  const more = Array.from({ length: crowd }, (_, index) => {
    const later = request(LATE_ROW, first.length + index, DEMO_START);
    later.entry.patientName = `Pasient ${first.length + index + 1}`;
    return later;
  });
  return [...first, ...more];
}

/** One more request, which arrives while the queue is open. */
export function lateRequest(number: number, now: number): RequestDetails {
  return request(LATE_ROW, 200_000 + number, now);
}

/** A request for a time today in the guide's vaccine timebook, which takes one patient at a time. */
export function askedFor(
  number: number,
  patientName: string,
  clock: string,
  reason: string | null,
  now: number,
): RequestDetails {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const end = `${String(hour + Math.floor((minute + 15) / 60)).padStart(2, '0')}:${String((minute + 15) % 60).padStart(2, '0')}`;
  const row: Row = [0, 0, clock, end, patientName, '139169 •••••', reason, 'vaccine', 'Influensavaksine 2', 'portal'];
  return { ...request(row, 200_000 + number, now), capacity: 1 };
}

/** A request for a time on the first holiday; the fake's days are winter days all year. */
export function askedOnHoliday(number: number, now: number): RequestDetails {
  const asked = askedFor(number, 'Kari Bakken', '13:30', null, now);
  const startsAt = new Date('2025-04-17T13:30:00+01:00').toISOString();
  const entry = { ...asked.entry, startsAt, whenText: '17. apr. kl. 13:30', dateText: 'tor. 17. apr.' };
  return { ...asked, entry, slotText: 'Torsdag 17. april 2025 kl. 13:30 - 13:45' };
}
