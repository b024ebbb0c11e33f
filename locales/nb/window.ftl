## The staff window. Every key of this file begins with «window-».

# The frame: names of pages, top line, status line.
window-product = Ressurstimebok
window-demo = Demo
window-language = Språk
window-version = Ressurstimebok { $version }
window-nav = Hovedmeny
window-nav-queue = Kø
window-nav-done = Ferdig i dag
window-nav-setup = Oppsett
window-nav-guide = Kom i gang
window-nav-profile = Legekontoret
window-nav-locations = Steder
window-nav-timebooks = Timebøker
window-nav-exceptions = Unntak
window-portal-open = Nettsiden er åpen
window-portal-closed = Nettsiden er stengt til innlogging er satt opp
window-portal-off = Nettsiden er slått av
window-portal-taken = Nettsiden er ikke startet: adressen { $address } er i bruk av et annet program
window-portal-show = Åpne nettsiden i nettleseren: { $url }

# Words on buttons and around forms.
window-optional = (valgfritt)
window-cancel = Avbryt
window-close = Lukk
window-retry = Prøv igjen
window-save = Lagre
window-save-undo = Forkast endringene
window-save-problems =
    { $count ->
        [one] Rett feltet som er merket.
       *[other] Rett de { $count } feltene som er merket.
    }
window-saved = Lagret
window-not-saved = Det ble ikke lagret. Prøv igjen.
window-unsaved = Ulagrede endringer
window-conflict-by = { $by } lagret endringer her { $at }.
window-conflict-by-unknown = En kollega har lagret endringer her.
window-conflict-contested =
    { $count ->
        [one] Det du har skrevet, er beholdt. Velg i feltet som er merket.
       *[other] Det du har skrevet, er beholdt. Velg i de { $count } feltene som er merket.
    }
window-conflict-followed = Feltene du ikke har rørt, viser det nye.
window-conflict-look-again = Se over det som står nå, og prøv igjen.
window-conflict-choose = Velg for { $field }
window-conflict-theirs = En kollega har lagret:
window-conflict-empty = (tomt)
window-conflict-keep = Behold mitt
window-conflict-take = Bruk det nye
window-counter = { $length }/{ $limit } tegn
window-counter-over = { $length }/{ $limit } tegn – { $over } for mye

# Troubles that belong to no field.
window-trouble-unavailable = Databasen svarer ikke akkurat nå. Det du har skrevet, står der fortsatt.
window-trouble-unknown = Databasen svarte ikke i tide, og vi vet ikke om det ble lagret. Se etter før du gjør det på nytt.
window-trouble-not-ready = Programmet er ikke klart ennå. Det du har skrevet, står der fortsatt.
window-trouble-not-found = Dette finnes ikke lenger. Kanskje en kollega har endret det.
window-trouble-broken = Noe gikk galt i programmet. Oppgi referansen { $reference } når du ber om hjelp.
window-open-log = Åpne loggmappen

# Work that happens by itself, when it cannot be done. It is tried again all the time.
window-stalled-deliver = Svar til pasientene går ikke ut akkurat nå. Programmet prøver igjen av seg selv. Ring pasienten når det haster. Referanse: { $reference }
window-stalled-expire = Timebestillinger som ikke ble besvart i tide, blir ikke avsluttet av seg selv akkurat nå. Referanse: { $reference }
window-stalled-plan = Nye dager blir ikke lagt ut for bestilling akkurat nå. Referanse: { $reference }
window-stalled-clean-up = Gamle innlogginger blir ikke slettet akkurat nå. Referanse: { $reference }

