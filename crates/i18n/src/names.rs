//! The names of the domain's values, as shown on screen.

use clinic::{JournalEntry, PatientStatus};
use timebook::{Actor, Channel, Holiday, StatusCode, TimebookType};

use crate::{Language, text, text_with};

/// «Vaksine».
#[must_use]
pub fn kind_name(language: Language, kind: TimebookType) -> String {
    text(language, &format!("type-{}", kind.code()))
}

/// The patient's choice at «Hva trenger du?»: «Ta prøve på laboratoriet».
#[must_use]
pub fn kind_choice(language: Language, kind: TimebookType) -> String {
    text(language, &format!("type-choice-{}", kind.code()))
}

/// The guide's title of a booking: «Time til vaksine hos DDFL Test».
#[must_use]
pub fn title(language: Language, kind: TimebookType, clinic: &str) -> String {
    text_with(language, &format!("type-title-{}", kind.code()), &[("clinic", clinic.into())])
}

/// «Grunnlovsdagen».
#[must_use]
pub fn holiday_name(language: Language, holiday: Holiday) -> String {
    let key = match holiday {
        Holiday::NewYear => "holiday-new-year",
        Holiday::MaundyThursday => "holiday-maundy-thursday",
        Holiday::GoodFriday => "holiday-good-friday",
        Holiday::EasterSunday => "holiday-easter-sunday",
        Holiday::EasterMonday => "holiday-easter-monday",
        Holiday::LabourDay => "holiday-labour-day",
        Holiday::ConstitutionDay => "holiday-constitution-day",
        Holiday::Ascension => "holiday-ascension",
        Holiday::WhitSunday => "holiday-whit-sunday",
        Holiday::WhitMonday => "holiday-whit-monday",
        Holiday::ChristmasDay => "holiday-christmas-day",
        Holiday::SecondChristmasDay => "holiday-second-christmas-day",
    };
    text(language, key)
}

/// A status as staff see it: «Bekreftet».
#[must_use]
pub fn status_name(language: Language, status: StatusCode) -> String {
    text(language, &format!("status-{}", status.code()))
}

/// Where a request came from: «Nettside».
#[must_use]
pub fn channel_name(language: Language, channel: Channel) -> String {
    text(language, &format!("channel-{}", channel.code()))
}

/// A status as the patient sees it: «Tildelt».
#[must_use]
pub fn patient_status_name(language: Language, status: PatientStatus) -> String {
    let key = match status {
        PatientStatus::Sent => "patient-status-sent",
        PatientStatus::Granted => "patient-status-granted",
        PatientStatus::Rejected => "patient-status-rejected",
        PatientStatus::Cancelled => "patient-status-cancelled",
        PatientStatus::Expired => "patient-status-expired",
    };
    text(language, key)
}

/// One entry of a request's history: «Åpnet av Kari Nilsen».
#[must_use]
pub fn act_text(language: Language, entry: &JournalEntry) -> String {
    let name = match &entry.actor {
        Actor::Staff(member) => member.name.to_string(),
        Actor::Patient => text(language, "actor-patient"),
        Actor::Proxy => text(language, "actor-proxy"),
        Actor::Helsenorge => text(language, "actor-helsenorge"),
        Actor::System => text(language, "actor-system"),
    };
    text_with(language, &format!("act-{}", entry.act.code()), &[("name", name.into())])
}

#[cfg(test)]
mod tests {
    use clinic::Act;
    use insta::assert_snapshot;
    use timebook::{Name, PatientId, StaffId, StaffMember};
    use uuid::Uuid;

    use super::*;

