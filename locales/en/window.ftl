## The staff window. Every key of this file begins with «window-».

# The frame: names of pages, top line, status line.
window-product = Ressurstimebok
window-demo = Demo
window-language = Language
window-version = Ressurstimebok { $version }
window-nav = Main menu
window-nav-queue = Queue
window-nav-done = Done today
window-nav-setup = Set-up
window-nav-guide = Get started
window-nav-profile = The clinic
window-nav-locations = Locations
window-nav-timebooks = Timebooks
window-nav-exceptions = Exceptions
window-portal-open = The web page is open
window-portal-closed = The web page is closed until a login is set up
window-portal-off = The web page is off
window-portal-taken = The web page has not started: the address { $address } is in use by another program
window-portal-show = Open the web page in the browser: { $url }

# Words on buttons and around forms.
window-optional = (optional)
window-cancel = Cancel
window-close = Close
window-retry = Try again
window-save = Save
window-save-undo = Discard changes
window-save-problems =
    { $count ->
        [one] Correct the field that is marked.
       *[other] Correct the { $count } fields that are marked.
    }
window-saved = Saved
window-not-saved = It was not saved. Try again.
window-unsaved = Unsaved changes
window-conflict-by = { $by } saved changes here { $at }.
window-conflict-by-unknown = A colleague has saved changes here.
window-conflict-contested =
    { $count ->
        [one] What you typed is kept. Choose in the field that is marked.
       *[other] What you typed is kept. Choose in the { $count } fields that are marked.
    }
window-conflict-followed = Fields that you have not touched show what is new.
window-conflict-look-again = Look over what stands now, and try again.
window-conflict-choose = Choose for { $field }
window-conflict-theirs = A colleague saved:
window-conflict-empty = (empty)
window-conflict-keep = Keep mine
window-conflict-take = Use the new one
window-counter = { $length }/{ $limit } characters
window-counter-over = { $length }/{ $limit } characters – { $over } too many

# Troubles that belong to no field.
window-trouble-unavailable = The database does not answer just now. What you have typed is still there.
window-trouble-unknown = The database did not answer in time, and we do not know whether it was saved. Look before you do it again.
window-trouble-not-ready = The program is not ready yet. What you have typed is still there.
window-trouble-not-found = This no longer exists. Perhaps a colleague has changed it.
window-trouble-broken = Something went wrong in the program. Give the reference { $reference } when you ask for help.
window-open-log = Open the log folder

# Work that happens by itself, when it cannot be done. It is tried again all the time.
window-stalled-deliver = Answers to patients are not going out right now. The program keeps trying. Call the patient if it is urgent. Reference: { $reference }
window-stalled-expire = Requests that were not answered in time are not being closed by themselves right now. Reference: { $reference }
window-stalled-plan = New days are not being opened for booking right now. Reference: { $reference }
window-stalled-clean-up = Old log-ins are not being deleted right now. Reference: { $reference }

# The queue.
window-queue-table = Requests that wait
window-queue-empty = Nobody waits
window-queue-empty-hint = New requests appear here by themselves.
window-done-table = Requests that were decided today
window-done-latest = Shows the latest { $count }. The number in the menu is of all.
window-done-empty = Nothing has been decided today yet
window-done-empty-hint = What you confirm and reject can be read here for the rest of the day.
window-column-age = Waiting
window-column-decided = Decided
window-column-when = Wanted time
window-column-patient = Patient
window-column-timebook = Timebook
window-column-channel = Channel
window-column-status = Outcome
window-age-now = now
window-age-minutes = { $minutes } min
window-age-hours = { $hours } h { $minutes } min
window-age-days = { $days } d { $hours } h
window-arrived = New request: { $type }
window-order = Order
window-order-arrival = Oldest first
window-order-start = Nearest time first
window-order-now = Order: { $order }
window-soon-count =
    { $count ->
        [one] 1 request is for today or the next opening hours
       *[other] { $count } requests are for today or the next opening hours
    }
window-soon-today = Today
window-soon-tomorrow = Tomorrow
window-soon-next-opening = Next opening

