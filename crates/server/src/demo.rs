//! The demo: the guide's own clinic, with synthetic patients.
//!
//! Everyone here is invented; the identity numbers are from the synthetic series (month + 80), which is not
//! given to real people.

use clinic::{
    Admin, Clinic, LocationDraft, OpeningDraft, Patient, ProfileDraft, RulesDraft, SaveError, StoreError,
    TimebookDraft,
};
use timebook::{
    ClinicId, IdentityNumber, LocationId, Name, PatientId, Phone, Revision, StaffId, StaffMember, Synthetic,
    TimebookType,
};
use uuid::Uuid;

use crate::open_error::OpenError;

/// The demo's clinic.
pub const CLINIC: ClinicId = ClinicId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

/// The first id of the demo's patients; the others count up from it.
const PEOPLE: u128 = 0x0190_0000_0000_7000_8000_0000_0001_0000;

/// The synthetic patients, the guide's own first.
const PATIENTS: [(&str, &str, &str); 8] = [
    ("Kurt Håkon Grytten", "13916931063", "41234567"),
    ("Line Danser", "04828822182", "41234568"),
    ("Berit Aas", "21875514188", "41234569"),
    ("Ola Nordmann", "05907933190", "41234570"),
    ("Emma Lie", "30918520062", "41234571"),
    ("Arne Moe", "17854813110", "41234572"),
    ("Siv Haugen", "26836224050", "41234573"),
    ("Per Vik", "12897435061", "41234574"),
];

/// Type, name and description of the demo's timebooks, in the guide's order.
const TIMEBOOKS: [(TimebookType, &str, &str); 7] = [
    (TimebookType::Consultation, "August September", "Konsultasjon med fastlegen"),
    (TimebookType::Lab, "Laboratoriet", "Blodprøver og andre prøver"),
    (TimebookType::Vaccine, "Influensa", ""),
    (TimebookType::Vaccine, "Influensavaksine", ""),
    (TimebookType::Vaccine, "Influensavaksine 2", "Dette er en test av influensavaksine"),
    (TimebookType::CoronaTest, "Koronatest", ""),
    (TimebookType::CoronaVaccine, "Koronavaksine", ""),
];

/// The line that tells the user whom to log in as.
pub(crate) fn greeting(url: &str) -> String {
    let (first, ..) = PATIENTS[0];
    format!("demo: log in as {first}, or as another synthetic patient, at {url}/logg-inn")
}

/// The member of staff in the demo.
#[must_use]
pub fn staff() -> StaffMember {
    let name = Name::parse("Kari Nilsen").unwrap_or_else(|_| unnamed_staff());
    StaffMember { id: StaffId::new(Uuid::from_u128(PEOPLE - 1)), name }
}

/// The name used for staff when the machine does not give the user's name.
#[expect(clippy::missing_panics_doc, reason = "the text is a constant that a test checks")]
#[must_use]
pub fn unnamed_staff() -> Name {
    Name::parse("Medarbeider").expect("a constant name")
}

/// Fills an empty clinic. A filled one is not changed, and a fill that was interrupted is completed.
///
/// # Errors
/// [`OpenError`] when the store fails.
pub async fn fill(clinic: &Clinic) -> Result<(), OpenError> {
    let setup = clinic.setup().await?;
    let existing = setup.timebooks.len();
    if existing >= TIMEBOOKS.len() {
        return Ok(());
    }
    let admin = Admin::new(staff());
    let location = match setup.locations.first() {
        Some(location) => location.id,
        None => set_up(clinic, &admin).await.map_err(refused)?,
    };
    for patient in patients() {
        clinic.save_patient(patient?).await?;
    }
    for (kind, name, description) in TIMEBOOKS.into_iter().skip(existing) {
        let draft = timebook(kind, name, description, location);
        let id = clinic.save_timebook(&admin, None, &draft).await.map_err(refused)?;
        clinic.publish(&admin, id, Revision::FIRST).await.map_err(refused)?;
    }
    Ok(())
}

/// The demo's patients, Kurt Håkon Grytten first.
pub fn patients() -> impl Iterator<Item = Result<Patient, OpenError>> {
    (PEOPLE..).map(Uuid::from_u128).map(PatientId::new).zip(PATIENTS).map(|(id, (name, identity, phone))| {
        let name = Name::parse(name).map_err(broken)?;
        let identity = IdentityNumber::parse(identity, Synthetic::Accepted).map_err(broken)?;
        let phone = Some(Phone::parse(phone).map_err(broken)?);
        Ok(Patient { id, name, identity, phone })
    })
}

/// The clinic's profile and its one location.
async fn set_up(clinic: &Clinic, admin: &Admin) -> Result<LocationId, SaveError> {
    let profile = ProfileDraft {
        name: "DDFL Test".to_owned(),
        phone: "22 33 44 55".to_owned(),
        info: "Dette er en tekst legekontoret selv kan legge til på opptil 300 tegn.".to_owned(),
        ..ProfileDraft::default()
    };
    clinic.save_profile(admin, None, &profile).await?;
    let location = LocationDraft {
        // As in the guide, and different from the clinic's name, so that a page that confuses the two is
        // noticed.
        name: "DDFL Test(u)".to_owned(),
        street: "Influensaveien 3a".to_owned(),
        postal_code: "1325".to_owned(),
        city: "Lysaker".to_owned(),
    };
    clinic.save_location(admin, None, &location).await
}

fn timebook(kind: TimebookType, name: &str, description: &str, location: LocationId) -> TimebookDraft {
    let hours = (1..=5).map(|weekday| OpeningDraft { weekday, from: "13:00".into(), to: "15:15".into() });
    TimebookDraft {
        kind,
        name: name.to_owned(),
        description: description.to_owned(),
        location: Some(location),
        practitioner: "Fastlege August September".to_owned(),
        hours: hours.collect(),
        valid_from: String::new(),
        valid_until: String::new(),
        slot_minutes: 15,
        pause_minutes: 0,
        capacity: 1,
        weeks_ahead: 8,
        rules: RulesDraft::default(),
    }
}

fn refused(error: SaveError) -> OpenError {
    match error {
        SaveError::Store(error) => error.into(),
        other @ (SaveError::Invalid(_) | SaveError::Conflict(_) | SaveError::NotFound) => {
            OpenError::Broken(other.into())
        }
    }
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> OpenError {
    let error: StoreError = StoreError::Broken(Box::new(error));
    error.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_patient_is_synthetic() {
        for (patient, (_, identity, _)) in patients().zip(PATIENTS) {
            assert!(patient.is_ok());
            assert!(IdentityNumber::parse(identity, Synthetic::Refused).is_err());
        }
    }

    #[test]
    fn the_greeting_names_the_guides_patient() {
        assert!(greeting("http://127.0.0.1:8750").contains("Kurt Håkon Grytten"));
        assert_eq!(unnamed_staff().as_str(), "Medarbeider");
    }
}
