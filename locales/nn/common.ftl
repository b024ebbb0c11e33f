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
status-requested = Ventar
status-confirmed = Stadfesta
status-rejected = Avvist
status-cancelled = Avbestilt
status-expired = Utgått
status-completed = Gjennomført
status-no-show = Ikkje møtt

# A booking's status, as the patient has been told it.
patient-status-sent = Sendt
patient-status-granted = Tildelt
patient-status-rejected = Avvist
patient-status-cancelled = Avbestilt
patient-status-expired = Utgått

# Where a request came from.
channel-portal = Nettside
channel-helsenorge = Helsenorge
channel-desk = Skranke
channel-waiting-list = Venteliste

# Times. «day» is a day in words, «time» a time of day or a range of two.
when-today = I dag kl. { $time }
when-tomorrow = I morgon kl. { $time }
when-yesterday = I går kl. { $time }
when-at = { $day } kl. { $time }
duration-minutes = { $minutes } min

# The box with the clinic's own words, in the portal and in its preview.
info-from-clinic = Informasjon frå legekontoret

# Days of the week.
weekday-monday = Måndag
weekday-tuesday = Tysdag
weekday-wednesday = Onsdag
weekday-thursday = Torsdag
weekday-friday = Fredag
weekday-saturday = Laurdag
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
problem-empty = Feltet må fyllast ut.
problem-empty-hours = Legg til minst éi opningstid.
problem-empty-periods = Legg til minst éi tid.
problem-too-long = Teksten er { $length } teikn. Det er plass til { $limit }.
problem-too-many-bytes = Teksten tek for stor plass. Bruk færre spesialteikn (høgst { $limit } byte).
problem-control-character = Teksten har eit teikn som ikkje kan brukast her, til dømes eit linjeskift eller eit usynleg teikn.
problem-malformed = Dette kan ikkje lesast. Sjekk at det er skrive rett.
problem-malformed-org-number = Eit organisasjonsnummer har ni siffer. Sjekk at alle er rette.
problem-malformed-her-id = Ein HER-id har berre siffer.
problem-malformed-phone = Skriv telefonnummeret med siffer, til dømes 24 20 00 00.
problem-malformed-postal-code = Eit postnummer har fire siffer.
problem-malformed-time = Skriv klokkeslettet som 08:00.
problem-malformed-date = Skriv datoen som 30.11.2026.
problem-out-of-range = Skriv eit tal frå { $min } til { $max }.
problem-end-before-start = Slutten må kome etter starten.
problem-overlap = Tida overlappar ei anna opningstid same dag.
problem-unknown = Vel ein frå lista.
problem-slot-too-long = Opningstida er kortare enn éi time i boka varer.
problem-never-open = Fristen er lengre enn tida frå timen blir opna. Då kan ingen bestille.
problem-taken = Namnet er allereie i bruk. Vel eit anna.
problem-past = Datoen er passert.
problem-too-many = Det er plass til { $most }.

# A row that holds what no program of ours has written; the others of the list stay.
row-unreadable = Denne rada kan ikkje lesast
