//! The domain's enums, with their names in the window.

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
    /// A background job.
    Job = server::Job {
        /// Answers are sent to patients.
        Deliver,
        /// Requests whose time began before an answer expire.
        Expire,
        /// New days are opened for booking.
        Plan,
        /// Expired sessions are deleted.
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

    /// The order in which the queue is read.
    QueueOrder = clinic::QueueOrder {
        /// Oldest request first.
        Arrival,
        /// Nearest time first.
        Start,
    }

    /// How near a time is.
    Soon = timebook::Soon {
        /// Today.
        Today,
        /// Tomorrow, in the first working hours.
        Tomorrow,
        /// Later, but in the clinic's next working hours.
        NextOpening,
    }

    /// The status of a booking.
    StatusCode = timebook::StatusCode {
        /// Waits for an answer.
        Requested,
        /// Confirmed by the clinic.
        Confirmed,
        /// Rejected by the clinic.
        Rejected,
        /// Cancelled.
        Cancelled,
        /// The time began before an answer.
        Expired,
        /// The patient attended.
        Completed,
        /// The patient did not attend.
        NoShow,
    }

    /// The channel of a request. (Tauri already has a `Channel` in the bindings.)
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
