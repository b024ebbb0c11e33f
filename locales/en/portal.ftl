## The patient’s web pages.

# Around every page.
portal-skip = Skip to the content
portal-front-page = Front page
portal-log-in = Log in
portal-log-out = Log out
portal-languages = Language
# 113 and 116 117, in this order; they are links.
portal-emergency = In an emergency: call { $ambulance }, or the out-of-hours doctor on { $doctor }. Do not use this page.
portal-step = Step { $step } of 4
portal-back = Back
portal-next = Next
portal-cancel = Cancel
portal-error-title = Error:
portal-error-summary = Put this right before you go on

# «Dine tjenester».
portal-home = Your services
portal-book = Book an appointment
portal-inbox = Inbox
portal-inbox-lead = Messages and letters from the health service.
portal-appointments = Appointments
portal-appointments-lead = Your appointments with the health service.
portal-started = You have started a booking
portal-started-continue = Go on with the booking
portal-started-forget = Discard

# «Hva trenger du?».
portal-need = What do you need?
portal-need-lead = Here you see the services that the clinic offers.
portal-need-missing = Choose what you need.
portal-need-none = There is nothing to book here at the moment.
portal-need-call = Call the clinic:
portal-info = Information from the clinic

# «Velg time».
portal-time = Choose a time
portal-place = Choose a place
portal-day = Choose a day
portal-today = Today
portal-previous-month = Previous month, { $month }
portal-next-month = Next month, { $month }
portal-day-free = { $day }, free times
portal-day-full = { $day }, no free times
portal-day-chosen = { $day }, chosen
portal-calendar-key = Blue days have free times.
portal-month-empty = No free times in { $month }.
portal-next-free = Go to the next free day: { $day }
portal-none-later = There are no free times later either. Check again another day.
portal-next-release = New times open for booking on { $day } at { $time }.
portal-free-times = Free times { $day }
portal-free-times-no-day = Free times
portal-no-times-day = No free times on this day. Choose a blue day in the calendar.
portal-no-times = Choose a day in the calendar to see its times.
portal-time-missing = Choose a free time.
portal-taken = The time { $slot } is no longer free
portal-taken-some = The time is no longer free
portal-taken-what-now = Choose another time.
portal-meet = Where to meet
portal-no-time = Can’t find a free time?
portal-you-can = You can:
portal-contact = Contact the clinic directly
portal-check-later = Check later for cancelled appointments

# «Se gjennom før du sender».
portal-review = Check before you send
portal-with = Appointment with { $name }
portal-duration-estimate = Expected duration: { $duration }
portal-journal = Your request will be kept in your medical record.
portal-reason = What is it about?
portal-reason-limit = At most { $limit } characters.
portal-reason-example = For example: influenza vaccine
portal-counter = { $length }/{ $limit } characters
portal-reason-too-long = Write at most { $limit } characters. You have written { $length }.
portal-reason-too-many-bytes = The text has too many combined characters. Write it more simply.
portal-reason-control = The text has characters that cannot be shown, such as a line break. Write it again.
portal-too-many-person = You have sent many requests in a short time
portal-too-many-address = Many requests have been sent from this network in a short time
portal-too-many-what-now =
    { $minutes ->
        [0] Your request has not been sent. What you wrote stands below. Wait a little and try again, or call the clinic.
        [one] Your request has not been sent. What you wrote stands below. Wait one minute and try again, or call the clinic.
       *[other] Your request has not been sent. What you wrote stands below. Wait { $minutes } minutes and try again, or call the clinic.
    }
portal-other-time = This form has already been sent, for another time
portal-other-time-what-now = The request below has not been sent. Send it if you want this time as well, or call the clinic.
portal-other-session = Check and send again
portal-other-session-what-now = Somebody has logged in again since the page was opened. You are now logged in as { $name }. What you wrote stands below.
portal-limit-of-type =
    { $count ->
        [one] You cannot have more than one appointment or request of this type at once
       *[other] You cannot have more than { $count } appointments or requests of this type at once
    }
