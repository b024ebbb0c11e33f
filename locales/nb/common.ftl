## Words that window, portal, notifications and letters share.

# Types of timebook, as staff name them.
type-consultation = Konsultasjon
type-lab = Lab
type-vaccine = Vaksine
type-corona-test = Koronatest
type-corona-vaccine = Koronavaksine

# The same types, as a patient chooses among them.
type-choice-consultation = Konsultasjon med fastlegen
type-choice-lab = Ta prøve på laboratoriet
type-choice-vaccine = Vaksine
type-choice-corona-test = Koronatest
type-choice-corona-vaccine = Koronavaksine

# The title of a booking.
type-title-consultation = Time til konsultasjon hos { $clinic }
type-title-lab = Time til laboratoriet hos { $clinic }
type-title-vaccine = Time til vaksine hos { $clinic }
type-title-corona-test = Time til koronatest hos { $clinic }
type-title-corona-vaccine = Time til koronavaksine hos { $clinic }

# A booking's status, as staff see it.
status-requested = Venter
status-confirmed = Bekreftet
status-rejected = Avvist
status-cancelled = Avbestilt
status-expired = Utløpt
status-completed = Gjennomført
status-no-show = Ikke møtt

# A booking's status, as the patient has been told it.
patient-status-sent = Sendt
patient-status-granted = Tildelt
patient-status-rejected = Avvist
patient-status-cancelled = Avbestilt
patient-status-expired = Utløpt

# Where a request came from.
channel-portal = Nettside
channel-helsenorge = Helsenorge
channel-desk = Skranke
channel-waiting-list = Venteliste

# Times. «day» is a day in words, «time» a time of day or a range of two.
when-today = I dag kl. { $time }
when-tomorrow = I morgen kl. { $time }
when-yesterday = I går kl. { $time }
when-at = { $day } kl. { $time }
duration-minutes = { $minutes } min

# The box with the clinic's own words, in the portal and in its preview.
info-from-clinic = Informasjon fra legekontoret

# Days of the week.
weekday-monday = Mandag
weekday-tuesday = Tirsdag
weekday-wednesday = Onsdag
weekday-thursday = Torsdag
weekday-friday = Fredag
weekday-saturday = Lørdag
weekday-sunday = Søndag

# Public holidays.
holiday-new-year = Første nyttårsdag
holiday-maundy-thursday = Skjærtorsdag
holiday-good-friday = Langfredag
holiday-easter-sunday = Første påskedag
holiday-easter-monday = Andre påskedag
holiday-labour-day = Første mai
holiday-constitution-day = Grunnlovsdagen
holiday-ascension = Kristi himmelfartsdag
holiday-whit-sunday = Første pinsedag
holiday-whit-monday = Andre pinsedag
holiday-christmas-day = Første juledag
holiday-second-christmas-day = Andre juledag

# What is wrong with what a person typed, told beside the field.
problem-empty = Feltet må fylles ut.
problem-empty-hours = Legg til minst én åpningstid.
problem-empty-periods = Legg til minst én tid.
problem-too-long = Teksten er { $length } tegn. Det er plass til { $limit }.
problem-too-many-bytes = Teksten tar for stor plass. Bruk færre spesialtegn (høyst { $limit } byte).
problem-control-character = Teksten har et tegn som ikke kan brukes her, for eksempel et linjeskift eller et usynlig tegn.
problem-malformed = Dette kan ikke leses. Sjekk at det er skrevet riktig.
problem-malformed-org-number = Et organisasjonsnummer har ni sifre. Sjekk at alle er riktige.
problem-malformed-her-id = En HER-id har bare sifre.
problem-malformed-phone = Skriv telefonnummeret med sifre, for eksempel 24 20 00 00.
problem-malformed-postal-code = Et postnummer har fire sifre.
problem-malformed-time = Skriv klokkeslettet som 08:00.
problem-malformed-date = Skriv datoen som 30.11.2026.
problem-out-of-range = Skriv et tall fra { $min } til { $max }.
problem-end-before-start = Slutten må komme etter starten.
problem-overlap = Tiden overlapper en annen åpningstid samme dag.
problem-unknown = Velg en fra listen.
problem-slot-too-long = Åpningstiden er kortere enn én time i boka varer.
problem-never-open = Fristen er lengre enn tiden fra timen åpnes. Da kan ingen bestille.
problem-taken = Navnet er allerede i bruk. Velg et annet.
problem-past = Datoen er passert.
problem-too-many = Det er plass til { $most }.

# A row that holds what no program of ours has written; the others of the list stay.
row-unreadable = Denne raden kan ikke leses
