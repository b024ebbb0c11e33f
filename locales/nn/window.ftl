## The staff window. Every key of this file begins with «window-».

# The frame: names of pages, top line, status line.
window-product = Ressurstimebok
window-demo = Demo
window-language = Språk
window-version = Ressurstimebok { $version }
window-nav = Hovudmeny
window-nav-queue = Kø
window-nav-done = Ferdig i dag
window-nav-setup = Oppsett
window-nav-guide = Kom i gang
window-nav-profile = Legekontoret
window-nav-locations = Stader
window-nav-timebooks = Timebøker
window-nav-exceptions = Unntak
window-portal-open = Nettsida er open
window-portal-closed = Nettsida er stengd til innlogging er sett opp
window-portal-off = Nettsida er slått av
window-portal-taken = Nettsida er ikkje starta: adressa { $address } er i bruk av eit anna program
window-portal-show = Opne nettsida i nettlesaren: { $url }

# Words on buttons and around forms.
window-optional = (valfritt)
window-cancel = Avbryt
window-close = Lukk
window-retry = Prøv igjen
window-save = Lagre
window-save-undo = Forkast endringane
window-save-problems =
    { $count ->
        [one] Rett feltet som er merkt.
       *[other] Rett dei { $count } felta som er merkte.
    }
window-saved = Lagra
window-not-saved = Det vart ikkje lagra. Prøv igjen.
window-unsaved = Ulagra endringar
window-conflict-by = { $by } lagra endringar her { $at }.
window-conflict-by-unknown = Ein kollega har lagra endringar her.
window-conflict-contested =
    { $count ->
        [one] Det du har skrive, er halde på. Vel i feltet som er merkt.
       *[other] Det du har skrive, er halde på. Vel i dei { $count } felta som er merkte.
    }
window-conflict-followed = Felta du ikkje har rørt, viser det nye.
window-conflict-look-again = Sjå over det som står no, og prøv igjen.
window-conflict-choose = Vel for { $field }
window-conflict-theirs = Ein kollega har lagra:
window-conflict-empty = (tomt)
window-conflict-keep = Hald på mitt
window-conflict-take = Bruk det nye
window-counter = { $length }/{ $limit } teikn
window-counter-over = { $length }/{ $limit } teikn – { $over } for mykje

# Troubles that belong to no field.
window-trouble-unavailable = Databasen svarar ikkje akkurat no. Det du har skrive, står der framleis.
window-trouble-unknown = Databasen svarte ikkje i tide, og vi veit ikkje om det vart lagra. Sjå etter før du gjer det på nytt.
window-trouble-not-ready = Programmet er ikkje klart enno. Det du har skrive, står der framleis.
window-trouble-not-found = Dette finst ikkje lenger. Kanskje ein kollega har endra det.
window-trouble-broken = Noko gjekk gale i programmet. Oppgje referansen { $reference } når du ber om hjelp.
window-open-log = Opne loggmappa

# Work that happens by itself, when it cannot be done. It is tried again all the time.
window-stalled-deliver = Svar til pasientane går ikkje ut akkurat no. Programmet prøver igjen av seg sjølv. Ring pasienten når det hastar. Referanse: { $reference }
window-stalled-expire = Timebestillingar som ikkje vart svara på i tide, blir ikkje avslutta av seg sjølve akkurat no. Referanse: { $reference }
window-stalled-plan = Nye dagar blir ikkje lagde ut for bestilling akkurat no. Referanse: { $reference }
window-stalled-clean-up = Gamle innloggingar blir ikkje sletta akkurat no. Referanse: { $reference }

# The queue.
window-queue-table = Timebestillingar som ventar
window-queue-empty = Ingen ventar
window-queue-empty-hint = Nye timebestillingar kjem hit av seg sjølve.
window-done-table = Timebestillingar som er behandla i dag
window-done-latest = Viser dei siste { $count }. Talet i menyen gjeld alle.
window-done-empty = Ingenting er behandla i dag enno
window-done-empty-hint = Det du stadfestar og avviser, kan lesast her resten av dagen.
window-column-age = Ventar
window-column-decided = Behandla
window-column-when = Ønskt time
window-column-patient = Pasient
window-column-timebook = Timebok
window-column-channel = Kanal
window-column-status = Utfall
window-age-now = no
window-age-minutes = { $minutes } min
window-age-hours = { $hours } t { $minutes } min
window-age-days = { $days } d { $hours } t
window-arrived = Ny timebestilling: { $type }
window-order = Rekkjefølgje
window-order-arrival = Eldste først
window-order-start = Nærmaste time først
window-order-now = Rekkjefølgje: { $order }
window-soon-count =
    { $count ->
        [one] 1 bestilling gjeld i dag eller neste opningstid
       *[other] { $count } bestillingar gjeld i dag eller neste opningstid
    }
