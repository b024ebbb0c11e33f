## Words of the desktop program around its window: title, tray, notifications, history, summaries.

# The window's title and the name in the tray.
app-name = Ressurstimebok
window-title = Ressurstimebok – { $clinic }

# The tray.
tray-open = Open Ressurstimebok
tray-log = Open the log folder
tray-quit = Quit
tray-waiting =
    { $count ->
        [0] Nobody is waiting
        [one] { $count } waiting
       *[other] { $count } waiting
    }
tray-closed = Connecting …

# Notifications. They name the type of timebook and never a patient.
notification-one = New request: { $kind }
notification-many =
    { $count ->
        [one] { $count } new request
       *[other] { $count } new requests
    }

# Once, when the window is closed for the first time.
notification-tray = Ressurstimebok goes on beside the clock and tells of new requests

# When something happened: today, or on another day.
at-clock = at { $time }
at-day = { $day } at { $time }

# Told after a decision. «when» is within a sentence: «Wednesday at 09:30».
decided-confirmed = Confirmed: { $patient }, { $when }
decided-rejected = Rejected: { $patient }, { $when }
decided-cancelled = Cancelled: { $patient }, { $when }

# Who did something, within a sentence.
actor-patient = the patient
actor-proxy = the patient's proxy
actor-helsenorge = Helsenorge
actor-system = the program
actor-colleague = a colleague

# The history of a request.
act-requested = Sent from the web pages
act-listed = Shown in the queue to { $name }
act-opened = Opened by { $name }
act-confirmed = Confirmed by { $name }
act-rejected = Rejected by { $name }
act-undone = Undone by { $name }
act-sent = The answer has been sent to the patient
act-cancelled = Cancelled by { $name }
act-expired = Expired without an answer
act-read-by-patient = Read by the patient
act-listed-by-patient = The patient read the list of their own appointments
act-earlier-shown = The patient’s other appointments were shown to { $name }
act-identity-shown = The identity number was shown to { $name }
act-logged-in = The patient logged in
act-logged-out = The patient logged out
act-log-in-refused = A log-in was refused
act-patient-saved = The patient’s details were saved by { $name }
act-patients-listed = The list of patients was shown
act-log-read = The access log was read by { $name }

# A database that went away while the program ran.
database-away = The connection to the database is broken.
