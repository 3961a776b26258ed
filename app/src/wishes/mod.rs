//! Wishes: what somebody would like of the plans that are made.

mod card;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use card::WishCard;

/// One wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WishRow {
    /// The wish's id.
    pub id: String,
    /// `Rather not` or `Gladly`.
    pub kind: String,
    /// Such as `Thu 24 Dec – Sat 26 Dec` or `Friday nights`.
    pub when: String,
    /// Whether it matters a lot.
    pub a_lot: bool,
}

/// What the form sends: days, or what comes again each week.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WishForm {
    /// `avoid` or `want`; empty is avoid.
    pub kind: String,
    /// `usual` or `a-lot`; empty is usual.
    pub weight: String,
    /// First day.
    pub first_day: String,
    /// Last day; empty is the first.
    pub last_day: String,
    /// `mon` to `sun`, or `any`, each week instead of given days.
    pub weekday: String,
    /// `day`, `night` or `any`: when the shift starts.
    pub part: String,
}

/// Entering and withdrawing one's wishes.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Enters a wish of the viewer.
    async fn add_wish(&self, form: WishForm) -> crate::Answer<()>;
    /// Withdraws a wish.
    async fn withdraw_wish(&self, id: String) -> crate::Answer<()>;
}

/// Enters a wish of the viewer.
#[server(endpoint = "wishes/add")]
pub async fn add_wish(form: WishForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.add_wish(form).await?;
    leptos_axum::redirect("/me");
    Ok(())
}

/// Withdraws a wish.
#[server(endpoint = "wishes/withdraw")]
pub async fn withdraw_wish(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.withdraw_wish(id).await?;
    leptos_axum::redirect("/me");
    Ok(())
}