window-soon-today = I dag
window-soon-tomorrow = I morgon
window-soon-next-opening = Neste opning

# Answers that did not reach the patient.
window-nav-undelivered = Ikkje levert
window-undelivered = Svar som ikkje er leverte
window-undelivered-lead = Desse pasientane har ikkje fått svaret. Ring dei, eller send svaret på nytt når feilen er retta.
window-undelivered-none = Alle svar er leverte.
window-undelivered-more = Viser dei { $shown } eldste av { $total }. Dei neste kjem når desse er sende.
window-undelivered-tried = Prøvd { $attempts } gonger, sist { $at }. Årsak:
window-undelivered-again = Send på nytt
window-undelivered-unreadable = Timebestillinga kan ikkje lesast

# Bookings outside the opening hours.
window-nav-conflicts = Utanfor opningstid
window-conflicts = Bestillingar utanfor opningstidene
window-conflicts-lead = Desse timane ligg utanfor opningstidene etter ei endring. Ring pasienten, eller avlys timen med eit svar.
window-conflicts-none = Ingen bestillingar ligg utanfor opningstidene.
window-conflicts-more = Viser dei { $shown } første av { $total }.
window-conflicts-show = Vis dei
window-cancel-booking = Avlys …
window-cancel-title = Avlys timen til { $patient }
window-cancel-text = Svar til pasienten
window-cancel-send = Avlys og send svar
window-cancel-phrase = Timen { $when } må dessverre avlysast, fordi opningstidene er endra. Bestill ein ny time, eller ring legekontoret.
window-cancel-changed = Bestillinga er endra sidan lista vart lesen. Sjå over og send på nytt.
window-cancel-begun = Timen har byrja og kan ikkje avlysast lenger.

# One request.
window-request-panel = Vald timebestilling
window-request-choose = Vel ei timebestilling for å lese ho.
window-request-back = Tilbake til lista
window-request-earlier = Tidlegare hos oss
window-request-history = Historikk
window-identity-show = Vis fødselsnummer
window-identity-copy = Kopier fødselsnummeret
window-identity-copied = Kopiert
window-identity-not-shown = Fødselsnummeret kan ikkje visast akkurat no. Prøv igjen.
window-fact-time = Tid
window-fact-timebook = Time hos
window-fact-place = Oppmøtestad
window-fact-practitioner = Behandlar
window-fact-reason = Kva gjeld det?
window-fact-no-reason = Ikkje oppgitt
window-fact-duration = Lengd
window-fact-seat = Plass
window-fact-seat-of = { $place } av { $capacity }, halden for pasienten
window-fact-channel = Kanal
window-fact-phone = Telefon
window-fact-no-phone = Ikkje oppgjeve
window-confirm = Stadfest
window-reject = Avvis …
window-already-confirmed = Allereie stadfesta av { $by } { $at }
window-already-rejected = Allereie avvist av { $by } { $at }
window-already-cancelled = Allereie avbestilt av { $by } { $at }
window-already-expired = Utgått: tidspunktet passerte { $at } utan svar
window-already-other = Allereie behandla av { $by } { $at }

