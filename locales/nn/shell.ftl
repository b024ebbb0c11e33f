## Words of the desktop program around its window: title, tray, notifications, history, summaries.

# The window's title and the name in the tray.
app-name = Ressurstimebok
window-title = Ressurstimebok – { $clinic }

# The tray.
tray-open = Opne Ressurstimebok
tray-log = Opne loggmappa
tray-quit = Avslutt
tray-waiting =
    { $count ->
        [0] Ingen ventar
        [one] { $count } ventar
       *[other] { $count } ventar
    }
tray-closed = Koplar til …

# Notifications. They name the type of timebook and never a patient.
notification-one = Ny timebestilling: { $kind }
notification-many =
    { $count ->
        [one] { $count } ny timebestilling
       *[other] { $count } nye timebestillingar
    }

# Once, when the window is closed for the first time.
notification-tray = Ressurstimebok held fram ved klokka og varslar om nye bestillingar

# When something happened: today, or on another day.
at-clock = kl. { $time }
at-day = { $day } kl. { $time }

# Told after a decision. «when» is within a sentence: «onsdag kl. 09:30».
decided-confirmed = Stadfesta: { $patient }, { $when }
decided-rejected = Avvist: { $patient }, { $when }
decided-cancelled = Avlyst: { $patient }, { $when }

# Who did something, within a sentence.
actor-patient = pasienten
actor-proxy = fullmektigen til pasienten
actor-helsenorge = Helsenorge
actor-system = programmet
actor-colleague = ein kollega

# The history of a request.
act-requested = Sendt frå nettsida
act-listed = Vist i køen for { $name }
act-opened = Opna av { $name }
act-confirmed = Stadfesta av { $name }
act-rejected = Avvist av { $name }
act-undone = Angra av { $name }
act-sent = Svaret er sendt til pasienten
act-cancelled = Avbestilt av { $name }
act-expired = Gjekk ut utan svar
act-read-by-patient = Lese av pasienten
act-listed-by-patient = Lista over eigne timar er lesen av pasienten
act-earlier-shown = Dei andre timane til pasienten er viste til { $name }
act-identity-shown = Fødselsnummeret er vist til { $name }
act-logged-in = Pasienten logga inn
act-logged-out = Pasienten logga ut
act-log-in-refused = Ei innlogging vart avvist
act-patient-saved = Opplysningane til pasienten er lagra av { $name }
act-patients-listed = Pasientlista er vist
act-log-read = Tilgangsloggen er lesen av { $name }

# A database that went away while the program ran.
database-away = Sambandet med databasen er brote.
