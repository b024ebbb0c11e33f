//! The notifications on the screen, and the requests of each.

use std::collections::VecDeque;

use timebook::BookingId;

/// The most notifications to keep track of; systems show fewer.
const MOST: usize = 64;

/// The notifications that were shown and not withdrawn.
#[derive(Debug, Default)]
pub struct Shown {
    toasts: VecDeque<(i32, Vec<BookingId>)>,
    last: i32,
}

impl Shown {
    /// Records a notification of these requests. Returns its number.
    pub fn raised(&mut self, requests: Vec<BookingId>) -> i32 {
        self.last = self.last.checked_add(1).unwrap_or(1);
        if self.toasts.len() == MOST {
            self.toasts.pop_front();
        }
        self.toasts.push_back((self.last, requests));
        self.last
    }

    /// Records that a request no longer waits. Returns the notification to withdraw, if none of its requests
    /// still waits.
    pub fn left(&mut self, id: BookingId) -> Option<i32> {
        let index = self.toasts.iter().position(|(_, requests)| requests.contains(&id))?;
        let (number, requests) = self.toasts.get_mut(index)?;
        requests.retain(|request| *request != id);
        let number = requests.is_empty().then_some(*number)?;
        self.toasts.remove(index);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> BookingId {
        BookingId::new(Uuid::from_u128(number))
    }

    #[test]
    fn one_is_withdrawn_when_the_last_of_its_requests_has_left() {
        let mut shown = Shown::default();
        let alone = shown.raised(vec![id(1)]);
        let together = shown.raised(vec![id(2), id(3)]);
        assert_ne!(alone, together);
        assert_eq!(shown.left(id(9)), None);
        assert_eq!(shown.left(id(3)), None);
        assert_eq!(shown.left(id(3)), None);
        assert_eq!(shown.left(id(1)), Some(alone));
        assert_eq!(shown.left(id(2)), Some(together));
        assert_eq!(shown.left(id(2)), None);
    }

    #[test]
    fn a_day_without_decisions_fills_no_memory() {
        let mut shown = Shown::default();
        for number in 0..10_000 {
            shown.raised(vec![id(number)]);
        }
        assert_eq!(shown.toasts.len(), MOST);
        assert_eq!(shown.left(id(1)), None);
    }
}