# Rejecting.
window-reject-title = Avvis timebestillinga frå { $patient }
window-reject-phrases = Vanlege svar
window-reject-phrase-call = Ring legekontoret, så finn vi ein time som passar.
window-reject-phrase-other-time = Vi kan ikkje ta imot på dette tidspunktet. Bestill gjerne ein annan time.
window-reject-phrase-wrong-type = Dette må vurderast av lege. Bestill ein konsultasjon med fastlegen.
window-reject-phrase-urgent = Hastar det, ring legekontoret. Utanom opningstida: legevakt 116 117. Er det fare for liv: 113.
window-reject-text = Svar til pasienten
window-reject-hint = Blir sendt til pasienten når angrefristen på ti sekund er ute.
window-reject-send = Avvis og send svar
window-reject-unavailable = Svaret vart ikkje sendt, for databasen svarar ikkje. Prøv igjen om litt.
window-reject-overtaken = Svaret ditt er ikkje sendt. Teksten står her, så du kan kopiere han.
window-reject-changed = Timebestillinga er endra sidan du opna henne. Sjå over og send på nytt.

# Undoing.
window-undo = Angre
window-undo-label = Angre: { $what }
window-undo-seconds = { $seconds } s
window-undo-more = og { $count } til
window-undo-too-late = Det er for seint å angre. Svaret er på veg til pasienten.
window-undo-place-taken = Det kan ikkje angrast, for ein annan pasient har fått plassen.
window-time-begun = Timen har teke til og kan ikkje stadfestast lenger.
window-decision-not-saved = Svaret til {$patient} vart ikkje lagra, og førespurnaden ventar framleis. Prøv igjen.
window-undo-not-saved = Angringa vart ikkje lagra. Prøv igjen.

# Keys.
window-shortcuts = Snøggtastar
window-shortcuts-link = snøggtastar
window-shortcuts-on = Bruk snøggtastar på éin bokstav
window-sound = Spel ein lyd når ei ny timebestilling kjem
window-shortcut-move = Neste og førre i lista
window-shortcut-ends = Første i lista, og siste av dei som er henta hittil
window-shortcut-open = Gå til den valde bestillinga
window-shortcut-leave = Tilbake til lista
window-shortcut-confirm = Stadfest
window-shortcut-reject = Avvis
window-shortcut-send = Send avvisinga
window-shortcut-undo = Angre det siste
window-shortcut-order = Byt rekkjefølgje i køen
window-shortcut-zoom = Større, mindre og vanleg tekst
window-shortcut-help = Vis denne lista

# Set-up: the clinic.
window-profile-lead = Dette ser pasientane når dei bestiller time.
window-profile-name = Namn på legekontoret
window-profile-phone = Telefon
window-profile-phone-hint = Når ingen time passar
window-profile-org-number = Organisasjonsnummer
window-profile-org-number-hint = Ni siffer
window-profile-her-id = HER-id
window-profile-her-id-hint = Frå Adresseregisteret
window-profile-limits = Grenser
window-profile-limits-hint = Så mange komande timar og bestillingar kan éin person ha på ein gong.
window-profile-limit-of-type = Av éin type
window-profile-limit-in-all = Til saman
window-profile-info = Informasjon til pasientane
window-profile-info-hint = Blir vist først når ein pasient bestiller time.
window-preview = Slik ser pasienten det
window-preview-empty = Utan tekst blir ingen boks vist.

# Set-up: locations.
window-locations-lead = Oppmøtestadene som pasientane får vite om.
window-location-new = Ny oppmøtestad
window-location-name = Namn
window-location-name-hint = Det staden blir kalla på legekontoret, til dømes «Laboratoriet i 2. etasje».
window-location-street = Gateadresse
window-location-postal-code = Postnummer
window-location-city = Poststad

# Set-up: timebooks.
window-timebooks-lead = Kvar timebok har sine tider. Pasientane ser dei som er publiserte.
window-timebooks-need-location = Ei timebok treng ein oppmøtestad. Legg inn den først.
window-timebook-new = Ny timebok
window-timebook-kind = Type
window-timebook-location = Oppmøtestad
window-timebook-name = Namn
window-timebook-practitioner = Behandlar
window-timebook-description = Omtale
window-timebook-description-hint = Éi linje under namnet når pasienten vel stad.
window-timebook-slot-minutes = Lengd på kvar time
window-timebook-pause-minutes = Pause mellom timane
window-timebook-capacity = Plassar på kvar time
window-timebook-weeks-ahead = Timar blir lagde ut
window-timebook-published = Publisert
window-timebook-unpublished = Ikkje publisert
window-timebook-free =
    { $count ->
        [one] { $count } ledig plass
       *[other] { $count } ledige plassar
    }
