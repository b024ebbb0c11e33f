//! Who may call what. A use case takes the role it is for, so calling it without is no program.

use timebook::{Actor, PatientId, StaffMember};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatientActor(PatientId);

impl PatientActor {
    /// The edge has made sure that this is who logged in.
    #[must_use]
    pub const fn new(patient: PatientId) -> Self {
        Self(patient)
    }

    /// Which patient.
    #[must_use]
    pub const fn id(self) -> PatientId {
        self.0
    }
}