# The queue.
window-queue-table = Timebestillinger som venter
window-queue-empty = Ingen venter
window-queue-empty-hint = Nye timebestillinger kommer hit av seg selv.
window-done-table = Timebestillinger som er behandlet i dag
window-done-latest = Viser de siste { $count }. Tallet i menyen gjelder alle.
window-done-empty = Ingenting er behandlet i dag ennå
window-done-empty-hint = Det du bekrefter og avviser, kan leses her resten av dagen.
window-column-age = Venter
window-column-decided = Behandlet
window-column-when = Ønsket time
window-column-patient = Pasient
window-column-timebook = Timebok
window-column-channel = Kanal
window-column-status = Utfall
window-age-now = nå
window-age-minutes = { $minutes } min
window-age-hours = { $hours } t { $minutes } min
window-age-days = { $days } d { $hours } t
window-arrived = Ny timebestilling: { $type }
window-order = Rekkefølge
window-order-arrival = Eldste først
window-order-start = Nærmeste time først
window-order-now = Rekkefølge: { $order }
window-soon-count =
    { $count ->
        [one] 1 bestilling gjelder i dag eller neste åpningstid
       *[other] { $count } bestillinger gjelder i dag eller neste åpningstid
    }
window-soon-today = I dag
window-soon-tomorrow = I morgen
window-soon-next-opening = Neste åpning

# Answers that did not reach the patient.
window-nav-undelivered = Ikke levert
window-undelivered = Svar som ikke er levert
window-undelivered-lead = Disse pasientene har ikke fått svaret. Ring dem, eller send svaret på nytt når feilen er rettet.
window-undelivered-none = Alle svar er levert.
window-undelivered-more = Viser de { $shown } eldste av { $total }. De neste kommer når disse er sendt.
window-undelivered-tried = Prøvd { $attempts } ganger, sist { $at }. Årsak:
window-undelivered-again = Send på nytt
window-undelivered-unreadable = Timebestillingen kan ikke leses

# Bookings outside the opening hours.
window-nav-conflicts = Utenfor åpningstid
window-conflicts = Bestillinger utenfor åpningstidene
window-conflicts-lead = Disse timene ligger utenfor åpningstidene etter en endring. Ring pasienten, eller avlys timen med et svar.
window-conflicts-none = Ingen bestillinger ligger utenfor åpningstidene.
window-conflicts-more = Viser de { $shown } første av { $total }.
window-conflicts-show = Vis dem
window-cancel-booking = Avlys …
window-cancel-title = Avlys timen til { $patient }
window-cancel-text = Svar til pasienten
window-cancel-send = Avlys og send svar
window-cancel-phrase = Timen { $when } må dessverre avlyses, fordi åpningstidene er endret. Bestill en ny time, eller ring legekontoret.
window-cancel-changed = Bestillingen er endret siden lista ble lest. Se over og send på nytt.
window-cancel-begun = Timen har begynt og kan ikke avlyses lenger.

# One request.
window-request-panel = Valgt timebestilling
window-request-choose = Velg en timebestilling for å lese den.
window-request-back = Tilbake til lista
window-request-earlier = Tidligere hos oss
window-request-history = Historikk
window-identity-show = Vis fødselsnummer
window-identity-copy = Kopier fødselsnummeret
window-identity-copied = Kopiert
window-identity-not-shown = Fødselsnummeret kan ikke vises akkurat nå. Prøv igjen.
window-fact-time = Tid
window-fact-timebook = Time hos
window-fact-place = Oppmøtested
window-fact-practitioner = Behandler
window-fact-reason = Hva gjelder det?
window-fact-no-reason = Ikke oppgitt
window-fact-duration = Varighet
window-fact-seat = Plass
window-fact-seat-of = { $place } av { $capacity }, holdt for pasienten
window-fact-channel = Kanal
window-fact-phone = Telefon
window-fact-no-phone = Ikke oppgitt
window-confirm = Bekreft
window-reject = Avvis …
window-already-confirmed = Allerede bekreftet av { $by } { $at }
window-already-rejected = Allerede avvist av { $by } { $at }
window-already-cancelled = Allerede avbestilt av { $by } { $at }
window-already-expired = Utløpt: tidspunktet passerte { $at } uten svar
window-already-other = Allerede behandlet av { $by } { $at }

