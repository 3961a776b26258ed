//! Who was there after all: what stands above plan and covers, and speaks of the past.

use crate::{CorrectionId, Pairing, PersonId, Role, SamePerson, Span};
use serde::{Deserialize, Serialize};

/// What a correction says of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corrected {
    /// Nothing: the role stays as plan, covers and earlier corrections have it.
    #[default]
    Not,
    /// Nobody was there.
    ToNobody,
    /// Somebody was.
    To(PersonId),
}

impl Corrected {
    /// The person, if it names one.
    ///
    /// ```
    /// use domain::timeline::Corrected;
    /// let ada = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// assert_eq!([Corrected::Not, Corrected::ToNobody, Corrected::To(ada)].map(Corrected::person), [None, None, Some(ada)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::To(person) => Some(person),
            Self::Not | Self::ToNobody => None,
        }
    }
}

/// Who really held one role, or both, for a stretch of time. It never gives one person both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Correction {
    id: CorrectionId,
    span: Span,
    lead: Corrected,
    engineer: Corrected,
}

/// The values do not make a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadCorrection {
    /// It would correct nothing.
    #[error("a correction has to say who was Lead, Engineer, or both")]
    NoRole,
    /// One person would have held both roles.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
}

impl Correction {
    /// `lead` and `engineer` say who held those roles in `span`.
    ///
    /// # Errors
    /// [`BadCorrection`] when neither role is corrected, or both to the same person.
    ///
    /// ```
    /// use domain::{Span, timeline::{BadCorrection, Corrected, Correction}};
    /// let id = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11";
    /// let hour = Span::new("2026-11-24T09:00:00Z".parse()?, "2026-11-24T10:00:00Z".parse()?)?;
    /// let ada = Corrected::To(id.parse()?);
    /// assert!(Correction::new(id.parse()?, hour, ada, Corrected::ToNobody).is_ok());
    /// assert!(Correction::new(id.parse()?, hour, ada, ada).is_err());
    /// assert_eq!(Correction::new(id.parse()?, hour, Corrected::Not, Corrected::Not), Err(BadCorrection::NoRole));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(id: CorrectionId, span: Span, lead: Corrected, engineer: Corrected) -> Result<Self, BadCorrection> {
        Pairing::new(lead.person(), engineer.person())?;
        if (lead, engineer) == (Corrected::Not, Corrected::Not) {
            return Err(BadCorrection::NoRole);
        }
        Ok(Self {
            id,
            span,
            lead,
            engineer,
        })
    }

    /// Its id.
    pub const fn id(&self) -> CorrectionId {
        self.id
    }

    /// Of which time it speaks.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// What it says of `role`.
    pub const fn says(&self, role: Role) -> Corrected {
        match role {
            Role::Lead => self.lead,
            Role::Engineer => self.engineer,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    id: CorrectionId,
    span: Span,
    #[serde(default)]
    lead: Corrected,
    #[serde(default)]
    engineer: Corrected,
}

impl TryFrom<Written> for Correction {
    type Error = BadCorrection;
    fn try_from(written: Written) -> Result<Self, BadCorrection> {
        Self::new(written.id, written.span, written.lead, written.engineer)
    }
}

impl From<Correction> for Written {
    fn from(correction: Correction) -> Self {
        Self {
            id: correction.id,
            span: correction.span,
            lead: correction.lead,
            engineer: correction.engineer,
        }
    }
}