# Answers that did not reach the patient.
window-nav-undelivered = Not delivered
window-undelivered = Answers that were not delivered
window-undelivered-lead = These patients have not had the answer. Call them, or send the answer again once the fault is mended.
window-undelivered-none = Every answer has been delivered.
window-undelivered-more = Shows the { $shown } oldest of { $total }. The next ones come when these have been sent.
window-undelivered-tried = Tried { $attempts } times, last { $at }. Reason:
window-undelivered-again = Send again
window-undelivered-unreadable = The request cannot be read

# Bookings outside the opening hours.
window-nav-conflicts = Outside hours
window-conflicts = Bookings outside the opening hours
window-conflicts-lead = These times are outside the opening hours after a change. Call the patient, or cancel with a reply.
window-conflicts-none = No bookings are outside the opening hours.
window-conflicts-more = Showing the first { $shown } of { $total }.
window-conflicts-show = Show them
window-cancel-booking = Cancel booking …
window-cancel-title = Cancel the booking of { $patient }
window-cancel-text = Reply to the patient
window-cancel-send = Cancel booking and send reply
window-cancel-phrase = Your appointment { $when } must unfortunately be cancelled, because the opening hours have changed. Please book another time, or call the clinic.
window-cancel-changed = The booking has changed since the list was read. Look it over and send again.
window-cancel-begun = The time has begun and can no longer be cancelled.

# One request.
window-request-panel = Chosen request
window-request-choose = Choose a request to read it.
window-request-back = Back to the list
window-request-earlier = Earlier with us
window-request-history = History
window-identity-show = Show the identity number
window-identity-copy = Copy the identity number
window-identity-copied = Copied
window-identity-not-shown = The identity number cannot be shown just now. Try again.
window-fact-time = Time
window-fact-timebook = Timebook
window-fact-place = Place
window-fact-practitioner = Practitioner
window-fact-reason = What is it about?
window-fact-no-reason = Not given
window-fact-duration = Duration
window-fact-seat = Seat
window-fact-seat-of = { $place } of { $capacity }, held for the patient
window-fact-channel = Channel
window-fact-phone = Phone
window-fact-no-phone = Not given
window-confirm = Confirm
window-reject = Reject …
window-already-confirmed = Already confirmed by { $by } { $at }
window-already-rejected = Already rejected by { $by } { $at }
window-already-cancelled = Already cancelled by { $by } { $at }
window-already-expired = Expired: the time passed { $at } without an answer
window-already-other = Already dealt with by { $by } { $at }

# Rejecting.
window-reject-title = Reject the request from { $patient }
window-reject-phrases = Usual answers
window-reject-phrase-call = Please call the clinic, and we will find a time that suits.
window-reject-phrase-other-time = We cannot receive you at this time. You are welcome to book another.
window-reject-phrase-wrong-type = A doctor must look at this. Please book a consultation with your GP.
window-reject-phrase-urgent = If it is urgent, call the clinic. Outside opening hours: 116 117. If life is in danger: 113.
window-reject-text = Answer to the patient
window-reject-hint = Sent to the patient when the ten seconds for undoing have passed.
window-reject-send = Reject and send
window-reject-unavailable = The answer was not sent, for the database does not answer. Try again in a moment.
window-reject-overtaken = Your answer has not been sent. The text stays here, so you can copy it.
window-reject-changed = The request has changed since you opened it. Look it over and send again.

# Undoing.
window-undo = Undo
window-undo-label = Undo: { $what }
window-undo-seconds = { $seconds } s
window-undo-more = and { $count } more
window-undo-too-late = It is too late to undo. The answer is on its way to the patient.
window-undo-place-taken = This cannot be undone, for another patient has taken the place.
window-time-begun = The time has begun and can no longer be confirmed.
window-decision-not-saved = The answer to {$patient} was not saved, and the request still waits. Try again.
window-undo-not-saved = The undo was not saved. Try again.

