//! Someone else takes a role.

use crate::{CoverId, Pairing, PersonId, Role, SamePerson, Span};
use serde::{Deserialize, Serialize};

/// Someone else takes one role, or both roles change in one go, for a stretch of time. It never gives one person both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Cover {
    id: CoverId,
    span: Span,
    takes: Pairing,
}

/// The values do not make a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCover {
    /// It would change nothing.
    #[error("a cover has to say who takes the Lead, the Engineer, or both")]
    NoRole,
    /// One person would take both roles.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
}

impl Cover {
    /// `lead` and `engineer` take those roles for `span`; `None` leaves the role as it is.
    ///
    /// # Errors
    /// [`BadCover`] when neither role is given, or both to the same person.
    ///
    /// ```
    /// use domain::{Span, timeline::{BadCover, Cover}};
    /// let id = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11";
    /// let hour = Span::new("2026-11-24T09:00:00Z".parse()?, "2026-11-24T10:00:00Z".parse()?)?;
    /// assert_eq!(Cover::new(id.parse()?, hour, None, None), Err(BadCover::NoRole));
    /// assert!(Cover::new(id.parse()?, hour, Some(id.parse()?), None).is_ok());
    /// assert!(Cover::new(id.parse()?, hour, Some(id.parse()?), Some(id.parse()?)).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(id: CoverId, span: Span, lead: Option<PersonId>, engineer: Option<PersonId>) -> Result<Self, BadCover> {
        let takes = Pairing::new(lead, engineer)?;
        if takes == Pairing::GAP {
            Err(BadCover::NoRole)
        } else {
            Ok(Self { id, span, takes })
        }
    }

    /// Its id.
    pub const fn id(&self) -> CoverId {
        self.id
    }

    /// When it holds.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Who takes the Lead, if anyone.
    pub const fn lead(&self) -> Option<PersonId> {
        self.takes.lead()
    }

    /// Who takes the Engineer, if anyone.
    pub const fn engineer(&self) -> Option<PersonId> {
        self.takes.engineer()
    }

    /// Who takes `role`; `None` when the cover leaves it alone.
    pub const fn takes(&self, role: Role) -> Option<PersonId> {
        self.takes.holder(role)
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    id: CoverId,
    span: Span,
    #[serde(default)]
    lead: Option<PersonId>,
    #[serde(default)]
    engineer: Option<PersonId>,
}

impl TryFrom<Written> for Cover {
    type Error = BadCover;
    fn try_from(written: Written) -> Result<Self, BadCover> {
        Self::new(written.id, written.span, written.lead, written.engineer)
    }
}

impl From<Cover> for Written {
    fn from(cover: Cover) -> Self {
        Self {
            id: cover.id,
            span: cover.span,
            lead: cover.lead(),
            engineer: cover.engineer(),
        }
    }
}
