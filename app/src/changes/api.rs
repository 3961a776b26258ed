//! What the pages and the API say about one's last change, and the server functions that take it back.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A change that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ChangeOffer {
    /// The organisation's revision that it made.
    pub revision: i64,
    /// What was done: `Cover made`.
    pub title: String,
    /// What it was about.
    pub words: String,
    /// Why it cannot be taken back, if it cannot.
    pub blocked: Option<String>,
}

/// A change that was taken back, by a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Undone {
    /// The revision of the change that took it back: that one can be undone too.
    pub revision: i64,
    /// What was taken back.
    pub words: String,
}

/// Taking back.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// A change of one's own, and whether it can be taken back.
    async fn change(&self, revision: i64) -> crate::Answer<ChangeOffer>;
    /// Takes a change of one's own back.
    async fn undo(&self, revision: i64) -> crate::Answer<Undone>;
    /// The revision of one's own change of this minute.
    async fn latest_change(&self) -> crate::Answer<Option<i64>>;
}

/// A change of one's own, and whether it can be taken back.
#[server(endpoint = "changes/show")]
pub async fn load_change(revision: i64) -> Result<ChangeOffer, crate::AppError> {
    crate::ports::ports()?.change(revision).await
}

/// Takes a change of one's own back, and leads to `back`.
#[server(endpoint = "changes/undo")]
pub async fn undo_change(revision: i64, #[server(default)] back: String) -> Result<Undone, crate::AppError> {
    let undone = crate::ports::ports()?.undo(revision).await?;
    // Only to a page of ours.
    let ours = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    let back = if ours { back } else { "/".to_owned() };
    leptos_axum::redirect(&with_saved(&back, undone.revision));
    Ok(undone)
}

/// The address of a page that offers to undo a change.
#[cfg(any(feature = "ssr", test))]
pub(crate) fn with_saved(path: &str, revision: i64) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !matches!(name, "" | "saved" | "done" | "preview" | "made" | "entered")
            && !name.starts_with("__")
            && !name.starts_with("typed.")
    });
    let mut pairs: Vec<&str> = kept.collect();
    let saved = format!("saved={revision}");
    pairs.push(&saved);
    format!("{path}?{}", pairs.join("&"))
}

/// The address of a page that says what the actor has just done, and offers to undo it.
#[cfg(feature = "ssr")]
pub(crate) async fn after_saving(path: &str) -> Result<String, crate::AppError> {
    let latest = crate::ports::ports()?.latest_change().await?;
    let join = if path.contains('?') { '&' } else { '?' };
    Ok(latest.map_or_else(|| path.to_owned(), |revision| format!("{path}{join}saved={revision}")))
}

#[cfg(test)]
mod tests {
    use super::with_saved;

    #[test]
    fn a_page_keeps_what_it_shows_and_forgets_what_was_said() {
        assert_eq!(with_saved("/me", 7), "/me?saved=7");
        assert_eq!(
            with_saved("/rotas/x?from=2026-11-24&saved=6&done=published&__err=x&typed.a=b", 7),
            "/rotas/x?from=2026-11-24&saved=7"
        );
    }
}
