//! Identifiers: one type for each kind of thing, so that a rota's id cannot be passed for a person's.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text is not an id of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not an id")]
pub struct BadId(pub String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Opaque to everyone outside; written as a hyphenated UUID.
        ///
        /// ```
        #[doc = concat!("use domain::", stringify!($name), ";")]
        #[doc = concat!("let id: ", stringify!($name), " = \"6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11\".parse()?;")]
        /// assert_eq!(id.to_string(), "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11");
        #[doc = concat!("assert!(\"17\".parse::<", stringify!($name), ">().is_err());")]
        /// # Ok::<(), domain::id::BadId>(())
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID; whoever makes a new id supplies its randomness.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Uuid::parse_str(text).map(Self).map_err(|_| BadId(text.to_owned()))
            }
        }
    };
}

id!(/// A person.
    PersonId);
id!(/// A team.
    TeamId);
id!(/// A rota.
    RotaId);
id!(/// A shift: see [`ShiftId::of`].
    ShiftId);
id!(/// A cover.
    CoverId);
id!(/// A correction of past duty.
    CorrectionId);
id!(/// An offer.
    OfferId);
id!(/// An entry of leave.
    LeaveId);
id!(/// A call-out.
    CallOutId);
id!(/// A statement of pay, as it was submitted.
    PayDocumentId);
id!(/// A question about a line of a statement of pay.
    PayQueryId);
id!(/// What was handed to payroll at once.
    PayExportId);
id!(/// Time off in lieu that was taken.
    ToilTakenId);
id!(/// A wish.
    WishId);
id!(/// Two people who are kept apart.
    ApartId);
id!(/// A planning job.
    PlanningJobId);
id!(/// A service.
    ServiceId);
id!(/// An alert.
    AlertId);
id!(/// An API token.
    TokenId);
id!(/// A calendar feed.
    FeedId);
id!(/// A browser's session; not the secret in its cookie.
    SessionId);
id!(/// A draft of a rota.
    DraftId);
id!(/// A link that lets somebody set their password; not the secret in it.
    EntryLinkId);
id!(/// A contact method.
    ContactId);
id!(/// A code sent by a contact method; not the digits.
    CodeId);
id!(/// A notice to send.
    NoticeId);
id!(/// A webhook; not its secret.
    WebhookId);
id!(/// A rate card, in all its versions.
    RateCardId);

impl ContactId {
    /// The id of a contact method that is given to whoever has this e-mail address, with this value, in a revision of the
    /// organisation.
    pub fn of(email: &str, revision: i64, value: &str) -> Self {
        Self(Uuid::new_v5(
            &Uuid::NAMESPACE_OID,
            format!("contact {email} {revision} {value}").as_bytes(),
        ))
    }
}

impl ShiftId {
    /// The id of the shift of `rota` whose turn begins at `starts_at`: planning the same turn again gives the same id,
    /// so that calendars keep their events.
    pub fn of(rota: RotaId, starts_at: crate::Instant) -> Self {
        Self(Uuid::new_v5(&rota.0, &starts_at.seconds().to_be_bytes()))
    }
}