window-timebook-first = første ledige time: { $when }
window-timebook-none-free = Ingen ledige timar i perioden. Sjekk opningstidene.
window-timebook-conflicts =
    { $count ->
        [one] { $count } avtale ligg utanfor opningstidene. Ring pasienten, eller avlys han.
       *[other] { $count } avtalar ligg utanfor opningstidene. Ring pasientane, eller avlys dei.
    }
window-unit-minutes =
    { $count ->
        [one] minutt
       *[other] minutt
    }
window-unit-bookings =
    { $count ->
        [one] bestilling
       *[other] bestillingar
    }
window-unit-places =
    { $count ->
        [one] plass
       *[other] plassar
    }
window-unit-weeks =
    { $count ->
        [one] veke framover
       *[other] veker framover
    }
window-rules = Når pasientane kan bestille
window-rules-hint = Reglane gjeld bestillingane til pasientane sjølve. Talet på ledige plassar tel alle timane, også dei som ikkje er opna.
window-rules-lead = Siste frist
window-rules-lead-none = Til timen byrjar
window-rules-lead-minutes = { $count } minutt før
window-rules-lead-hours =
    { $count ->
        [one] { $count } time før
       *[other] { $count } timar før
    }
window-rules-lead-days =
    { $count ->
        [one] { $count } døgn før
       *[other] { $count } døgn før
    }
window-rules-horizon = Tidlegast
window-rules-horizon-none = Inga grense
window-rules-horizon-days =
    { $count ->
        [one] { $count } dag før
       *[other] { $count } dagar før
    }
window-unit-days-before =
    { $count ->
        [one] dag før
       *[other] dagar før
    }
window-rules-release = Timane blir opna for pasientane
window-rules-release-at-once = Så snart timeboka er publisert
window-rules-release-from = Alle på éin gong, frå eit tidspunkt
window-rules-release-weekly = Ei veke om gongen
window-rules-release-date = Dato (dd.mm.åååå)
window-rules-release-at = Klokkeslett
window-rules-release-weekday = Dag
window-rules-release-weeks = Opnar timane
window-rules-release-weeks-ahead =
    { $count ->
        [0] same veka
        [1] veka etter
       *[other] { $count } veker etter
    }
window-rules-release-from-text = { $date } kl. { $at }
window-rules-release-weekly-text = { $weekday } kl. { $at }, for timane { $weeks }
window-hours = Opningstider
window-hours-hint = Timane blir lagde i desse tidene kvar veke. Heilagdagar er stengde.
window-hours-from = Frå
window-hours-to = Til
window-hours-closed = Stengt
window-hours-add = Tid
window-hours-add-label = Legg til tid på { $day }
window-hours-remove = Fjern tida på { $day }
window-hours-copy = Til alle kvardagar
window-hours-copy-label = Til alle kvardagar, frå { $day }
window-hours-valid-from = Gjeld frå
window-hours-valid-until = Gjeld til og med
window-hours-copy-from = Hent opningstidene frå
window-hours-copy-here = Hent

# Set-up: exceptions from the opening hours.
window-exceptions-lead = Dagar med andre opningstider enn vanleg: for heile legekontoret, ein oppmøtestad eller ei timebok.
window-exception-new = Nytt unntak
window-exception-first = Dato (dd.mm.åååå)
window-exception-last = Til og med
window-exception-scope = Gjeld
window-exception-scope-clinic = Heile legekontoret
window-exception-scope-location = Oppmøtestad: { $name }
window-exception-scope-timebook = Timebok: { $name }
window-exception-change = Kva skjer?
window-exception-closed = Stengt
window-exception-hours = Andre opningstider
window-exception-extra = Ekstra opningstider
window-exception-blocked = Sperra tider
window-exception-holiday-open = Ope på heilagdag
window-exception-closed-hint = Ingen timar blir tilbodne.
window-exception-hours-hint = Tidene under gjeld i staden for dei vanlege, også på ein heilagdag.
window-exception-extra-hint = Tidene under kjem i tillegg til dei vanlege.
window-exception-blocked-hint = Timar som treffer tidene under, blir ikkje tilbodne. Dei andre blir liggjande der dei er.
window-exception-holiday-open-hint = Dei vanlege opningstidene gjeld på heilagdagar i perioden. Andre dagar blir ikkje endra.
window-exception-periods = Tider
window-exception-period-add = Legg til tid
window-exception-period-remove = Fjern tida { $from }–{ $to }
window-exception-note = Merknad
window-exception-note-hint = Berre for tilsette, til dømes «Kurs».
window-delete-exception = Slett unntaket
window-delete-exception-text = Timane følgjer dei vanlege opningstidene igjen.
window-holidays = Heilagdagar
window-holidays-lead = Legekontoret er stengt på heilagdagar. Huk av for dei der dei vanlege opningstidene skal gjelde.
window-holiday-open = Ope { $day }, { $name }
window-holiday-close-title = Stengje { $name }?
window-holiday-close = Steng dagen