# Rejecting.
window-reject-title = Avvis timebestillingen fra { $patient }
window-reject-phrases = Vanlige svar
window-reject-phrase-call = Ring legekontoret, så finner vi en time som passer.
window-reject-phrase-other-time = Vi kan ikke ta imot på dette tidspunktet. Bestill gjerne en annen time.
window-reject-phrase-wrong-type = Dette må vurderes av lege. Bestill en konsultasjon med fastlegen.
window-reject-phrase-urgent = Haster det, ring legekontoret. Utenom åpningstiden: legevakt 116 117. Er det fare for liv: 113.
window-reject-text = Svar til pasienten
window-reject-hint = Sendes til pasienten når angrefristen på ti sekunder er ute.
window-reject-send = Avvis og send svar
window-reject-unavailable = Svaret ble ikke sendt, for databasen svarer ikke. Prøv igjen om litt.
window-reject-overtaken = Svaret ditt er ikke sendt. Teksten står her, så du kan kopiere den.
window-reject-changed = Timebestillingen er endret siden du åpnet den. Se over og send på nytt.

# Undoing.
window-undo = Angre
window-undo-label = Angre: { $what }
window-undo-seconds = { $seconds } s
window-undo-more = og { $count } til
window-undo-too-late = Det er for sent å angre. Svaret er på vei til pasienten.
window-undo-place-taken = Det kan ikke angres, for en annen pasient har fått plassen.
window-time-begun = Timen har begynt og kan ikke bekreftes lenger.
window-decision-not-saved = Svaret til {$patient} ble ikke lagret, og forespørselen venter fortsatt. Prøv igjen.
window-undo-not-saved = Angringen ble ikke lagret. Prøv igjen.

# Keys.
window-shortcuts = Hurtigtaster
window-shortcuts-link = hurtigtaster
window-shortcuts-on = Bruk hurtigtaster på én bokstav
window-sound = Spill en lyd når en ny timebestilling kommer
window-shortcut-move = Neste og forrige i lista
window-shortcut-ends = Første i lista, og siste av de som er hentet hittil
window-shortcut-open = Gå til den valgte bestillingen
window-shortcut-leave = Tilbake til lista
window-shortcut-confirm = Bekreft
window-shortcut-reject = Avvis
window-shortcut-send = Send avvisningen
window-shortcut-undo = Angre det siste
window-shortcut-order = Bytt rekkefølge i køen
window-shortcut-zoom = Større, mindre og vanlig tekst
window-shortcut-help = Vis denne lista

# Set-up: the clinic.
window-profile-lead = Dette ser pasientene når de bestiller time.
window-profile-name = Navn på legekontoret
window-profile-phone = Telefon
window-profile-phone-hint = Når ingen time passer
window-profile-org-number = Organisasjonsnummer
window-profile-org-number-hint = Ni sifre
window-profile-her-id = HER-id
window-profile-her-id-hint = Fra Adresseregisteret
window-profile-limits = Grenser
window-profile-limits-hint = Så mange kommende timer og bestillinger kan én person ha på en gang.
window-profile-limit-of-type = Av én type
window-profile-limit-in-all = Til sammen
window-profile-info = Informasjon til pasientene
window-profile-info-hint = Vises først når en pasient bestiller time.
window-preview = Slik ser pasienten det
window-preview-empty = Uten tekst vises ingen boks.

# Set-up: locations.
window-locations-lead = Oppmøtestedene som pasientene får beskjed om.
window-location-new = Nytt oppmøtested
window-location-name = Navn
window-location-name-hint = Det stedet kalles på legekontoret, for eksempel «Laboratoriet i 2. etasje».
window-location-street = Gateadresse
window-location-postal-code = Postnummer
window-location-city = Poststed

# Set-up: timebooks.
window-timebooks-lead = Hver timebok har sine tider. Pasientene ser dem som er publisert.
window-timebooks-need-location = En timebok trenger et oppmøtested. Legg inn det først.
window-timebook-new = Ny timebok
window-timebook-kind = Type
window-timebook-location = Oppmøtested
window-timebook-name = Navn
window-timebook-practitioner = Behandler
window-timebook-description = Beskrivelse
window-timebook-description-hint = Én linje under navnet når pasienten velger sted.
window-timebook-slot-minutes = Lengde på hver time
window-timebook-pause-minutes = Pause mellom timene
window-timebook-capacity = Plasser på hver time
window-timebook-weeks-ahead = Timer legges ut
window-timebook-published = Publisert
window-timebook-unpublished = Ikke publisert
window-timebook-free =
    { $count ->
        [one] { $count } ledig plass
       *[other] { $count } ledige plasser
    }
