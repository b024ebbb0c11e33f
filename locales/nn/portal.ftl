## The patient’s web pages.

# Around every page.
portal-skip = Hopp til innhaldet
portal-front-page = Framside
portal-log-in = Logg inn
portal-log-out = Logg ut
portal-languages = Språk
# 113 and 116 117, in this order; they are links.
portal-emergency = Ved akutt sjukdom: ring { $ambulance }, eller legevakt { $doctor }. Ikkje bruk denne sida.
portal-step = Steg { $step } av 4
portal-back = Tilbake
portal-next = Neste
portal-cancel = Avbryt
portal-error-title = Feil:
portal-error-summary = Rett opp dette før du går vidare

# «Dine tjenester».
portal-home = Tenestene dine
portal-book = Bestill time
portal-inbox = Innboks
portal-inbox-lead = Meldingar og brev frå helsetenesta.
portal-appointments = Timeavtalar
portal-appointments-lead = Timar og avtalar med helsetenesta.
portal-started = Du har ei påbyrja bestilling
portal-started-continue = Hald fram med bestillinga
portal-started-forget = Forkast

# «Hva trenger du?».
portal-need = Kva treng du?
portal-need-lead = Her kan du sjå tenester som helsekontakten eller behandlingsstaden tilbyr.
portal-need-missing = Vel kva du treng.
portal-need-none = Det er ingen timar å bestille her akkurat no.
portal-need-call = Ring legekontoret:
portal-info = Informasjon frå legekontoret

# «Velg time».
portal-time = Vel time
portal-place = Vel stad
portal-day = Vel dag
portal-today = I dag
portal-previous-month = Førre månad, { $month }
portal-next-month = Neste månad, { $month }
portal-day-free = { $day }, ledige timar
portal-day-full = { $day }, ingen ledige timar
portal-day-chosen = { $day }, vald
portal-calendar-key = Blå dagar har ledige timar.
portal-month-empty = Ingen ledige timar i { $month }.
portal-next-free = Gå til neste ledige dag: { $day }
portal-none-later = Det er ingen ledige timar seinare heller. Sjekk att ein annan dag.
portal-next-release = Nye timar blir opna for bestilling { $day } kl. { $time }.
portal-free-times = Ledige timar { $day }
portal-free-times-no-day = Ledige timar
portal-no-times-day = Ingen ledige timar denne dagen. Vel ein blå dag i kalenderen.
portal-no-times = Vel ein dag i kalenderen for å sjå timane.
portal-time-missing = Vel ein ledig time.
portal-taken = Timen { $slot } er dessverre ikkje ledig lenger
portal-taken-some = Timen er dessverre ikkje ledig lenger
portal-taken-what-now = Vel ein annan time.
portal-meet = Oppmøtestad
portal-no-time = Finn du ikkje ledig time?
portal-you-can = Du kan:
portal-contact = Ta kontakt med behandlingsstaden direkte
portal-check-later = Sjekk seinare for avbestilte timar

# «Se gjennom før du sender».
portal-review = Sjå gjennom før du sender
portal-with = Time hos { $name }
portal-duration-estimate = Venta lengd: { $duration }
portal-journal = Førespurnaden blir journalført.
portal-reason = Kva gjeld det?
portal-reason-limit = Maksimum { $limit } teikn.
portal-reason-example = T.d. influensavaksine
portal-counter = { $length }/{ $limit } teikn
portal-reason-too-long = Skriv høgst { $limit } teikn. Du har skrive { $length }.
portal-reason-too-many-bytes = Teksten har for mange samansette teikn. Skriv han enklare.
portal-reason-control = Teksten har teikn som ikkje kan visast, til dømes eit linjeskift. Skriv han på nytt.
portal-too-many-person = Du har sendt mange bestillingar på kort tid
portal-too-many-address = Det er sendt mange bestillingar frå dette nettet på kort tid
portal-too-many-what-now =
    { $minutes ->
        [0] Bestillinga er ikkje send. Det du har skrive, står nedanfor. Vent litt og prøv igjen, eller ring legekontoret.
        [one] Bestillinga er ikkje send. Det du har skrive, står nedanfor. Vent eitt minutt og prøv igjen, eller ring legekontoret.
       *[other] Bestillinga er ikkje send. Det du har skrive, står nedanfor. Vent { $minutes } minutt og prøv igjen, eller ring legekontoret.
    }
portal-other-time = Dette skjemaet er alt sendt, for eit anna tidspunkt
portal-other-time-what-now = Bestillinga nedanfor er ikkje send. Send henne dersom du vil ha dette tidspunktet òg, eller ring legekontoret.
portal-other-session = Sjå gjennom og send på nytt
portal-other-session-what-now = Nokon har logga inn på nytt etter at sida vart opna. Du er no logga inn som { $name }. Det du har skrive, står nedanfor.
portal-limit-of-type =
    { $count ->
        [one] Du kan ikkje ha meir enn éin time eller ei bestilling av denne typen på ein gong
       *[other] Du kan ikkje ha fleire enn { $count } timar eller bestillingar av denne typen på ein gong
    }
