//! Of what somebody is told by mail, and when.

mod page;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::NoticeChoicesPage;

/// What somebody has chosen, with what may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NoticeChoices {
    /// Whether mail is set up at all.
    pub sends_mail: bool,
    /// The person's address.
    pub email: String,
    /// Their zone, as people say it.
    pub zone: String,
    /// What is chosen.
    pub chosen: NoticeChoicesForm,
    /// Every lead time that may be chosen: minutes and words; the empty one is none.
    pub leads: Vec<(String, String)>,
}

/// What to choose; a box that is left out is not ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NoticeChoicesForm {
    /// By mail that a shift was given to them or taken from them: `on`.
    pub my_duty: Option<String>,
    /// By mail that a shift of theirs starts soon: `on`.
    pub starts_soon: Option<String>,
    /// By mail that a rota of their teams was published: `on`.
    pub published: Option<String>,
    /// By mail what waits for their answer, or was answered: `on`.
    pub requests: Option<String>,
    /// By mail gaps and conflicts in teams that they manage: `on`.
    pub trouble: Option<String>,
    /// Anything, for mail about statements of pay.
    pub pay: Option<String>,
    /// The first time that they are told that a shift starts soon, in minutes before.
    pub first_lead: String,
    /// The second time.
    pub second_lead: String,
    /// From when mail waits, such as `22:00`; nothing for never.
    pub quiet_from: String,
    /// Until when.
    pub quiet_to: String,
    /// In quiet hours, too, that a shift starts soon: `on`.
    pub soon_in_quiet: Option<String>,
    /// When they get one mail a day, such as `08:00`; nothing for each at once.
    pub digest_at: String,
}

/// Of what people are told by mail.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What the viewer has chosen.
    async fn notice_choices(&self) -> crate::Answer<NoticeChoices>;
    /// Chooses.
    async fn save_notice_choices(&self, form: NoticeChoicesForm) -> crate::Answer<()>;
}

/// What the viewer has chosen.
#[server(endpoint = "notice-choices/show")]
pub async fn load_notice_choices() -> Result<NoticeChoices, crate::AppError> {
    crate::ports::ports()?.notice_choices().await
}

/// Chooses.
#[server(endpoint = "notice-choices/save")]
pub async fn save_notice_choices(choices: NoticeChoicesForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.save_notice_choices(choices).await?;
    leptos_axum::redirect("/settings/notices?done=saved");
    Ok(())
}
