//! Who is signed in.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What every page needs to know of whoever looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Whether they administer the organisation.
    pub administrator: bool,
    /// Whether they prepare pay.
    pub payroll: bool,
    /// Whether they may change nothing.
    pub read_only: bool,
    /// Slugs of the teams they manage.
    pub manages: Vec<String>,
    /// The organisation's name.
    pub organisation: String,
    /// Roles with nobody in them now, over all rotas.
    pub gaps: usize,
    /// Offers that wait for their answer or approval.
    pub offers: usize,
    /// Open conflicts of the viewer’s teams, or of all teams for an administrator who is in none.
    pub conflicts: usize,
    /// Entries of their inbox that they have not read.
    pub unread: i64,
    /// The organisation's revision that all this was read at.
    pub revision: i64,
    /// `light`, `dark`, or anything else for what the device prefers.
    pub theme: String,
}

/// What the server knows of a visit before it draws anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Whoever is signed in.
    pub viewer: Option<Viewer>,
    /// Whether Tandem has been set up.
    pub set_up: bool,
    /// Whether it sends mail.
    pub mail: bool,
}

impl Viewer {
    /// Somebody who may do nothing.
    pub(crate) fn nobody() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            email: String::new(),
            administrator: false,
            payroll: false,
            read_only: true,
            manages: Vec::new(),
            organisation: String::new(),
            gaps: 0,
            offers: 0,
            conflicts: 0,
            unread: 0,
            revision: 0,
            theme: String::new(),
        }
    }

    /// Whether they may change a team and its rotas.
    pub fn may_manage(&self, team_slug: &str) -> bool {
        self.administrator || self.manages.iter().any(|slug| slug == team_slug)
    }
}

/// Signing in and out.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Who visits, known without waiting.
    fn visit(&self) -> Visit;
    /// Starts a session.
    async fn sign_in(&self, email: String, password: String) -> crate::Answer<()>;
    /// Ends the session.
    async fn sign_out(&self) -> crate::Answer<()>;
}

/// Who visits.
#[server(endpoint = "session/visit")]
pub async fn load_visit() -> Result<Visit, crate::AppError> {
    Ok(crate::ports::ports()?.visit())
}

/// Starts a session and goes on to `next`, a path of this site.
#[server(endpoint = "session/sign-in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), crate::AppError> {
    crate::ports::ports()?.sign_in(email, password).await?;
    leptos_axum::redirect(&local_path(next));
    Ok(())
}

/// Ends the session.
#[server(endpoint = "session/sign-out")]
pub async fn sign_out() -> Result<(), crate::AppError> {
    crate::ports::ports()?.sign_out().await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Only paths of this site are followed after signing in: `//elsewhere` and `/\elsewhere` are not.
#[cfg(feature = "ssr")]
fn local_path(next: Option<String>) -> String {
    next.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.chars().all(|c| c.is_ascii_graphic() && c != '\\')
            && !path.starts_with("/sign-in")
    })
    .unwrap_or_else(|| "/".to_owned())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::local_path;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/a\r\nb",
            "/sign-in",
        ] {
            assert_eq!(local_path(Some(bad.into())), "/", "{bad:?}");
        }
        assert_eq!(
            local_path(Some("/rotas/payments?from=1".into())),
            "/rotas/payments?from=1"
        );
    }
}
