## Words that window, portal, notifications and letters share.

# Types of timebook, as staff name them.
type-consultation = Consultation
type-lab = Lab
type-vaccine = Vaccine
type-corona-test = Corona test
type-corona-vaccine = Corona vaccine

# The same types, as a patient chooses among them.
type-choice-consultation = Consultation with your GP
type-choice-lab = Give a sample at the laboratory
type-choice-vaccine = Vaccine
type-choice-corona-test = Corona test
type-choice-corona-vaccine = Corona vaccine

# The title of a booking.
type-title-consultation = Consultation at { $clinic }
type-title-lab = Laboratory appointment at { $clinic }
type-title-vaccine = Vaccine appointment at { $clinic }
type-title-corona-test = Corona test appointment at { $clinic }
type-title-corona-vaccine = Corona vaccine appointment at { $clinic }

# A booking's status, as staff see it.
status-requested = Waiting
status-confirmed = Confirmed
status-rejected = Rejected
status-cancelled = Cancelled
status-expired = Expired
status-completed = Completed
status-no-show = Did not attend

# A booking's status, as the patient has been told it.
patient-status-sent = Sent
patient-status-granted = Confirmed
patient-status-rejected = Rejected
patient-status-cancelled = Cancelled
patient-status-expired = Expired

# Where a request came from.
channel-portal = Website
channel-helsenorge = Helsenorge
channel-desk = Front desk
channel-waiting-list = Waiting list

# Times. «day» is a day in words, «time» a time of day or a range of two.
when-today = Today at { $time }
when-tomorrow = Tomorrow at { $time }
when-yesterday = Yesterday at { $time }
when-at = { $day } at { $time }
duration-minutes = { $minutes } min

# The box with the clinic's own words, in the portal and in its preview.
info-from-clinic = Information from the clinic

# Days of the week.
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday

# Public holidays.
holiday-new-year = New Year’s Day
holiday-maundy-thursday = Maundy Thursday
holiday-good-friday = Good Friday
holiday-easter-sunday = Easter Sunday
holiday-easter-monday = Easter Monday
holiday-labour-day = Labour Day
holiday-constitution-day = Constitution Day
holiday-ascension = Ascension Day
holiday-whit-sunday = Whit Sunday
holiday-whit-monday = Whit Monday
holiday-christmas-day = Christmas Day
holiday-second-christmas-day = Boxing Day

# What is wrong with what a person typed, told beside the field.
problem-empty = This field must be filled in.
problem-empty-hours = Add at least one opening time.
problem-empty-periods = Add at least one period.
problem-too-long = The text is { $length } characters. There is room for { $limit }.
problem-too-many-bytes = The text takes too much room. Use fewer special characters (at most { $limit } bytes).
problem-control-character = The text holds a character that cannot be used here, such as a line break or an invisible mark.
problem-malformed = This cannot be read. Check that it is typed correctly.
problem-malformed-org-number = An organisation number has nine digits. Check that each is right.
problem-malformed-her-id = A HER-id has digits only.
problem-malformed-phone = Write the phone number with digits, such as 24 20 00 00.
problem-malformed-postal-code = A postal code has four digits.
problem-malformed-time = Write the time as 08:00.
problem-malformed-date = Write the date as 30.11.2026.
problem-out-of-range = Write a number from { $min } to { $max }.
problem-end-before-start = The end must come after the start.
problem-overlap = The time overlaps another opening time on the same day.
problem-unknown = Choose one from the list.
problem-slot-too-long = The opening time is shorter than one appointment.
problem-never-open = The latest moment comes before the earliest, so nobody could book.
problem-taken = The name is already in use. Choose another.
problem-past = The date has passed.
problem-too-many = There is room for { $most }.

# A row that holds what no program of ours has written; the others of the list stay.
row-unreadable = This row cannot be read
