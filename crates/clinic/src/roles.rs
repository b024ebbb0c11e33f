//! Who may call what. A use case takes the role it is for, so calling it without is no program.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use timebook::{Actor, PatientId, StaffMember};

use crate::session::Session;

/// Someone who may work the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff(StaffMember);

impl Staff {
    /// The edge has made sure that this is who sits at the desk.
    #[must_use]
    pub const fn new(member: StaffMember) -> Self {
        Self(member)
    }

    /// Who it is.
    #[must_use]
    pub const fn member(&self) -> &StaffMember {
        &self.0
    }

    /// As the history names them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Staff(self.0.clone())
    }
}

/// Someone who may set up the clinic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin(StaffMember);

impl Admin {
    /// The edge has made sure that this is an administrator.
    #[must_use]
    pub const fn new(member: StaffMember) -> Self {
        Self(member)
    }

    /// Who it is.
    #[must_use]
    pub const fn member(&self) -> &StaffMember {
        &self.0
    }
}

/// A patient who has logged in, acting for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PatientActor {
    patient: PatientId,
    /// Tells one session from another: what is seen in it is noted once.
    visit: u64,
}

impl PatientActor {
    /// The edge has made sure that this is who logged in.
    #[must_use]
    pub const fn new(patient: PatientId) -> Self {
        Self { patient, visit: 0 }
    }

    /// The one who logged in to a session.
    #[must_use]
    pub fn of_session(session: &Session) -> Self {
        let mut hasher = DefaultHasher::new();
        session.token.hash(&mut hasher);
        Self { patient: session.patient, visit: hasher.finish() }
    }

    /// Which patient.
    #[must_use]
    pub const fn id(self) -> PatientId {
        self.patient
    }
}