# Keys.
window-shortcuts = Keyboard shortcuts
window-shortcuts-link = keyboard shortcuts
window-shortcuts-on = Use single-letter shortcuts
window-sound = Play a sound when a new request arrives
window-shortcut-move = Next and previous in the list
window-shortcut-ends = First in the list, and last of those fetched so far
window-shortcut-open = Go to the chosen request
window-shortcut-leave = Back to the list
window-shortcut-confirm = Confirm
window-shortcut-reject = Reject
window-shortcut-send = Send the rejection
window-shortcut-undo = Undo the latest
window-shortcut-order = Change the order of the queue
window-shortcut-zoom = Larger, smaller and normal text
window-shortcut-help = Show this list

# Set-up: the clinic.
window-profile-lead = What patients see when they book.
window-profile-name = Name of the clinic
window-profile-phone = Phone
window-profile-phone-hint = When no time suits
window-profile-org-number = Organisation number
window-profile-org-number-hint = Nine digits
window-profile-her-id = HER-id
window-profile-her-id-hint = From the address register
window-profile-limits = Limits
window-profile-limits-hint = One person can have so many coming appointments and requests at once.
window-profile-limit-of-type = Of one type
window-profile-limit-in-all = In all
window-profile-info = Information to patients
window-profile-info-hint = Shown first when a patient books.
window-preview = What the patient sees
window-preview-empty = Without a text no box is shown.

# Set-up: locations.
window-locations-lead = The places where patients are told to meet.
window-location-new = New location
window-location-name = Name
window-location-name-hint = What the place is called at the clinic, such as “The laboratory, 2nd floor”.
window-location-street = Street address
window-location-postal-code = Postal code
window-location-city = Postal place

# Set-up: timebooks.
window-timebooks-lead = Each timebook has its times. Patients see those that are published.
window-timebooks-need-location = A timebook needs a location. Add that first.
window-timebook-new = New timebook
window-timebook-kind = Type
window-timebook-location = Location
window-timebook-name = Name
window-timebook-practitioner = Practitioner
window-timebook-description = Description
window-timebook-description-hint = One line under the name when the patient chooses a place.
window-timebook-slot-minutes = Length of each time
window-timebook-pause-minutes = Pause between times
window-timebook-capacity = Places at each time
window-timebook-weeks-ahead = Times are laid out
window-timebook-published = Published
window-timebook-unpublished = Not published
window-timebook-free =
    { $count ->
        [one] { $count } free place
       *[other] { $count } free places
    }
window-timebook-first = first free time: { $when }
window-timebook-none-free = No free times in the period. Check the opening hours.
window-timebook-conflicts =
    { $count ->
        [one] { $count } appointment lies outside the opening hours. Call the patient, or cancel it.
       *[other] { $count } appointments lie outside the opening hours. Call the patients, or cancel them.
    }
window-unit-minutes =
    { $count ->
        [one] minute
       *[other] minutes
    }
window-unit-bookings =
    { $count ->
        [one] request
       *[other] requests
    }
window-unit-places =
    { $count ->
        [one] place
       *[other] places
    }
window-unit-weeks =
    { $count ->
        [one] week ahead
       *[other] weeks ahead
    }
window-rules = When patients can book
window-rules-hint = The rules apply to what patients book themselves. The number of free places counts all times, also those not yet open.
window-rules-lead = Latest
window-rules-lead-none = Until the time begins
window-rules-lead-minutes = { $count } minutes before
window-rules-lead-hours =
    { $count ->
        [one] { $count } hour before
       *[other] { $count } hours before
    }
window-rules-lead-days =
    { $count ->
        [one] { $count } day before
       *[other] { $count } days before
    }
window-rules-horizon = Earliest
window-rules-horizon-none = No limit
window-rules-horizon-days =
    { $count ->
        [one] { $count } day before
       *[other] { $count } days before
    }
window-unit-days-before =
    { $count ->
        [one] day before
       *[other] days before
    }
window-rules-release = Times open for patients
window-rules-release-at-once = As soon as the timebook is published
window-rules-release-from = All together, from a given time
window-rules-release-weekly = One week at a time
window-rules-release-date = Date (dd.mm.yyyy)
window-rules-release-at = Time
window-rules-release-weekday = Day
window-rules-release-weeks = Opens the times
window-rules-release-weeks-ahead =
    { $count ->
        [0] of the same week
        [1] of the week after
       *[other] { $count } weeks after
    }
