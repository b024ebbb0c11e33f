## The patient’s web pages.

# Around every page.
portal-skip = Hopp til innholdet
portal-front-page = Forside
portal-log-in = Logg inn
portal-log-out = Logg ut
portal-languages = Språk
# 113 and 116 117, in this order; they are links.
portal-emergency = Ved akutt sykdom: ring { $ambulance }, eller legevakt { $doctor }. Ikke bruk denne siden.
portal-step = Steg { $step } av 4
portal-back = Tilbake
portal-next = Neste
portal-cancel = Avbryt
portal-error-title = Feil:
portal-error-summary = Rett opp dette før du går videre

# «Dine tjenester».
portal-home = Dine tjenester
portal-book = Bestill time
portal-inbox = Innboks
portal-inbox-lead = Meldinger og brev fra helsetjenesten.
portal-appointments = Timeavtaler
portal-appointments-lead = Timer og avtaler med helsetjenesten.
portal-started = Du har en påbegynt bestilling
portal-started-continue = Fortsett bestillingen
portal-started-forget = Forkast

# «Hva trenger du?».
portal-need = Hva trenger du?
portal-need-lead = Her kan du se tjenester som tilbys av helsekontakten eller tilhørende behandlingssted.
portal-need-missing = Velg hva du trenger.
portal-need-none = Det er ingen timer å bestille her akkurat nå.
portal-need-call = Ring legekontoret:
portal-info = Informasjon fra legekontoret

# «Velg time».
portal-time = Velg time
portal-place = Velg sted
portal-day = Velg dag
portal-today = I dag
portal-previous-month = Forrige måned, { $month }
portal-next-month = Neste måned, { $month }
portal-day-free = { $day }, ledige timer
portal-day-full = { $day }, ingen ledige timer
portal-day-chosen = { $day }, valgt
portal-calendar-key = Blå dager har ledige timer.
portal-month-empty = Ingen ledige timer i { $month }.
portal-next-free = Gå til neste ledige dag: { $day }
portal-none-later = Det er ingen ledige timer senere heller. Sjekk igjen en annen dag.
portal-next-release = Nye timer åpnes for bestilling { $day } kl. { $time }.
portal-free-times = Ledige timer { $day }
portal-free-times-no-day = Ledige timer
portal-no-times-day = Ingen ledige timer denne dagen. Velg en blå dag i kalenderen.
portal-no-times = Velg en dag i kalenderen for å se timene.
portal-time-missing = Velg en ledig time.
portal-taken = Timen { $slot } er dessverre ikke ledig lenger
portal-taken-some = Timen er dessverre ikke ledig lenger
portal-taken-what-now = Velg en annen time.
portal-meet = Oppmøtested
portal-no-time = Finner du ikke ledig time?
portal-you-can = Du kan:
portal-contact = Ta kontakt med behandlingssted direkte
portal-check-later = Sjekk senere for avbestilte timer

# «Se gjennom før du sender».
portal-review = Se gjennom før du sender
portal-with = Time hos { $name }
portal-duration-estimate = Antatt varighet: { $duration }
portal-journal = Henvendelsen vil bli journalført.
portal-reason = Hva gjelder det?
portal-reason-limit = Maksimum { $limit } tegn.
portal-reason-example = F. eks. influensavaksine
portal-counter = { $length }/{ $limit } tegn
portal-reason-too-long = Skriv høyst { $limit } tegn. Du har skrevet { $length }.
portal-reason-too-many-bytes = Teksten har for mange sammensatte tegn. Skriv den enklere.
portal-reason-control = Teksten har tegn som ikke kan vises, for eksempel et linjeskift. Skriv den på nytt.
portal-too-many-person = Du har sendt mange bestillinger på kort tid
portal-too-many-address = Det er sendt mange bestillinger fra dette nettet på kort tid
portal-too-many-what-now =
    { $minutes ->
        [0] Bestillingen er ikke sendt. Det du har skrevet, står nedenfor. Vent litt og prøv igjen, eller ring legekontoret.
        [one] Bestillingen er ikke sendt. Det du har skrevet, står nedenfor. Vent ett minutt og prøv igjen, eller ring legekontoret.
       *[other] Bestillingen er ikke sendt. Det du har skrevet, står nedenfor. Vent { $minutes } minutter og prøv igjen, eller ring legekontoret.
    }
portal-other-time = Dette skjemaet er allerede sendt, for et annet tidspunkt
portal-other-time-what-now = Bestillingen nedenfor er ikke sendt. Send den hvis du vil ha dette tidspunktet også, eller ring legekontoret.
portal-other-session = Se gjennom og send på nytt
portal-other-session-what-now = Noen har logget inn på nytt etter at siden ble åpnet. Du er nå logget inn som { $name }. Det du har skrevet, står nedenfor.
portal-limit-of-type =
    { $count ->
        [one] Du kan ikke ha mer enn én time eller bestilling av denne typen på en gang
       *[other] Du kan ikke ha flere enn { $count } timer eller bestillinger av denne typen på en gang
    }
