//! Synthetic patients: invented, with identity numbers that no living person has.

use clinic::{Ids, Patient};
use server::RandomIds;
use timebook::{IdentityNumber, Name, PatientId, Synthetic};

use crate::Result;

/// `count` different patients.
pub(crate) fn patients(count: usize) -> Result<Vec<Patient>> {
    identities()
        .take(count)
        .enumerate()
        .map(|(index, identity)| {
            let name = Name::parse(&format!("Prøve Pasient {:03}", index + 1))?;
            Ok(Patient { id: PatientId::new(RandomIds.uuid()), name, identity, phone: None })
        })
        .collect()
}

/// Identity numbers of Test-Norge's series (month + 80), born in January 1985.
fn identities() -> impl Iterator<Item = IdentityNumber> {
    (1..=31).flat_map(|day| (0..50).filter_map(move |person| identity(day, person)))
}

/// The number with valid check digits, if there are any.
fn identity(day: u32, person: u32) -> Option<IdentityNumber> {
    let fits = |check| {
        IdentityNumber::parse(&format!("{day:02}8185{person:03}{check:02}"), Synthetic::Accepted).ok()
    };
    (0..100).find_map(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_synthetic_and_different() {
        let mut numbers: Vec<IdentityNumber> = identities().take(100).collect();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 100);
        assert!(numbers.iter().all(|n| IdentityNumber::parse(n.as_str(), Synthetic::Refused).is_err()));
    }
}