window-timebook-first = første ledige time: { $when }
window-timebook-none-free = Ingen ledige timer i perioden. Sjekk åpningstidene.
window-timebook-conflicts =
    { $count ->
        [one] { $count } avtale ligger utenfor åpningstidene. Ring pasienten, eller avlys den.
       *[other] { $count } avtaler ligger utenfor åpningstidene. Ring pasientene, eller avlys dem.
    }
window-unit-minutes =
    { $count ->
        [one] minutt
       *[other] minutter
    }
window-unit-bookings =
    { $count ->
        [one] bestilling
       *[other] bestillinger
    }
window-unit-places =
    { $count ->
        [one] plass
       *[other] plasser
    }
window-unit-weeks =
    { $count ->
        [one] uke framover
       *[other] uker framover
    }
window-rules = Når pasientene kan bestille
window-rules-hint = Reglene gjelder pasientenes egne bestillinger. Tallet på ledige plasser teller alle timene, også de som ikke er åpnet.
window-rules-lead = Siste frist
window-rules-lead-none = Til timen begynner
window-rules-lead-minutes = { $count } minutter før
window-rules-lead-hours =
    { $count ->
        [one] { $count } time før
       *[other] { $count } timer før
    }
window-rules-lead-days =
    { $count ->
        [one] { $count } døgn før
       *[other] { $count } døgn før
    }
window-rules-horizon = Tidligst
window-rules-horizon-none = Ingen grense
window-rules-horizon-days =
    { $count ->
        [one] { $count } dag før
       *[other] { $count } dager før
    }
window-unit-days-before =
    { $count ->
        [one] dag før
       *[other] dager før
    }
window-rules-release = Timene åpnes for pasientene
window-rules-release-at-once = Så snart timeboka er publisert
window-rules-release-from = Alle på én gang, fra et tidspunkt
window-rules-release-weekly = En uke om gangen
window-rules-release-date = Dato (dd.mm.åååå)
window-rules-release-at = Klokkeslett
window-rules-release-weekday = Dag
window-rules-release-weeks = Åpner timene
window-rules-release-weeks-ahead =
    { $count ->
        [0] samme uke
        [1] uken etter
       *[other] { $count } uker etter
    }
window-rules-release-from-text = { $date } kl. { $at }
window-rules-release-weekly-text = { $weekday } kl. { $at }, for timene { $weeks }
window-hours = Åpningstider
window-hours-hint = Timene legges i disse tidene hver uke. Helligdager er stengt.
window-hours-from = Fra
window-hours-to = Til
window-hours-closed = Stengt
window-hours-add = Tid
window-hours-add-label = Legg til tid på { $day }
window-hours-remove = Fjern tiden på { $day }
window-hours-copy = Til alle hverdager
window-hours-copy-label = Til alle hverdager, fra { $day }
window-hours-valid-from = Gjelder fra
window-hours-valid-until = Gjelder til og med
window-hours-copy-from = Hent åpningstidene fra
window-hours-copy-here = Hent

# Set-up: exceptions from the opening hours.
window-exceptions-lead = Dager med andre åpningstider enn vanlig: for hele legekontoret, et oppmøtested eller en timebok.
window-exception-new = Nytt unntak
window-exception-first = Dato (dd.mm.åååå)
window-exception-last = Til og med
window-exception-scope = Gjelder
window-exception-scope-clinic = Hele legekontoret
window-exception-scope-location = Oppmøtested: { $name }
window-exception-scope-timebook = Timebok: { $name }
window-exception-change = Hva skjer?
window-exception-closed = Stengt
window-exception-hours = Andre åpningstider
window-exception-extra = Ekstra åpningstider
window-exception-blocked = Sperrede tider
window-exception-holiday-open = Åpent på helligdag
window-exception-closed-hint = Ingen timer tilbys.
window-exception-hours-hint = Tidene under gjelder i stedet for de vanlige, også på en helligdag.
window-exception-extra-hint = Tidene under kommer i tillegg til de vanlige.
window-exception-blocked-hint = Timer som treffer tidene under, tilbys ikke. De andre blir liggende der de er.
window-exception-holiday-open-hint = De vanlige åpningstidene gjelder på helligdager i perioden. Andre dager endres ikke.
window-exception-periods = Tider
window-exception-period-add = Legg til tid
window-exception-period-remove = Fjern tiden { $from }–{ $to }
window-exception-note = Merknad
window-exception-note-hint = Bare for ansatte, for eksempel «Kurs».
window-delete-exception = Slett unntaket
window-delete-exception-text = Timene følger de vanlige åpningstidene igjen.
window-holidays = Helligdager
window-holidays-lead = Legekontoret er stengt på helligdager. Huk av for dem der de vanlige åpningstidene skal gjelde.
window-holiday-open = Åpent { $day }, { $name }
window-holiday-close-title = Stenge { $name }?
window-holiday-close = Steng dagen

