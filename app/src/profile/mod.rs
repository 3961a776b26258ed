//! One's own profile: name, zone, and how one reads dates, times and pages.

mod page;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::ProfilePage;

/// Somebody's profile, with what may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Whether the name may be changed by whoever asks.
    pub may_rename: bool,
    /// The IANA zone they live in.
    pub zone: String,
    /// The organisation's zone, which people start with.
    pub organisation_zone: String,
    /// `day_first`, `month_first` or `year_first`.
    pub date_order: String,
    /// `24` or `12`.
    pub hour_clock: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Every zone that may be chosen.
    pub zones: Vec<String>,
    /// Every order of dates, with an example.
    pub date_orders: Vec<(String, String)>,
    /// Both clocks, with an example.
    pub hour_clocks: Vec<(String, String)>,
}

/// What is to change about a profile; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProfileForm {
    /// The name.
    pub name: Option<String>,
    /// The IANA zone.
    pub zone: Option<String>,
    /// `day_first`, `month_first` or `year_first`.
    pub date_order: Option<String>,
    /// `24` or `12`.
    pub hour_clock: Option<String>,
    /// `system`, `light` or `dark`.
    pub theme: Option<String>,
}

/// One's own profile.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The viewer's profile.
    async fn profile(&self) -> crate::Answer<Profile>;
    /// Changes the viewer's profile.
    async fn save_profile(&self, form: ProfileForm) -> crate::Answer<()>;
}

/// The viewer's profile.
#[server(endpoint = "profile/show")]
pub async fn load_profile() -> Result<Profile, crate::AppError> {
    crate::ports::ports()?.profile().await
}

/// Changes the viewer's profile.
#[server(endpoint = "profile/save")]
pub async fn save_profile(profile: ProfileForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.save_profile(profile).await?;
    leptos_axum::redirect("/settings/profile?done=saved");
    Ok(())
}
