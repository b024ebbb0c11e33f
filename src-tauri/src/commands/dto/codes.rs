//! The domain's closed lists, by their names in the window.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Mirrors one of the domain's enums, variant by variant and both ways: a variant that is missing
/// here does not compile.
macro_rules! mirror {
    ($($(#[$doc:meta])* $name:ident = $domain:path { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                use $domain as Domain;
                match value { $(Domain::$variant => Self::$variant,)* }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                use $domain as Domain;
                match value { $($name::$variant => Domain::$variant,)* }
            }
        }
    )*};
}

mirror! {
    /// What happens by itself.
    Job = server::Job {
        /// Answers to patients leave.
        Deliver,
        /// Requests whose time came before an answer end.
        Expire,
        /// New days are laid out for booking.
        Plan,
        /// Old log-ins are deleted.
        CleanUp,
    }

    /// The service that a timebook's times belong to.
    TimebookType = timebook::TimebookType {
        /// «Konsultasjon».
        Consultation,
        /// «Lab».
        Lab,
        /// «Vaksine».
        Vaccine,
        /// «Koronatest».
        CoronaTest,
        /// «Koronavaksine».
        CoronaVaccine,
    }

    /// Where a booking is in its life.
    StatusCode = timebook::StatusCode {
        /// Waits for an answer.
        Requested,
        /// The time is the patient's.
        Confirmed,
        /// The clinic said no.
        Rejected,
        /// Taken back.
        Cancelled,
        /// The time came before an answer.
        Expired,
        /// The patient came.
        Completed,
        /// The patient did not come.
        NoShow,
    }

    /// Where a request came from. (`Channel` is a name of Tauri's own in the bindings.)
    RequestChannel = timebook::Channel {
        /// The clinic's own web pages.
        Portal,
        /// A message from Helsenorge.
        Helsenorge,
        /// Staff, for a patient on the phone or at the counter.
        Desk,
        /// A freed place offered to a waiting patient.
        WaitingList,
    }

    /// A language that every screen can be shown in.
    Language = i18n::Language {
        /// Bokmål.
        Nb,
        /// Nynorsk.
        Nn,
        /// English.
        En,
    }
}