    /// One line for each value: its name in the three languages.
    fn table<T: Copy>(values: impl IntoIterator<Item = T>, word: impl Fn(Language, T) -> String) -> String {
        let row = |value| Language::ALL.map(|language| word(language, value)).join(" | ");
        values.into_iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn types_are_named_as_in_the_guide() {
        assert_snapshot!(table(TimebookType::ALL, kind_name), @"
        Konsultasjon | Konsultasjon | Consultation
        Lab | Lab | Lab
        Vaksine | Vaksine | Vaccine
        Koronatest | Koronatest | Corona test
        Koronavaksine | Koronavaksine | Corona vaccine
        ");
        assert_snapshot!(table(TimebookType::ALL, kind_choice), @"
        Konsultasjon med fastlegen | Konsultasjon med fastlegen | Consultation with your GP
        Ta prøve på laboratoriet | Ta prøve på laboratoriet | Give a sample at the laboratory
        Vaksine | Vaksine | Vaccine
        Koronatest | Koronatest | Corona test
        Koronavaksine | Koronavaksine | Corona vaccine
        ");
        assert_snapshot!(table(TimebookType::ALL, |l, kind| title(l, kind, "DDFL Test")), @"
        Time til konsultasjon hos DDFL Test | Time til konsultasjon hos DDFL Test | Consultation at DDFL Test
        Time til laboratoriet hos DDFL Test | Time til laboratoriet hos DDFL Test | Laboratory appointment at DDFL Test
        Time til vaksine hos DDFL Test | Time til vaksine hos DDFL Test | Vaccine appointment at DDFL Test
        Time til koronatest hos DDFL Test | Time til koronatest hos DDFL Test | Corona test appointment at DDFL Test
        Time til koronavaksine hos DDFL Test | Time til koronavaksine hos DDFL Test | Corona vaccine appointment at DDFL Test
        ");
    }

    #[test]
    fn statuses_and_channels_have_names() {
        assert_snapshot!(table(StatusCode::ALL, status_name), @"
        Venter | Ventar | Waiting
        Bekreftet | Stadfesta | Confirmed
        Avvist | Avvist | Rejected
        Avbestilt | Avbestilt | Cancelled
        Utløpt | Utgått | Expired
        Gjennomført | Gjennomført | Completed
        Ikke møtt | Ikkje møtt | Did not attend
        ");
        assert_snapshot!(table(Channel::ALL, channel_name), @"
        Nettside | Nettside | Website
        Helsenorge | Helsenorge | Helsenorge
        Skranke | Skranke | Front desk
        Venteliste | Venteliste | Waiting list
        ");
        let statuses = [
            PatientStatus::Sent,
            PatientStatus::Granted,
            PatientStatus::Rejected,
            PatientStatus::Cancelled,
            PatientStatus::Expired,
        ];
        assert_snapshot!(table(statuses, patient_status_name), @"
        Sendt | Sendt | Sent
        Tildelt | Tildelt | Confirmed
        Avvist | Avvist | Rejected
        Avbestilt | Avbestilt | Cancelled
        Utløpt | Utgått | Expired
        ");
    }

    #[test]
    fn an_entry_of_history_says_who_did_what() {
        let kari =
            StaffMember { id: StaffId::new(Uuid::from_u128(1)), name: Name::parse("Kari Nilsen").unwrap() };
        let by = |act| match act {
            Act::Requested
            | Act::ReadByPatient
            | Act::ListedByPatient
            | Act::LoggedIn
            | Act::LoggedOut
            | Act::LogInRefused => Actor::Patient,
            Act::Sent | Act::Expired | Act::PatientSaved | Act::PatientsListed => Actor::System,
            Act::Listed
            | Act::Opened
            | Act::EarlierShown
            | Act::IdentityShown
            | Act::Confirmed
            | Act::Rejected
            | Act::Undone
            | Act::Cancelled
            | Act::LogRead => Actor::Staff(kari.clone()),
        };
        assert_snapshot!(table(Act::ALL, |language, act| {
            let entry = JournalEntry {
                at: "2025-01-21T08:00:00Z".parse().unwrap(),
                actor: by(act),
                patient: Some(PatientId::new(Uuid::nil())),
                booking: None,
                act,
            };
            act_text(language, &entry)
        }), @"
        Sendt fra nettsiden | Sendt frå nettsida | Sent from the web pages
        Vist i køen for Kari Nilsen | Vist i køen for Kari Nilsen | Shown in the queue to Kari Nilsen
        Åpnet av Kari Nilsen | Opna av Kari Nilsen | Opened by Kari Nilsen
        Bekreftet av Kari Nilsen | Stadfesta av Kari Nilsen | Confirmed by Kari Nilsen
        Avvist av Kari Nilsen | Avvist av Kari Nilsen | Rejected by Kari Nilsen
        Angret av Kari Nilsen | Angra av Kari Nilsen | Undone by Kari Nilsen
        Svaret er sendt til pasienten | Svaret er sendt til pasienten | The answer has been sent to the patient
        Avbestilt av Kari Nilsen | Avbestilt av Kari Nilsen | Cancelled by Kari Nilsen
        Utløpt uten svar | Gjekk ut utan svar | Expired without an answer
        Lest av pasienten | Lese av pasienten | Read by the patient
        Listen over egne timer er lest av pasienten | Lista over eigne timar er lesen av pasienten | The patient read the list of their own appointments
        Pasientens andre timer er vist til Kari Nilsen | Dei andre timane til pasienten er viste til Kari Nilsen | The patient’s other appointments were shown to Kari Nilsen
        Fødselsnummeret er vist til Kari Nilsen | Fødselsnummeret er vist til Kari Nilsen | The identity number was shown to Kari Nilsen
        Pasienten logget inn | Pasienten logga inn | The patient logged in
        Pasienten logget ut | Pasienten logga ut | The patient logged out
        En innlogging ble avvist | Ei innlogging vart avvist | A log-in was refused
        Pasientens opplysninger er lagret av programmet | Opplysningane til pasienten er lagra av programmet | The patient’s details were saved by the program
        Pasientlisten er vist | Pasientlista er vist | The list of patients was shown
        Tilgangsloggen er lest av Kari Nilsen | Tilgangsloggen er lesen av Kari Nilsen | The access log was read by Kari Nilsen
        ");
    }
}
