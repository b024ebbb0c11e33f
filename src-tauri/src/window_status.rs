//! What the program shows outside its page: the window's title, the tray's texts, the number of waiting
//! requests. Names nobody.

use i18n::{Language, text, text_with};

use crate::desk::Desk;

/// The status to show.
#[derive(Debug)]
pub(crate) struct WindowStatus {
    /// The language.
    pub(crate) language: Language,
    /// The clinic's name; `None` before it is set up or while the store is closed.
    pub(crate) clinic: Option<String>,
    /// The number of waiting requests; `None` while the store is closed.
    pub(crate) waiting: Option<u32>,
}

impl WindowStatus {
    /// The window's title.
    pub(crate) fn title(&self) -> String {
        match &self.clinic {
            Some(clinic) => text_with(self.language, "window-title", &[("clinic", clinic.into())]),
            None => text(self.language, "app-name"),
        }
    }

    /// «3 venter».
    pub(crate) fn waiting_text(&self) -> String {
        match self.waiting {
            Some(count) => text_with(self.language, "tray-waiting", &[("count", count.into())]),
            None => text(self.language, "tray-closed"),
        }
    }

    /// Reads the current status.
    pub(crate) async fn read(desk: &Desk) -> Self {
        let language = desk.language();
        let Ok(open) = desk.open_clinic() else { return Self { language, clinic: None, waiting: None } };
        let summary = desk.answer(open.clinic.summary().await).ok();
        let clinic = summary.and_then(|summary| summary.profile).map(|profile| profile.name.to_string());
        let waiting = desk.answer(open.clinic.waiting_count().await).ok();
        Self { language, clinic, waiting }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(clinic: Option<&str>, waiting: Option<u32>) -> WindowStatus {
        WindowStatus { language: Language::Nb, clinic: clinic.map(ToOwned::to_owned), waiting }
    }

    #[test]
    fn the_title_names_the_clinic_once_there_is_one() {
        assert_eq!(status(Some("DDFL Test"), None).title(), "Ressurstimebok – DDFL Test");
        assert_eq!(status(None, None).title(), "Ressurstimebok");
    }

    #[test]
    fn the_tray_says_how_many_wait() {
        assert_eq!(status(None, Some(3)).waiting_text(), "3 venter");
        assert_eq!(status(None, Some(0)).waiting_text(), "Ingen venter");
        assert_eq!(status(None, None).waiting_text(), "Kobler til …");
    }
}