# What a change of opening hours does, shown before it is saved.
window-effect = Dette skjer når du lagrer
window-effect-now = Dette skjer
window-effect-unpublished = Dette skjer når timeboka publiseres
window-effect-none = Ingen timer som er lagt ut, endres.
window-effect-added =
    { $count ->
        [one] { $count } ny time
       *[other] { $count } nye timer
    }
window-effect-removed =
    { $count ->
        [one] { $count } ledig time fjernes
       *[other] { $count } ledige timer fjernes
    }
window-effect-changed =
    { $count ->
        [one] { $count } time endres
       *[other] { $count } timer endres
    }
window-effect-kept =
    { $count ->
        [one] { $count } time blir som før
       *[other] { $count } timer blir som før
    }
window-effect-conflicts =
    { $count ->
        [one] { $count } bestilling havner utenfor åpningstidene: { $times }
       *[other] { $count } bestillinger havner utenfor åpningstidene: { $times }
    }
window-effect-conflicts-kept = Bestillingene beholdes til dere avlyser dem eller avtaler noe annet.

# Set-up: publishing.
window-publish-panel = Publisering
window-publish = Publiser
window-publish-save = Lagre og publiser
window-publish-hint = Pasientene ser timeboka når den er publisert.
window-unpublish = Ta ned

# Set-up: deleting.
window-delete = Slett
window-delete-title = Slette «{ $name }»?
window-delete-location = Slett oppmøtestedet
window-delete-location-text = Oppmøtestedet blir borte for godt. Tidligere bestillinger beholder navnet og adressen.
window-delete-location-used =
    { $count ->
        [one] Én timebok bruker oppmøtestedet, så det kan ikke slettes. Velg et annet oppmøtested i timeboka først.
       *[other] { $count } timebøker bruker oppmøtestedet, så det kan ikke slettes. Velg et annet oppmøtested i dem først.
    }
window-delete-timebook = Slett timeboka
window-delete-timebook-text = Timeboka og timene i den blir borte for godt.
window-delete-has-bookings =
    { $count ->
        [0] Timeboka har tidligere bestillinger, så den kan ikke slettes. Ta den ned, så kan ingen bestille flere timer.
        [one] Timeboka har én bestilling som gjelder fremover, så den kan ikke slettes. Ta den ned, så kan ingen bestille flere timer.
       *[other] Timeboka har { $count } bestillinger som gjelder fremover, så den kan ikke slettes. Ta den ned, så kan ingen bestille flere timer.
    }

# Set-up: the first time.
window-guide-title = Kom i gang
window-guide-steps = Steg i oppsettet
window-guide-location = Oppmøtested
window-guide-timebook = Timebok
window-guide-lead-profile = Fire korte steg, så har legekontoret sin første ledige time. Bare navnet må fylles ut nå.
window-guide-lead-location = Hvor skal pasientene møte?
window-guide-lead-timebook = Hva kan pasientene bestille, og når? Forslaget kan brukes som det er.
window-guide-lead-publish = Se over før pasientene får se timeboka.
window-guide-lead-done = Du kan endre alt senere under Oppsett.
window-guide-next = Lagre og gå videre
window-guide-change = Endre timeboka
window-guide-publish = Publiser timeboka
window-guide-done = Legekontoret er klart
window-guide-first-free = Første ledige time: { $when }
window-guide-portal-closed = Nettsiden er ikke åpen for pasienter ennå. Linja nederst i vinduet sier hvorfor.
window-guide-open-portal = Se nettsiden
window-guide-to-queue = Gå til køen
window-guide-change-hours = Endre åpningstidene

