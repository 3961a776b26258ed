//! Contact methods: how to reach somebody, in their own order, and whether it is known to work.

mod link;

use domain::contact::ContactKind;
use serde::{Deserialize, Serialize};

pub use link::ContactLink;

/// A way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactWay {
    /// Which way.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::ContactKindWord))]
    pub kind: ContactKind,
    /// Number, address or name.
    pub value: String,
    /// Whether it is known to reach them; null for the address that they sign in with and have not placed.
    pub verified: Option<bool>,
}
