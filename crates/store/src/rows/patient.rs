//! Rows of patients and their sessions.

use clinic::session::{Draft, Session, TokenHash};
use clinic::{Patient, StoreError};
use timebook::{IdentityNumber, Name, Phone};

use super::Cursor;

/// The columns that [`patient`] reads.
macro_rules! patient_columns {
    () => {
        "patient.id, patient.name, patient.identity, patient.phone"
    };
}
pub(crate) use patient_columns;

/// Reads `patient_columns`.
pub(crate) fn patient(cursor: &mut Cursor<'_>) -> Result<Patient, StoreError> {
    cursor.table("patient");
    Ok(Patient {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        name: Name::stored(cursor.text("name")?),
        identity: IdentityNumber::stored(cursor.text("identity")?),
        phone: cursor.optional_text("phone")?.map(Phone::stored),
    })
}

/// The columns that [`session`] reads.
macro_rules! session_columns {
    () => {
        "portal_session.token, portal_session.patient_id, portal_session.form_token, \
         portal_session.expires_at, portal_session.ends_at, portal_session.draft"
    };
}
pub(crate) use session_columns;

/// Reads `session_columns`.
pub(crate) fn session(cursor: &mut Cursor<'_>) -> Result<Session, StoreError> {
    cursor.table("portal_session");
    let token = TokenHash(cursor.text("token")?.to_owned());
    let patient = cursor.parsed("patient_id", |text| text.parse().ok())?;
    let form_token = cursor.text("form_token")?.to_owned();
    let expires_at = cursor.instant("expires_at")?;
    let ends_at = cursor.optional_instant("ends_at")?.unwrap_or(expires_at);
    let draft = cursor.optional_text("draft")?.and_then(draft);
    Ok(Session { token, patient, form_token, expires_at, ends_at, draft })
}

/// Reads a stored draft. One that another version wrote in another form is dropped, so that the page can be
/// shown.
pub(crate) fn draft(stored: &str) -> Option<Draft> {
    serde_json::from_str(stored).ok()
}

/// A draft as it is stored.
pub(crate) fn draft_text(draft: Option<&Draft>) -> Result<Option<String>, StoreError> {
    draft.map(serde_json::to_string).transpose().map_err(|error| StoreError::Broken(error.into()))
}

#[cfg(test)]
mod tests {
    use timebook::TimebookType;

    use super::*;

    #[test]
    fn a_draft_of_an_earlier_version_is_read() {
        let kind = serde_json::to_string(&TimebookType::Vaccine).unwrap();
        let stored = format!(r#"{{"kind":{kind},"timebook":null,"day":null,"slot":null,"reason":"kort"}}"#);
        let draft: Draft = serde_json::from_str(&stored).unwrap();
        assert_eq!(draft, Draft::of(TimebookType::Vaccine, "kort".to_owned()));
        assert_eq!(draft_text(Some(&draft)).unwrap(), Some(stored));
    }
}
