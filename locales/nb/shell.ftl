## Words of the desktop program around its window: title, tray, notifications, history, summaries.

# The window's title and the name in the tray.
app-name = Ressurstimebok
window-title = Ressurstimebok – { $clinic }

# The tray.
tray-open = Åpne Ressurstimebok
tray-log = Åpne loggmappen
tray-quit = Avslutt
tray-waiting =
    { $count ->
        [0] Ingen venter
        [one] { $count } venter
       *[other] { $count } venter
    }
tray-closed = Kobler til …

# Notifications. They name the type of timebook and never a patient.
notification-one = Ny timebestilling: { $kind }
notification-many =
    { $count ->
        [one] { $count } ny timebestilling
       *[other] { $count } nye timebestillinger
    }

# Once, when the window is closed for the first time.
notification-tray = Ressurstimebok fortsetter ved klokken og varsler om nye bestillinger

# When something happened: today, or on another day.
at-clock = kl. { $time }
at-day = { $day } kl. { $time }

# Told after a decision. «when» is within a sentence: «onsdag kl. 09:30».
decided-confirmed = Bekreftet: { $patient }, { $when }
decided-rejected = Avvist: { $patient }, { $when }
decided-cancelled = Avlyst: { $patient }, { $when }

# Who did something, within a sentence.
actor-patient = pasienten
actor-proxy = pasientens fullmektig
actor-helsenorge = Helsenorge
actor-system = programmet
actor-colleague = en kollega

# The history of a request.
act-requested = Sendt fra nettsiden
act-listed = Vist i køen for { $name }
act-opened = Åpnet av { $name }
act-confirmed = Bekreftet av { $name }
act-rejected = Avvist av { $name }
act-undone = Angret av { $name }
act-sent = Svaret er sendt til pasienten
act-cancelled = Avbestilt av { $name }
act-expired = Utløpt uten svar
act-read-by-patient = Lest av pasienten
act-listed-by-patient = Listen over egne timer er lest av pasienten
act-earlier-shown = Pasientens andre timer er vist til { $name }
act-identity-shown = Fødselsnummeret er vist til { $name }
act-logged-in = Pasienten logget inn
act-logged-out = Pasienten logget ut
act-log-in-refused = En innlogging ble avvist
act-patient-saved = Pasientens opplysninger er lagret av { $name }
act-patients-listed = Pasientlisten er vist
act-log-read = Tilgangsloggen er lest av { $name }

# A database that went away while the program ran.
database-away = Forbindelsen til databasen er brutt.
