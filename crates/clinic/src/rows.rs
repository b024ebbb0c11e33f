//! Lists of which some rows cannot be read.

use std::ops::Deref;

use crate::error::Unreadable;

/// The rows of a list: those that can be read, in order, and those that cannot. One unreadable row does not
/// empty a screen: it is reported, and the others are shown.
///
/// Dereferences to a slice of the readable rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// The readable rows, in the order of the list.
    pub read: Vec<T>,
    /// The unreadable rows, in the order of the list.
    pub unreadable: Vec<Unreadable>,
}

impl<T> Rows<T> {
    /// The number of rows, readable or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.read.len() + self.unreadable.len()
    }

    /// The list with each readable row converted.
    #[must_use]
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Rows<U> {
        Rows { read: self.read.into_iter().map(make).collect(), unreadable: self.unreadable }
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { read: Vec::new(), unreadable: Vec::new() }
    }
}

impl<T> Extend<Result<T, Unreadable>> for Rows<T> {
    fn extend<I: IntoIterator<Item = Result<T, Unreadable>>>(&mut self, rows: I) {
        for row in rows {
            match row {
                Ok(row) => self.read.push(row),
                Err(unreadable) => self.unreadable.push(unreadable),
            }
        }
    }
}

impl<T> FromIterator<Result<T, Unreadable>> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = Result<T, Unreadable>>>(rows: I) -> Self {
        let mut all = Self::default();
        all.extend(rows);
        all
    }
}

impl<T> Deref for Rows<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.read
    }
}

/// Equal to an array when every row can be read and the rows are equal.
impl<T: PartialEq, const LENGTH: usize> PartialEq<[T; LENGTH]> for Rows<T> {
    fn eq(&self, other: &[T; LENGTH]) -> bool {
        *self == other.as_slice()
    }
}

impl<T: PartialEq> PartialEq<&[T]> for Rows<T> {
    fn eq(&self, other: &&[T]) -> bool {
        self.unreadable.is_empty() && self.read == *other
    }
}

impl<T: PartialEq> PartialEq<Vec<T>> for Rows<T> {
    fn eq(&self, other: &Vec<T>) -> bool {
        *self == other.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_an_unreadable_row_shows_the_others_and_equals_no_plain_list() {
        let bad = Unreadable { table: "booking", column: "status", row: "7".to_owned() };
        let rows: Rows<u8> = [Ok(1), Err(bad.clone()), Ok(2)].into_iter().collect();
        assert_eq!((rows.count(), rows.len()), (3, 2));
        assert_eq!(rows[..], [1, 2]);
        assert!(rows != [1, 2] && rows != vec![1, 2] && rows != [1, 2].as_slice());
        let doubled = rows.map(|row| row * 2);
        assert_eq!(doubled, Rows { read: vec![2, 4], unreadable: vec![bad] });
        let rows: Rows<u8> = [Ok(1), Ok(2)].into_iter().collect();
        assert!(rows == [1, 2] && rows == vec![1, 2] && rows == [1, 2].as_slice());
        assert!(rows != [1, 3] && rows != vec![1] && rows != [2].as_slice());
    }
}
