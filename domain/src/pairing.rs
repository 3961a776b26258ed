//! Two people, always: the guarantee Tandem exists for, as a type.

use crate::{PersonId, Role};
use serde::{Deserialize, Serialize};

/// The Lead and the Engineer of a stretch of time: two different people, or an explicit gap in a role.
///
/// ```
/// use domain::{Pairing, PersonId, SamePerson};
/// let ada: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// assert_eq!(Pairing::new(Some(ada), Some(ada)), Err(SamePerson(ada)));
/// assert!(Pairing::new(Some(ada), None)?.engineer().is_none()); // a gap, in plain sight
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Pairing {
    lead: Option<PersonId>,
    engineer: Option<PersonId>,
}

/// One person would hold both roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one person cannot be Lead and Engineer at once")]
pub struct SamePerson(pub PersonId);

impl Pairing {
    /// Nobody in either role.
    pub const GAP: Pairing = Pairing {
        lead: None,
        engineer: None,
    };

    /// Pairs two people; `None` is a gap.
    ///
    /// # Errors
    /// [`SamePerson`] when both roles would be held by one person.
    pub fn new(lead: Option<PersonId>, engineer: Option<PersonId>) -> Result<Self, SamePerson> {
        match (lead, engineer) {
            (Some(a), Some(b)) if a == b => Err(SamePerson(a)),
            _ => Ok(Self { lead, engineer }),
        }
    }

    /// The Lead, or `None` for a gap.
    pub const fn lead(&self) -> Option<PersonId> {
        self.lead
    }

    /// The Engineer, or `None` for a gap.
    pub const fn engineer(&self) -> Option<PersonId> {
        self.engineer
    }

    /// Who holds `role`.
    pub const fn holder(&self, role: Role) -> Option<PersonId> {
        match role {
            Role::Lead => self.lead,
            Role::Engineer => self.engineer,
        }
    }

    /// The role `person` holds here, if any: never two.
    pub fn role_of(&self, person: PersonId) -> Option<Role> {
        Role::BOTH.into_iter().find(|role| self.holder(*role) == Some(person))
    }

    /// The roles nobody holds.
    pub fn gaps(&self) -> impl Iterator<Item = Role> + '_ {
        Role::BOTH.into_iter().filter(|role| self.holder(*role).is_none())
    }
}

#[derive(Serialize, Deserialize)]
struct Parts {
    lead: Option<PersonId>,
    engineer: Option<PersonId>,
}

impl TryFrom<Parts> for Pairing {
    type Error = SamePerson;
    fn try_from(parts: Parts) -> Result<Self, SamePerson> {
        Self::new(parts.lead, parts.engineer)
    }
}

impl From<Pairing> for Parts {
    fn from(pairing: Pairing) -> Self {
        Self {
            lead: pairing.lead,
            engineer: pairing.engineer,
        }
    }
}