portal-limit-in-all =
    { $count ->
        [one] Du kan ikkje ha meir enn éin time eller ei bestilling hos legekontoret på ein gong
       *[other] Du kan ikkje ha fleire enn { $count } timar eller bestillingar hos legekontoret på ein gong
    }
portal-limit-has = Du har:
portal-limit-what-now = Bestillinga er ikkje send. Det du har skrive, står nedanfor. Treng du fleire timar, ring legekontoret.
portal-send = Send bestilling

# After sending.
portal-sent = Timebestillinga er send
portal-sent-only-a-request = Bestillinga er berre ein førespurnad. Timen er ikkje tildelt før du får ei stadfesting.
portal-sent-health-changes = Dersom helsetilstanden din endrar seg før timeavtalen, må du ta kontakt med legekontoret.
portal-sent-find-it = Du finn informasjon om timebestillinga i innboksen.
portal-go-to-inbox = Gå til innboksen

# «Innboks» and «Timeavtaler».
portal-inbox-count =
    { $count ->
        [one] { $count } melding
       *[other] { $count } meldingar
    }
portal-inbox-empty = Du har ingen meldingar enno.
portal-appointments-empty = Du har ingen timeavtalar enno.
portal-wanted = Ønskt timeavtale: { $slot }.
portal-from-you = Meldinga di
portal-from-clinic = Svar frå legekontoret
portal-answer-sent = Legekontoret har ikkje svart enno.
portal-answer-granted = Timereservasjonen din er stadfesta. { $place }.
portal-answer-cancelled = Timen er avbestilt.
portal-answer-expired = Legekontoret svara ikkje før timen skulle ta til. Ta kontakt med legekontoret om du framleis treng time.
portal-no-reply = Denne meldinga kan ikkje svarast på.
portal-appointment = { $when }: Time hos { $clinic }
portal-see-details = Sjå detaljar
portal-duration = Venta lengd
portal-about = Timen gjeld
portal-practitioner = Behandlar
portal-status = Status
portal-description = Skildring
portal-messages-of-time = Meldingar til timen ({ $count })
portal-messages-go = Gå til innboksen for å sjå meldingane

# Login.
portal-expired-not-sent = Bestillinga er ikkje send
portal-expired-kept = Du har vore borte så lenge at du vart logga ut. Det du har skrive, er teke vare på. Logg inn på nytt for å sjå gjennom og sende.
portal-logged-out = Du er logga ut
portal-logged-out-what-now = Det du har skrive, står nedanfor. Logg inn i ei ny fane, kom tilbake hit og prøv igjen. Den same bestillinga blir aldri registrert to gonger.
portal-log-in-new-tab = Logg inn (blir opna i ei ny fane)
portal-typed-kept = Det du har skrive, er teke vare på.
portal-login-demo = Dette er ein demonstrasjon. Vel kven du vil vere. Ingen av personane finst.
portal-login-nobody = Det er ingen å logge inn som.
portal-login-closed = Innlogginga er ikkje opna
portal-login-closed-lead = Legekontoret har ikkje sett opp innlogging enno. Ta kontakt med legekontoret for å bestille time.

# When something is in the way.
portal-try-again = Prøv igjen
portal-not-found = Vi finn ikkje sida
portal-not-found-lead = Adressa kan vere skriven feil, eller sida finst ikkje lenger.
portal-no-such-time = Vi finn ikkje timen
portal-no-such-time-lead = Timen høyrer ikkje til her, eller han blir ikkje tilboden lenger.
portal-choose-again = Vel ein annan time
portal-forbidden = Vi kan ikkje ta imot skjemaet
portal-forbidden-lead = Det kjem ikkje frå ei side du har opna her, eller sida har vore open for lenge. Ingenting er sendt. Opne sida på nytt og prøv igjen.
portal-malformed = Vi forstår ikkje skjemaet
portal-malformed-lead = Noko manglar eller er endra undervegs. Ingenting er sendt. Opne sida på nytt og prøv igjen.
portal-misdirected = Sida finst ikkje på denne adressa
portal-misdirected-lead = Bruk adressa som legekontoret har oppgitt.
portal-too-many = Det gjekk litt fort
portal-too-many-lead = Det har kome mange førespurnader på kort tid. Vent litt og prøv igjen.
portal-too-large = Det du sende, er for stort
portal-too-large-lead = Ingenting er sendt vidare. Skriv kortare og prøv igjen.
portal-unavailable = Vi når ikkje timeboka akkurat no
portal-unavailable-lead = Vent litt og prøv igjen.
portal-unavailable-not-kept = Vi fekk ikkje lagra det du har skrive. Det står nedanfor. Vent litt og prøv igjen.
portal-unavailable-not-sent = Bestillinga er ikkje send. Det du har skrive, står nedanfor. Vent litt og prøv igjen.
portal-unavailable-unknown = Vi veit ikkje om bestillinga er send. Det du har skrive, står nedanfor. Vent litt og prøv igjen: Den same bestillinga blir aldri registrert to gonger.
portal-broken = Noko gjekk gale hos oss
portal-broken-lead = Feilen er notert. Prøv igjen seinare, eller ta kontakt med legekontoret.
portal-reference = Referanse: { $reference }