# What a change of opening hours does, shown before it is saved.
window-effect = Dette skjer når du lagrar
window-effect-now = Dette skjer
window-effect-unpublished = Dette skjer når timeboka blir publisert
window-effect-none = Ingen timar som er lagde ut, blir endra.
window-effect-added =
    { $count ->
        [one] { $count } ny time
       *[other] { $count } nye timar
    }
window-effect-removed =
    { $count ->
        [one] { $count } ledig time blir fjerna
       *[other] { $count } ledige timar blir fjerna
    }
window-effect-changed =
    { $count ->
        [one] { $count } time blir endra
       *[other] { $count } timar blir endra
    }
window-effect-kept =
    { $count ->
        [one] { $count } time blir som før
       *[other] { $count } timar blir som før
    }
window-effect-conflicts =
    { $count ->
        [one] { $count } bestilling hamnar utanfor opningstidene: { $times }
       *[other] { $count } bestillingar hamnar utanfor opningstidene: { $times }
    }
window-effect-conflicts-kept = Bestillingane står til de avlyser dei eller avtalar noko anna.

# Set-up: publishing.
window-publish-panel = Publisering
window-publish = Publiser
window-publish-save = Lagre og publiser
window-publish-hint = Pasientane ser timeboka når ho er publisert.
window-unpublish = Ta ned

# Set-up: deleting.
window-delete = Slett
window-delete-title = Slette «{ $name }»?
window-delete-location = Slett oppmøtestaden
window-delete-location-text = Oppmøtestaden blir borte for godt. Tidlegare bestillingar held på namnet og adressa.
window-delete-location-used =
    { $count ->
        [one] Éi timebok bruker oppmøtestaden, så han kan ikkje slettast. Vel ein annan oppmøtestad i timeboka først.
       *[other] { $count } timebøker bruker oppmøtestaden, så han kan ikkje slettast. Vel ein annan oppmøtestad i dei først.
    }
window-delete-timebook = Slett timeboka
window-delete-timebook-text = Timeboka og timane i ho blir borte for godt.
window-delete-has-bookings =
    { $count ->
        [0] Timeboka har tidlegare bestillingar, så ho kan ikkje slettast. Ta ho ned, så kan ingen bestille fleire timar.
        [one] Timeboka har éi bestilling som gjeld framover, så ho kan ikkje slettast. Ta ho ned, så kan ingen bestille fleire timar.
       *[other] Timeboka har { $count } bestillingar som gjeld framover, så ho kan ikkje slettast. Ta ho ned, så kan ingen bestille fleire timar.
    }

# Set-up: the first time.
window-guide-title = Kom i gang
window-guide-steps = Steg i oppsettet
window-guide-location = Oppmøtestad
window-guide-timebook = Timebok
window-guide-lead-profile = Fire korte steg, så har legekontoret sin første ledige time. Berre namnet må fyllast ut no.
window-guide-lead-location = Kvar skal pasientane møte?
window-guide-lead-timebook = Kva kan pasientane bestille, og når? Framlegget kan brukast som det er.
window-guide-lead-publish = Sjå over før pasientane får sjå timeboka.
window-guide-lead-done = Du kan endre alt seinare under Oppsett.
window-guide-next = Lagre og gå vidare
window-guide-change = Endre timeboka
window-guide-publish = Publiser timeboka
window-guide-done = Legekontoret er klart
window-guide-first-free = Første ledige time: { $when }
window-guide-portal-closed = Nettsida er ikkje open for pasientar enno. Linja nedst i vindauget seier kvifor.
window-guide-open-portal = Sjå nettsida
window-guide-to-queue = Gå til køen
window-guide-change-hours = Endre opningstidene