portal-limit-in-all =
    { $count ->
        [one] Du kan ikke ha mer enn én time eller bestilling hos legekontoret på en gang
       *[other] Du kan ikke ha flere enn { $count } timer eller bestillinger hos legekontoret på en gang
    }
portal-limit-has = Du har:
portal-limit-what-now = Bestillingen er ikke sendt. Det du har skrevet, står nedenfor. Trenger du flere timer, ring legekontoret.
portal-send = Send bestilling

# After sending.
portal-sent = Timebestillingen er sendt
portal-sent-only-a-request = Bestillingen er kun en forespørsel. Timen er ikke tildelt før du mottar en bekreftelse.
portal-sent-health-changes = Hvis helsetilstanden din endrer seg før timeavtalen, må du ta kontakt med legekontoret.
portal-sent-find-it = Du finner informasjon om timebestillingen i innboksen.
portal-go-to-inbox = Gå til innboksen

# «Innboks» and «Timeavtaler».
portal-inbox-count =
    { $count ->
        [one] { $count } melding
       *[other] { $count } meldinger
    }
portal-inbox-empty = Du har ingen meldinger ennå.
portal-appointments-empty = Du har ingen timeavtaler ennå.
portal-wanted = Ønsket timeavtale: { $slot }.
portal-from-you = Meldingen din
portal-from-clinic = Svar fra legekontoret
portal-answer-sent = Legekontoret har ikke svart ennå.
portal-answer-granted = Din timereservasjon er bekreftet. { $place }.
portal-answer-cancelled = Timen er avbestilt.
portal-answer-expired = Legekontoret svarte ikke før timen skulle begynne. Ta kontakt med legekontoret hvis du fortsatt trenger time.
portal-no-reply = Denne meldingen kan ikke besvares.
portal-appointment = { $when }: Time hos { $clinic }
portal-see-details = Se detaljer
portal-duration = Antatt varighet
portal-about = Timen gjelder
portal-practitioner = Behandler
portal-status = Status
portal-description = Beskrivelse
portal-messages-of-time = Meldinger til timen ({ $count })
portal-messages-go = Gå til innboksen for å se meldingene

# Login.
portal-expired-not-sent = Bestillingen er ikke sendt
portal-expired-kept = Du har vært borte så lenge at du ble logget ut. Det du har skrevet, er tatt vare på. Logg inn på nytt for å se gjennom og sende.
portal-logged-out = Du er logget ut
portal-logged-out-what-now = Det du har skrevet, står nedenfor. Logg inn i en ny fane, kom tilbake hit og prøv igjen. Den samme bestillingen blir aldri registrert to ganger.
portal-log-in-new-tab = Logg inn (åpnes i en ny fane)
portal-typed-kept = Det du har skrevet, er tatt vare på.
portal-login-demo = Dette er en demonstrasjon. Velg hvem du vil være. Ingen av personene finnes.
portal-login-nobody = Det er ingen å logge inn som.
portal-login-closed = Innlogging er ikke åpnet
portal-login-closed-lead = Legekontoret har ikke satt opp innlogging ennå. Ta kontakt med legekontoret for å bestille time.

# When something is in the way.
portal-try-again = Prøv igjen
portal-not-found = Vi finner ikke siden
portal-not-found-lead = Adressen kan være skrevet feil, eller siden finnes ikke lenger.
portal-no-such-time = Vi finner ikke timen
portal-no-such-time-lead = Timen hører ikke til her, eller den tilbys ikke lenger.
portal-choose-again = Velg en annen time
portal-forbidden = Vi kan ikke ta imot skjemaet
portal-forbidden-lead = Det kommer ikke fra en side du har åpnet her, eller siden har vært åpen for lenge. Ingenting er sendt. Åpne siden på nytt og prøv igjen.
portal-malformed = Vi forstår ikke skjemaet
portal-malformed-lead = Noe mangler eller er endret underveis. Ingenting er sendt. Åpne siden på nytt og prøv igjen.
portal-misdirected = Siden finnes ikke på denne adressen
portal-misdirected-lead = Bruk adressen som legekontoret har oppgitt.
portal-too-many = Det gikk litt fort
portal-too-many-lead = Det har kommet mange forespørsler på kort tid. Vent litt og prøv igjen.
portal-too-large = Det du sendte, er for stort
portal-too-large-lead = Ingenting er sendt videre. Skriv kortere og prøv igjen.
portal-unavailable = Vi når ikke timeboken akkurat nå
portal-unavailable-lead = Vent litt og prøv igjen.
portal-unavailable-not-kept = Vi fikk ikke lagret det du har skrevet. Det står nedenfor. Vent litt og prøv igjen.
portal-unavailable-not-sent = Bestillingen er ikke sendt. Det du har skrevet, står nedenfor. Vent litt og prøv igjen.
portal-unavailable-unknown = Vi vet ikke om bestillingen er sendt. Det du har skrevet, står nedenfor. Vent litt og prøv igjen: Den samme bestillingen blir aldri registrert to ganger.
portal-broken = Noe gikk galt hos oss
portal-broken-lead = Feilen er notert. Prøv igjen senere, eller ta kontakt med legekontoret.
portal-reference = Referanse: { $reference }