# When the clinic's data is out of reach.
window-database-what-to-do = Dette kan du gjøre
window-database-starting = Starter …
window-database-starting-what = Programmet åpner legekontorets data. Det tar vanligvis et øyeblikk.
window-database-unavailable = Databasen svarer ikke
window-database-unavailable-what = Ingenting er tapt. Køen vises igjen så snart databasen svarer.
window-database-unavailable-do-wait = Vent litt. Programmet prøver igjen av seg selv.
window-database-unavailable-do-check = Varer det, gi meldingen over til den som drifter databasen, og sjekk at nettet virker.
window-database-newer = Dataene er fra en nyere utgave
window-database-newer-what = Legekontorets data er brukt med en nyere utgave av Ressurstimebok enn denne. Dataene er urørt.
window-database-newer-fact = Dataene: utgave { $found }. Programmet: utgave { $known }.
window-database-newer-do-update = Oppdater Ressurstimebok på denne maskinen.
window-database-newer-do-keep = Bruk en annen arbeidsplass som er oppdatert, så lenge.
window-database-not-writable = Datamappen kan ikke skrives til
window-database-not-writable-what = Programmet trenger å lagre i denne mappen:
window-database-not-writable-do-access = Gi brukeren din skrivetilgang til mappen, eller velg en annen med --data.
window-database-not-writable-do-space = Sjekk at disken ikke er full eller skrivebeskyttet.
window-database-in-use = Datamappen er i bruk
window-database-in-use-what = Et annet program har åpnet legekontorets data i denne mappen:
window-database-in-use-do-close = Lukk det andre vinduet, eller logg ut den andre brukeren på maskinen.
window-database-in-use-do-server = Kjører ressurstimebok-server på samme mappe, stopp den eller bruk PostgreSQL for flere arbeidsplasser.
window-database-not-moved = Legekontorets data kan ikke flyttes
window-database-not-moved-what = En eldre utgave lagret dataene i en mappe som følger brukeren fra maskin til maskin. De skal ligge på denne maskinen. De er hele der de er:
window-database-not-moved-fact = { $from } → { $to }: { $reason }
window-database-not-moved-do-room = Sjekk at disken har plass, og at brukeren din kan skrive i begge mappene.
window-database-not-moved-do-there = Haster det, start programmet med --data og mappen der dataene er.
window-database-several = Databasen har flere legekontor
window-database-several-what = Programmet vet ikke hvilket av dem denne arbeidsplassen hører til. Dataene er urørt.
window-database-several-fact = { $count } legekontor
window-database-several-do-choose = Start programmet med --clinic og id-en til legekontoret.
window-database-several-do-ask = Id-en får du av den som drifter databasen.
window-database-not-the-demo = Dataene er ikke demoens
window-database-not-the-demo-what = I demoen kan hvem som helst logge inn som pasient. Derfor åpner den aldri dataene til et annet legekontor. De er urørt.
window-database-not-the-demo-do-start = Start programmet uten --demo for å bruke dataene.
window-database-not-the-demo-do-folder = Vil du prøve demoen, gi den en egen mappe med --data.
window-database-broken = Dataene kan ikke leses
window-database-broken-what = Databasen svarer, men det som står der, er ikke slik programmet har lagret det. Programmet har ikke endret noe.
window-database-broken-fact = Referanse: { $reference }
window-database-broken-do-copy = Ta en kopi av datamappen før noen prøver å rette den.
window-database-broken-do-backup = Legg tilbake den nyeste sikkerhetskopien.
window-database-broken-do-help = Oppgi referansen når du ber om hjelp. Årsaken står i loggen under den.

# Under «Denne raden kan ikke leses»: for whoever is to mend it.
window-row-unreadable = Den står i databasen som «{ $row }». De andre radene er her som før.