# When the clinic's data is out of reach.
window-database-what-to-do = Dette kan du gjere
window-database-starting = Startar …
window-database-starting-what = Programmet opnar dataa til legekontoret. Det tek vanlegvis ein augneblink.
window-database-unavailable = Databasen svarar ikkje
window-database-unavailable-what = Ingenting er tapt. Køen kjem att så snart databasen svarar.
window-database-unavailable-do-wait = Vent litt. Programmet prøver igjen av seg sjølv.
window-database-unavailable-do-check = Varer det, gje meldinga over til den som driftar databasen, og sjekk at nettet verkar.
window-database-newer = Dataa er frå ei nyare utgåve
window-database-newer-what = Dataa til legekontoret er brukte med ei nyare utgåve av Ressurstimebok enn denne. Dataa er urørte.
window-database-newer-fact = Dataa: utgåve { $found }. Programmet: utgåve { $known }.
window-database-newer-do-update = Oppdater Ressurstimebok på denne maskina.
window-database-newer-do-keep = Bruk så lenge ein annan arbeidsplass som er oppdatert.
window-database-not-writable = Datamappa kan ikkje skrivast til
window-database-not-writable-what = Programmet treng å lagre i denne mappa:
window-database-not-writable-do-access = Gje brukaren din skrivetilgang til mappa, eller vel ei anna med --data.
window-database-not-writable-do-space = Sjekk at disken ikkje er full eller skriveverna.
window-database-in-use = Datamappa er i bruk
window-database-in-use-what = Eit anna program har opna dataa til legekontoret i denne mappa:
window-database-in-use-do-close = Lukk det andre vindauget, eller logg ut den andre brukaren på maskina.
window-database-in-use-do-server = Køyrer ressurstimebok-server på same mappe, stopp han eller bruk PostgreSQL for fleire arbeidsplassar.
window-database-not-moved = Dataa til legekontoret kan ikkje flyttast
window-database-not-moved-what = Ei eldre utgåve lagra dataa i ei mappe som følgjer brukaren frå maskin til maskin. Dei skal liggje på denne maskina. Dei er heile der dei er:
window-database-not-moved-fact = { $from } → { $to }: { $reason }
window-database-not-moved-do-room = Sjekk at disken har plass, og at brukaren din kan skrive i begge mappene.
window-database-not-moved-do-there = Hastar det, start programmet med --data og mappa der dataa er.
window-database-several = Databasen har fleire legekontor
window-database-several-what = Programmet veit ikkje kva for eitt av dei denne arbeidsplassen høyrer til. Dataa er urørte.
window-database-several-fact = { $count } legekontor
window-database-several-do-choose = Start programmet med --clinic og id-en til legekontoret.
window-database-several-do-ask = Id-en får du av den som driftar databasen.
window-database-not-the-demo = Dataa er ikkje demoen sine
window-database-not-the-demo-what = I demoen kan kven som helst logge inn som pasient. Difor opnar han aldri dataa til eit anna legekontor. Dei er urørte.
window-database-not-the-demo-do-start = Start programmet utan --demo for å bruke dataa.
window-database-not-the-demo-do-folder = Vil du prøve demoen, gi han ei eiga mappe med --data.
window-database-broken = Dataa kan ikkje lesast
window-database-broken-what = Databasen svarer, men det som står der, er ikkje slik programmet har lagra det. Programmet har ikkje endra noko.
window-database-broken-fact = Referanse: { $reference }
window-database-broken-do-copy = Ta ein kopi av datamappa før nokon prøver å rette henne.
window-database-broken-do-backup = Legg tilbake den nyaste tryggingskopien.
window-database-broken-do-help = Oppgi referansen når du ber om hjelp. Årsaka står i loggen under han.

# Under «Denne rada kan ikkje lesast»: for whoever is to mend it.
window-row-unreadable = Ho står i databasen som «{ $row }». Dei andre radene er her som før.
