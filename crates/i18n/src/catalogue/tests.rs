use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::*;

/// The variables of each key of a language. A line that starts a message begins with its key; a name in
/// braces after `$` is a variable.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language.code());
    let mut keys = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let mut current = None;
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with('#') {
                continue;
            }
            if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
                let twice = keys.insert(key.to_owned(), BTreeSet::new()).is_some();
                assert!(!twice, "{key} is defined twice in {}, the second time in {path:?}", language.code());
                current = Some(key.to_owned());
            }
            let Some(variables) = current.as_ref().and_then(|key| keys.get_mut(key)) else { continue };
            variables.extend(line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect::<String>()
            }));
        }
    }
    keys
}

#[test]
fn every_language_has_every_key_with_the_same_variables() {
    let nb = keys(Language::Nb);
    assert!(nb.len() > 30, "the catalogue was not found");
    for language in [Language::Nn, Language::En] {
        let other = keys(language);
        for key in nb.keys().chain(other.keys()) {
            assert_eq!(nb.get(key), other.get(key), "{key} in nb and in {}", language.code());
        }
    }
}

#[test]
fn every_text_can_be_formatted() {
    for language in Language::ALL {
        for (key, variables) in keys(language) {
            let one = [Arg::Number(1), Arg::Text("x".into())].map(|value| {
                let args: Vec<_> = variables.iter().map(|name| (name.as_str(), value.clone())).collect();
                text_with(language, &key, &args)
            });
            assert!(one.iter().all(|text| !text.is_empty()), "{key} in {}", language.code());
        }
    }
}

#[test]
fn a_text_is_filled_in_without_marks() {
    let title = text_with(Language::Nb, "type-title-vaccine", &[("clinic", "DDFL Test".into())]);
    assert_eq!(title, "Time til vaksine hos DDFL Test");
    assert_eq!(text_with(Language::En, "duration-minutes", &[("minutes", 1440_u32.into())]), "1440 min");
}

#[test]
#[should_panic(expected = "nb has no text no-such-text")]
fn a_missing_key_panics_in_a_test() {
    let _ = text(Language::Nb, "no-such-text");
}
