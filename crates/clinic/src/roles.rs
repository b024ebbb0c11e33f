//! Roles: who may call which use case. A use case takes its role as a parameter, so calling it without the
//! role does not compile.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use timebook::{Actor, PatientId, StaffMember};

use crate::session::Session;

/// A person who may use the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff(StaffMember);

impl Staff {
    /// The caller must have verified that this person uses the window.
    #[must_use]
    pub const fn new(member: StaffMember) -> Self {
        Self(member)
    }

    /// The person.
    #[must_use]
    pub const fn member(&self) -> &StaffMember {
        &self.0
    }

    /// The person as named in the history.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Staff(self.0.clone())
    }
}

/// A person who may set up the clinic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin(StaffMember);

impl Admin {
    /// The caller must have verified that this person is an administrator.
    #[must_use]
    pub const fn new(member: StaffMember) -> Self {
        Self(member)
    }

    /// The person.
    #[must_use]
    pub const fn member(&self) -> &StaffMember {
        &self.0
    }
}

/// A patient who has logged in, acting for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PatientActor {
    patient: PatientId,
    /// Identifies the session, so that what is seen in it is logged once.
    visit: u64,
}

impl PatientActor {
    /// The caller must have verified that this patient has logged in.
    #[must_use]
    pub const fn new(patient: PatientId) -> Self {
        Self { patient, visit: 0 }
    }

    /// The patient who logged in to a session.
    #[must_use]
    pub fn of_session(session: &Session) -> Self {
        let mut hasher = DefaultHasher::new();
        session.token.hash(&mut hasher);
        Self { patient: session.patient, visit: hasher.finish() }
    }

    /// The patient's id.
    #[must_use]
    pub const fn id(self) -> PatientId {
        self.patient
    }
}