portal-limit-in-all =
    { $count ->
        [one] You cannot have more than one appointment or request at the clinic at once
       *[other] You cannot have more than { $count } appointments or requests at the clinic at once
    }
portal-limit-has = You have:
portal-limit-what-now = Your request has not been sent. What you wrote stands below. If you need more appointments, call the clinic.
portal-send = Send the request

# After sending.
portal-sent = Your request has been sent
portal-sent-only-a-request = This is only a request. The time is not yours until you receive a confirmation.
portal-sent-health-changes = If your health changes before the appointment, you must contact the clinic.
portal-sent-find-it = You find information about your request in the inbox.
portal-go-to-inbox = Go to the inbox

# «Innboks» and «Timeavtaler».
portal-inbox-count =
    { $count ->
        [one] { $count } message
       *[other] { $count } messages
    }
portal-inbox-empty = You have no messages yet.
portal-appointments-empty = You have no appointments yet.
portal-wanted = Requested appointment: { $slot }.
portal-from-you = Your message
portal-from-clinic = Answer from the clinic
portal-answer-sent = The clinic has not answered yet.
portal-answer-granted = Your appointment is confirmed. { $place }.
portal-answer-cancelled = The appointment has been cancelled.
portal-answer-expired = The clinic did not answer before the time came. Contact the clinic if you still need an appointment.
portal-no-reply = This message cannot be answered.
portal-appointment = { $when }: Appointment at { $clinic }
portal-see-details = See details
portal-duration = Expected duration
portal-about = About
portal-practitioner = Practitioner
portal-status = Status
portal-description = Description
portal-messages-of-time = Messages about the appointment ({ $count })
portal-messages-go = Go to the inbox to see the messages

# Login.
portal-expired-not-sent = Your request has not been sent
portal-expired-kept = You were away so long that you were logged out. What you wrote is kept. Log in again to check and send it.
portal-logged-out = You are logged out
portal-logged-out-what-now = What you wrote stands below. Log in in a new tab, come back here and try again. The same request is never registered twice.
portal-log-in-new-tab = Log in (opens in a new tab)
portal-typed-kept = What you wrote is kept.
portal-login-demo = This is a demonstration. Choose who you want to be. None of these people exist.
portal-login-nobody = There is nobody to log in as.
portal-login-closed = Login is not open
portal-login-closed-lead = The clinic has not set up login yet. Contact the clinic to book an appointment.

# When something is in the way.
portal-try-again = Try again
portal-not-found = We cannot find the page
portal-not-found-lead = The address may be mistyped, or the page no longer exists.
portal-no-such-time = We cannot find the time
portal-no-such-time-lead = The time does not belong here, or it is no longer offered.
portal-choose-again = Choose another time
portal-forbidden = We cannot accept the form
portal-forbidden-lead = It does not come from a page you have opened here, or the page has been open for too long. Nothing has been sent. Open the page again and try once more.
portal-malformed = We do not understand the form
portal-malformed-lead = Something is missing or was changed on the way. Nothing has been sent. Open the page again and try once more.
portal-misdirected = There is no such page at this address
portal-misdirected-lead = Use the address that the clinic has given you.
portal-too-many = That was a little fast
portal-too-many-lead = Many requests have come in a short time. Wait a little and try again.
portal-too-large = What you sent is too large
portal-too-large-lead = Nothing has been passed on. Write less and try again.
portal-unavailable = We cannot reach the timebook right now
portal-unavailable-lead = Wait a little and try again.
portal-unavailable-not-kept = We could not keep what you wrote. It stands below. Wait a little and try again.
portal-unavailable-not-sent = Your request has not been sent. What you wrote stands below. Wait a little and try again.
portal-unavailable-unknown = We do not know whether your request has been sent. What you wrote stands below. Wait a little and try again: the same request is never registered twice.
portal-broken = Something went wrong on our side
portal-broken-lead = The fault has been noted. Try again later, or contact the clinic.
portal-reference = Reference: { $reference }