window-rules-release-from-text = { $date } at { $at }
window-rules-release-weekly-text = { $weekday } at { $at }, for the times { $weeks }
window-hours = Opening hours
window-hours-hint = Times are laid out in these hours every week. Public holidays are closed.
window-hours-from = From
window-hours-to = To
window-hours-closed = Closed
window-hours-add = Time
window-hours-add-label = Add a time on { $day }
window-hours-remove = Remove the time on { $day }
window-hours-copy = To all weekdays
window-hours-copy-label = To all weekdays, from { $day }
window-hours-valid-from = Valid from
window-hours-valid-until = Valid until and including
window-hours-copy-from = Copy the opening hours from
window-hours-copy-here = Copy

# Set-up: exceptions from the opening hours.
window-exceptions-lead = Days with other opening hours than usual: for the whole clinic, a location or a timebook.
window-exception-new = New exception
window-exception-first = Date (dd.mm.yyyy)
window-exception-last = Until and including
window-exception-scope = Applies to
window-exception-scope-clinic = The whole clinic
window-exception-scope-location = Location: { $name }
window-exception-scope-timebook = Timebook: { $name }
window-exception-change = What happens?
window-exception-closed = Closed
window-exception-hours = Other opening hours
window-exception-extra = Extra opening hours
window-exception-blocked = Blocked times
window-exception-holiday-open = Open on a public holiday
window-exception-closed-hint = No times are offered.
window-exception-hours-hint = The hours below replace the usual ones, also on a public holiday.
window-exception-extra-hint = The hours below are added to the usual ones.
window-exception-blocked-hint = Times that meet the hours below are not offered. The others stay where they are.
window-exception-holiday-open-hint = The usual hours apply on public holidays in the period. Other days are not changed.
window-exception-periods = Hours
window-exception-period-add = Add hours
window-exception-period-remove = Remove { $from }–{ $to }
window-exception-note = Note
window-exception-note-hint = For staff only, for example “Course”.
window-delete-exception = Delete the exception
window-delete-exception-text = The times follow the usual opening hours again.
window-holidays = Public holidays
window-holidays-lead = The clinic is closed on public holidays. Tick those on which the usual hours apply.
window-holiday-open = Open { $day }, { $name }
window-holiday-close-title = Close { $name }?
window-holiday-close = Close the day

# What a change of opening hours does, shown before it is saved.
window-effect = This happens when you save
window-effect-now = This happens
window-effect-unpublished = This happens when the timebook is published
window-effect-none = No times that are on offer are changed.
window-effect-added =
    { $count ->
        [one] { $count } new time
       *[other] { $count } new times
    }
window-effect-removed =
    { $count ->
        [one] { $count } free time is removed
       *[other] { $count } free times are removed
    }
window-effect-changed =
    { $count ->
        [one] { $count } time is changed
       *[other] { $count } times are changed
    }
window-effect-kept =
    { $count ->
        [one] { $count } time stays as it is
       *[other] { $count } times stay as they are
    }
window-effect-conflicts =
    { $count ->
        [one] { $count } booking will be outside the opening hours: { $times }
       *[other] { $count } bookings will be outside the opening hours: { $times }
    }
window-effect-conflicts-kept = The bookings are kept until you cancel them or agree on something else.

# Set-up: publishing.
window-publish-panel = Publishing
window-publish = Publish
window-publish-save = Save and publish
window-publish-hint = Patients see the timebook once it is published.
window-unpublish = Take down

# Set-up: deleting.
window-delete = Delete
window-delete-title = Delete “{ $name }”?
window-delete-location = Delete the location
window-delete-location-text = The location is gone for good. Earlier bookings keep its name and address.
window-delete-location-used =
    { $count ->
        [one] One timebook uses the location, so it cannot be deleted. Choose another location in the timebook first.
       *[other] { $count } timebooks use the location, so it cannot be deleted. Choose another location in them first.
    }
window-delete-timebook = Delete the timebook
window-delete-timebook-text = The timebook and its times are gone for good.
window-delete-has-bookings =
    { $count ->
        [0] The timebook has earlier bookings, so it cannot be deleted. Take it down, and nobody can book more times.
        [one] The timebook has one booking for a time to come, so it cannot be deleted. Take it down, and nobody can book more times.
       *[other] The timebook has { $count } bookings for times to come, so it cannot be deleted. Take it down, and nobody can book more times.
    }

