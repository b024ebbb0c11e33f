//! The texts without variables, looked up once for each language.

use std::sync::LazyLock;

use i18n::{Language, PerLanguage, text, text_with};

static LABELS: LazyLock<PerLanguage<Labels>> = LazyLock::new(|| PerLanguage::new(Labels::new));

macro_rules! labels {
    ($($field:ident = $key:literal,)*) => {
        /// The texts of the pages in one language; each field is named after its key.
        pub(crate) struct Labels {
            pub(crate) code: &'static str,
            pub(crate) reason_limit: String,
            /// «%/50 tegn», with `%` for the number of characters written.
            pub(crate) reason_counter: String,
            /// «Meldinger til timen (1)»: an appointment has one thread.
            pub(crate) messages_of_time: String,
            /// «Ved akutt sykdom» in three parts, with 113 and 116 117 between them.
            pub(crate) emergency: [String; 3],
            steps: [String; 4],
            $(pub(crate) $field: String,)*
        }

        impl Labels {
            fn new(language: Language) -> Self {
                let limit = timebook::Reason::LIMIT;
                Self {
                    code: language.code(),
                    reason_limit: text_with(language, "portal-reason-limit", &[("limit", limit.into())]),
                    reason_counter: text_with(
                        language,
                        "portal-counter",
                        &[("length", "%".into()), ("limit", limit.into())],
                    ),
                    messages_of_time: text_with(
                        language,
                        "portal-messages-of-time",
                        &[("count", 1_u8.into())],
                    ),
                    emergency: emergency(language),
                    steps: [1_u8, 2, 3, 4]
                        .map(|step| text_with(language, "portal-step", &[("step", step.into())])),
                    $($field: text(language, $key),)*
                }
            }
        }
    };
}

/// Splits the text at its two telephone numbers, which pages show as links.
fn emergency(language: Language) -> [String; 3] {
    const NUMBER: &str = "\u{1}";
    let args = [("ambulance", NUMBER.into()), ("doctor", NUMBER.into())];
    let whole = text_with(language, "portal-emergency", &args);
    let mut parts = whole.splitn(3, NUMBER).map(str::to_owned);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

impl Labels {
    /// The texts of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        LABELS.of(language)
    }

    /// «Steg 2 av 4».
    pub(crate) fn step(&self, step: &u8) -> &str {
        let index = usize::from(step.saturating_sub(1)).min(self.steps.len() - 1);
        &self.steps[index]
    }
}

labels! {
    skip = "portal-skip",
    front_page = "portal-front-page",
    log_in = "portal-log-in",
    log_out = "portal-log-out",
    languages = "portal-languages",
    back = "portal-back",
    next = "portal-next",
    cancel = "portal-cancel",
    error_title = "portal-error-title",
    error_summary = "portal-error-summary",
    home = "portal-home",
    book = "portal-book",
    inbox = "portal-inbox",
    inbox_lead = "portal-inbox-lead",
    appointments = "portal-appointments",
    appointments_lead = "portal-appointments-lead",
    started = "portal-started",
    started_continue = "portal-started-continue",
    started_forget = "portal-started-forget",
    need = "portal-need",
    need_lead = "portal-need-lead",
    need_missing = "portal-need-missing",
    need_none = "portal-need-none",
    need_call = "portal-need-call",
    info = "portal-info",
    time = "portal-time",
    place = "portal-place",
    day = "portal-day",
    today = "portal-today",
    calendar_key = "portal-calendar-key",
    none_later = "portal-none-later",
    free_times_no_day = "portal-free-times-no-day",
    no_times_day = "portal-no-times-day",
    no_times = "portal-no-times",
    time_missing = "portal-time-missing",
    taken_some = "portal-taken-some",
    taken_what_now = "portal-taken-what-now",
    meet = "portal-meet",
    no_time = "portal-no-time",
    you_can = "portal-you-can",
    contact = "portal-contact",
    check_later = "portal-check-later",
    review = "portal-review",
    journal = "portal-journal",
    reason = "portal-reason",
    reason_example = "portal-reason-example",
    reason_too_many_bytes = "portal-reason-too-many-bytes",
    reason_control = "portal-reason-control",
    limit_has = "portal-limit-has",
    send = "portal-send",
    sent = "portal-sent",
    sent_only_a_request = "portal-sent-only-a-request",
    sent_health_changes = "portal-sent-health-changes",
    sent_find_it = "portal-sent-find-it",
    go_to_inbox = "portal-go-to-inbox",
    inbox_empty = "portal-inbox-empty",
    appointments_empty = "portal-appointments-empty",
    from_you = "portal-from-you",
    from_clinic = "portal-from-clinic",
    answer_sent = "portal-answer-sent",
    answer_cancelled = "portal-answer-cancelled",
    answer_expired = "portal-answer-expired",
    no_reply = "portal-no-reply",
    row_unreadable = "row-unreadable",
    see_details = "portal-see-details",
    duration = "portal-duration",
    about = "portal-about",
    practitioner = "portal-practitioner",
    status = "portal-status",
    description = "portal-description",
    messages_go = "portal-messages-go",
    expired_not_sent = "portal-expired-not-sent",
    expired_kept = "portal-expired-kept",
    logged_out = "portal-logged-out",
    logged_out_what_now = "portal-logged-out-what-now",
    log_in_new_tab = "portal-log-in-new-tab",
    typed_kept = "portal-typed-kept",
    login_demo = "portal-login-demo",
    login_nobody = "portal-login-nobody",
    login_closed = "portal-login-closed",
    login_closed_lead = "portal-login-closed-lead",
    try_again = "portal-try-again",
    not_found = "portal-not-found",
    not_found_lead = "portal-not-found-lead",
    no_such_time = "portal-no-such-time",
    no_such_time_lead = "portal-no-such-time-lead",
    choose_again = "portal-choose-again",
    forbidden = "portal-forbidden",
    forbidden_lead = "portal-forbidden-lead",
    malformed = "portal-malformed",
    malformed_lead = "portal-malformed-lead",
    misdirected = "portal-misdirected",
    misdirected_lead = "portal-misdirected-lead",
    too_many = "portal-too-many",
    too_many_lead = "portal-too-many-lead",
    too_large = "portal-too-large",
    too_large_lead = "portal-too-large-lead",
    unavailable = "portal-unavailable",
    unavailable_lead = "portal-unavailable-lead",
    unavailable_not_kept = "portal-unavailable-not-kept",
    unavailable_not_sent = "portal-unavailable-not-sent",
    unavailable_unknown = "portal-unavailable-unknown",
    broken = "portal-broken",
    broken_lead = "portal-broken-lead",
}
