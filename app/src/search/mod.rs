//! Search: the way to any page, rota, team, service and person, and to what can be done, by typing.

mod page;
mod palette;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::SearchPage;
pub(crate) use palette::Palette;

/// What a search has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Found {
    /// What was searched for.
    pub query: String,
    /// The best matches first.
    pub hits: Vec<Hit>,
    /// Whether there are more than these.
    pub more: bool,
}

/// A place to go to, or something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The icon of its kind.
    pub icon: String,
    /// Its name.
    pub title: String,
    /// What it is, such as `Rota of Payments`.
    pub detail: String,
    /// Its address on this site.
    pub href: String,
    /// The name and value of the field that is sent to the address, when something is done rather than shown.
    pub send: Option<(String, String)>,
}

/// Searching.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What matches every word of `query`; with nothing to search for, what the viewer needs most.
    async fn find(&self, query: String) -> crate::Answer<Found>;
}

/// What matches every word of `query`; with nothing to search for, what the viewer needs most.
#[server(endpoint = "search/find")]
pub async fn find(query: String) -> Result<Found, crate::AppError> {
    crate::ports::ports()?.find(query).await
}

impl Hit {
    /// Whether it is no page of the app: the browser has to go there by itself.
    fn is_outside(&self) -> bool {
        self.href.starts_with("/api/")
    }
}

/// How many were found, in words.
fn count_words(found: &Found) -> String {
    match (found.hits.len(), found.more) {
        _ if found.query.is_empty() => "Type to find anything.".to_owned(),
        (0, _) => format!("Nothing matches “{}”.", found.query),
        (1, _) => "1 result".to_owned(),
        (many, false) => format!("{many} results"),
        (many, true) => format!("The best {many} results: type more to narrow them down."),
    }
}