# Set-up: the first time.
window-guide-title = Get started
window-guide-steps = Steps of the set-up
window-guide-location = Location
window-guide-timebook = Timebook
window-guide-lead-profile = Four short steps, and the clinic has its first free time. Only the name is needed now.
window-guide-lead-location = Where do patients meet?
window-guide-lead-timebook = What can patients book, and when? The suggestion can be used as it is.
window-guide-lead-publish = Look it over before patients see the timebook.
window-guide-lead-done = You can change everything later under Set-up.
window-guide-next = Save and go on
window-guide-change = Change the timebook
window-guide-publish = Publish the timebook
window-guide-done = The clinic is ready
window-guide-first-free = First free time: { $when }
window-guide-portal-closed = The web page is not open to patients yet. The line at the bottom of the window says why.
window-guide-open-portal = See the web page
window-guide-to-queue = Go to the queue
window-guide-change-hours = Change the opening hours

# When the clinic's data is out of reach.
window-database-what-to-do = What you can do
window-database-starting = Starting …
window-database-starting-what = The program is opening the clinic's data. It usually takes a moment.
window-database-unavailable = The database does not answer
window-database-unavailable-what = Nothing is lost. The queue returns as soon as the database answers.
window-database-unavailable-do-wait = Wait a little. The program tries again by itself.
window-database-unavailable-do-check = If it lasts, give the message above to whoever runs the database, and check that the network works.
window-database-newer = The data is from a newer version
window-database-newer-what = The clinic's data has been used with a newer version of Ressurstimebok than this one. The data is untouched.
window-database-newer-fact = The data: version { $found }. The program: version { $known }.
window-database-newer-do-update = Update Ressurstimebok on this computer.
window-database-newer-do-keep = Until then, use another desk that is up to date.
window-database-not-writable = The data folder cannot be written
window-database-not-writable-what = The program needs to save in this folder:
window-database-not-writable-do-access = Give your user the right to write in the folder, or choose another with --data.
window-database-not-writable-do-space = Check that the disk is neither full nor read-only.
window-database-in-use = The data folder is in use
window-database-in-use-what = Another program has opened the clinic's data in this folder:
window-database-in-use-do-close = Close the other window, or log out the other user of this computer.
window-database-in-use-do-server = If ressurstimebok-server runs on the same folder, stop it, or use PostgreSQL for several desks.
window-database-not-moved = The clinic's data cannot be moved
window-database-not-moved-what = An earlier version kept the data in a folder that follows the user from machine to machine. They should stay on this machine. They are whole where they are:
window-database-not-moved-fact = { $from } → { $to }: { $reason }
window-database-not-moved-do-room = Check that the disk has room, and that your user can write in both folders.
window-database-not-moved-do-there = If it is urgent, start the program with --data and the folder where the data are.
window-database-several = The database holds several clinics
window-database-several-what = The program does not know which of them this desk belongs to. The data are untouched.
window-database-several-fact = { $count } clinics
window-database-several-do-choose = Start the program with --clinic and the id of the clinic.
window-database-several-do-ask = Whoever runs the database can tell you the id.
window-database-not-the-demo = The data are not the demo's
window-database-not-the-demo-what = In the demo anyone can log in as a patient. It therefore never opens the data of another clinic. They are untouched.
window-database-not-the-demo-do-start = Start the program without --demo to use the data.
window-database-not-the-demo-do-folder = To try the demo, give it a folder of its own with --data.
window-database-broken = The data cannot be read
window-database-broken-what = The database answers, but what it holds is not as the program saved it. The program has changed nothing.
window-database-broken-fact = Reference: { $reference }
window-database-broken-do-copy = Copy the data folder before anyone tries to mend it.
window-database-broken-do-backup = Put back the newest backup.
window-database-broken-do-help = Give the reference when you ask for help. The cause stands under it in the log.

# Under «This row cannot be read»: for whoever is to mend it.
window-row-unreadable = The database has it as “{ $row }”. The other rows are here as before.
