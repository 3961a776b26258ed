//! What the page and the API say about covers, and the server functions of the page.

use crate::now::WeekDay;
use domain::{Instant, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A cover as the API answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverView {
    /// The cover's id.
    pub id: String,
    /// The rota's slug.
    pub rota: String,
    /// Who takes which role, Lead first.
    pub changes: Vec<CoverChange>,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Why; may be empty.
    pub reason: String,
    /// Why somebody on leave or not qualified was taken all the same.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none", default)]
    pub override_reason: Option<String>,
    /// `scheduled`, `in_force`, `over` or `withdrawn`.
    pub state: String,
    /// Who made it.
    pub by: String,
    /// When it was made.
    pub made_at: Instant,
    /// Id of the cover that it stands in for, if it is one that was changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<String>,
    /// The organisation's revision that this answer shows.
    pub revision: i64,
}

/// Somebody takes a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CoverChange {
    /// Which.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
}

/// What the page's address asks for; empty is not given. Times are wall times in the rota's zone, or instants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `lead`, `engineer` or `both`.
    pub role: String,
    /// Id of the person who should take the Lead.
    pub lead: String,
    /// Id of the person who should take the Engineer.
    pub engineer: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// Anything, to see what it would change.
    pub preview: String,
    /// Id of a cover that was just made.
    pub made: String,
    /// Id of a cover that is to be changed.
    pub change: String,
    /// Id of a cover that was just changed.
    pub changed: String,
    /// Which page of the covers, from 1; empty is the first.
    pub page: String,
    /// Start of the first of several whole shifts, instead of from and to.
    pub first: String,
    /// Start of the last of them; empty is the first.
    pub last: String,
}

/// What the form sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CoverForm {
    /// `lead`, `engineer` or `both`.
    pub role: String,
    /// Id of the person who takes the Lead.
    pub lead: String,
    /// Id of the person who takes the Engineer.
    pub engineer: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// Why; may be empty.
    pub reason: String,
    /// Why somebody on leave or not qualified is taken all the same; empty for no override.
    pub override_reason: String,
    /// The id that the cover is to have, so that a form sent twice makes one cover; empty for none.
    pub key: String,
    /// What the preview showed of duty: refused when that is another now; empty for whatever it is.
    pub seen: String,
    /// The query of the rota's own page to go back to; empty stays with the covers.
    pub back: String,
}

/// Everything the page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CoverPage {
    /// The rota's slug.
    pub slug: String,
    /// The rota's name.
    pub rota: String,
    /// The rota's zone, as people say it.
    pub zone: String,
    /// Whether the viewer may make covers here.
    pub may: bool,
    /// Whether the viewer may correct the past here.
    pub may_correct: bool,
    /// `lead`, `engineer` or `both`.
    pub role: String,
    /// Id of the person chosen for the Lead.
    pub lead: String,
    /// Id of the person chosen for the Engineer.
    pub engineer: String,
    /// Wall time in the rota's zone.
    pub from: String,
    /// Wall time in the rota's zone.
    pub to: String,
    /// Such as `63 h 30 min`.
    pub length: String,
    /// `Tue 24 Nov 17:30 – Wed 25 Nov 09:00`, with the viewer's own time where that differs.
    pub when: String,
    /// Who could take the role, the best first; nobody for both roles.
    pub suggestions: Vec<Suggestion>,
    /// The cover that is to be changed.
    pub change: Option<Changing>,
    /// Who may take the Lead, the best first.
    pub leads: Vec<Candidate>,
    /// Who may take the Engineer, the best first.
    pub engineers: Vec<Candidate>,
    /// Whether it begins now, whenever that is when it is saved.
    pub from_now: bool,
    /// Spans to choose with one click.
    pub quick: Vec<Quick>,
    /// Start and words of the coming shifts, to choose whole ones.
    pub shifts: Vec<(String, String)>,
    /// The address that previews an exchange of the two roles, where the same two hold them for all of the time.
    pub exchange: Option<String>,
    /// What the choice would change, when that was asked.
    pub outcome: Option<Outcome>,
    /// The cover just made.
    pub made: Option<CoverRow>,
    /// Whether it was changed rather than made.
    pub was_changed: bool,
    /// The rota's present and coming covers, a page of them.
    pub covers: Vec<CoverRow>,
    /// Which page that is, from 1, and how many there are.
    pub pages: (usize, usize),
}

/// Somebody who could take a stretch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Why they stand where they do.
    pub because: String,
    /// Whether they can, perhaps with little rest.
    pub can: bool,
}

/// A cover that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Changing {
    /// Its id.
    pub id: String,
    /// Who takes what, and when, as it is.
    pub words: String,
    /// Its reason, as it is.
    pub reason: String,
    /// Whether it has begun: then its start stays.
    pub begun: bool,
    /// The revision in which it was so.
    pub seen: i64,
}

/// Somebody to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// The person's id.
    pub id: String,
    /// Their name, and what speaks against them.
    pub words: String,
}

/// A span to choose with one click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Quick {
    /// Such as `Now until handover`.
    pub words: String,
    /// Wall time in the rota's zone.
    pub from: String,
    /// Wall time in the rota's zone.
    pub to: String,
}

/// What a choice would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// It may be done.
    Possible(Preview),
    /// A rule says no.
    Refused {
        /// Its stable name.
        rule: String,
        /// Every reason, in words.
        reasons: Vec<String>,
    },
}

/// Duty before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = CoverPreview))]
pub struct Preview {
    /// Whose hours change by how much.
    pub words: String,
    /// Length of the cover.
    pub length: String,
    /// What only an override with a reason passes over; empty when nothing stands in the way.
    pub passed_over: Vec<String>,
    /// What needs no reason and is still worth knowing: duty on another rota at the same time.
    pub warnings: Vec<String>,
    /// How long whoever takes it rests before and after.
    pub rest: Vec<String>,
    /// Whether somebody would rest less than the rota asks for.
    pub short_rest: bool,
    /// The key for the form that makes the cover.
    pub key: String,
    /// What it shows of duty, for the form to be refused when that is another by then.
    pub seen: String,
    /// As it is.
    pub before: Chart,
    /// As it would be.
    pub after: Chart,
    /// The days of both charts.
    pub days: Vec<WeekDay>,
}

/// Duty drawn to scale: positions and widths are percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = CoverChart))]
pub struct Chart {
    /// What each role does.
    pub bars: Vec<ChartBar>,
}

/// One stretch of a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ChartBar {
    /// Whose lane.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Where it starts.
    pub x: f64,
    /// How long it is.
    pub width: f64,
    /// The person's id; empty for a gap.
    pub person: String,
    /// Who; `None` for a gap.
    pub name: Option<String>,
    /// Whether they are there by a cover or a correction.
    pub cover: bool,
    /// Spoken.
    pub title: String,
}

/// A cover in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CoverRow {
    /// The cover's id.
    pub id: String,
    /// Who takes which role.
    pub changes: Vec<CoverChange>,
    /// From when to when, in the rota's zone.
    pub when: String,
    /// Why; may be empty.
    pub reason: String,
    /// Why a rule was passed over.
    pub override_reason: Option<String>,
    /// Who made it.
    pub by: String,
    /// Whether it is in force already: withdrawing gives back what is left.
    pub begun: bool,
    /// The covers that have to be withdrawn with it, itself among them, because withdrawing it alone would put one person
    /// into both roles; empty when it can go alone.
    pub together: Vec<String>,
    /// Those others in words.
    pub with: Vec<String>,
}

/// Making and withdrawing covers.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Everything the page of a rota's covers shows.
    async fn cover_page(&self, slug: String, asked: Asked) -> crate::Answer<CoverPage>;
    /// Makes a cover.
    async fn create_cover(&self, slug: String, form: CoverForm) -> crate::Answer<CoverView>;
    /// Changes a cover; `seen` is the revision that the form was shown with.
    async fn change_cover(&self, id: String, form: CoverForm, seen: Option<i64>) -> crate::Answer<CoverView>;
    /// Withdraws a cover.
    async fn withdraw(&self, id: String) -> crate::Answer<CoverView>;
    /// Withdraws several covers of a rota in one change.
    async fn withdraw_together(&self, ids: Vec<String>) -> crate::Answer<Vec<CoverView>>;
}

/// Everything the page of a rota's covers shows.
#[server(endpoint = "covers/page")]
pub async fn load_cover_page(slug: String, #[server(default)] asked: Asked) -> Result<CoverPage, crate::AppError> {
    crate::ports::ports()?.cover_page(slug, asked).await
}

/// Where a saved form leads: to the rota's page as it was looked at, or to its covers.
#[cfg(feature = "ssr")]
fn way_back(rota: &str, back: &str, news: &str) -> String {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "=&-_".contains(sign);
    if back.is_empty() || !back.chars().all(plain) {
        return format!("/rotas/{rota}/cover?{news}").trim_end_matches('?').to_owned();
    }
    // A word for a view that is the usual one.
    let back = if back == "-" { "" } else { back };
    let joined = [back, news].into_iter().filter(|part| !part.is_empty());
    let query = joined.collect::<Vec<_>>().join("&");
    format!("/rotas/{rota}?{query}").trim_end_matches('?').to_owned()
}

/// Makes a cover.
#[server(endpoint = "covers/create")]
pub async fn create_cover(slug: String, form: CoverForm) -> Result<CoverView, crate::AppError> {
    let back = form.back.clone();
    let made = crate::ports::ports()?.create_cover(slug, form).await?;
    leptos_axum::redirect(&way_back(&made.rota, &back, &format!("saved={}", made.revision)));
    Ok(made)
}

/// Changes a cover in one go; it keeps its place among the others.
#[server(endpoint = "covers/change")]
pub async fn change_cover(
    id: String,
    form: CoverForm,
    #[server(default)] seen: Option<i64>,
) -> Result<CoverView, crate::AppError> {
    let back = form.back.clone();
    let changed = crate::ports::ports()?.change_cover(id, form, seen).await?;
    leptos_axum::redirect(&way_back(&changed.rota, &back, &format!("changed={}", changed.id)));
    Ok(changed)
}

/// Withdraws a cover.
#[server(endpoint = "covers/withdraw")]
pub async fn withdraw_cover(id: String, #[server(default)] back: String) -> Result<CoverView, crate::AppError> {
    let withdrawn = crate::ports::ports()?.withdraw(id).await?;
    leptos_axum::redirect(&way_back(
        &withdrawn.rota,
        &back,
        &format!("saved={}", withdrawn.revision),
    ));
    Ok(withdrawn)
}

/// Withdraws several covers of a rota in one change.
#[server(endpoint = "covers/withdraw-together")]
pub async fn withdraw_together(ids: Vec<String>) -> Result<Vec<CoverView>, crate::AppError> {
    let withdrawn = crate::ports::ports()?.withdraw_together(ids).await?;
    if let Some(first) = withdrawn.first() {
        leptos_axum::redirect(&format!("/rotas/{}/cover", first.rota));
    }
    Ok(withdrawn)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::way_back;

    #[test]
    fn a_form_leads_back_to_where_it_was_and_nowhere_else() {
        assert_eq!(way_back("nights", "", "made=7"), "/rotas/nights/cover?made=7");
        assert_eq!(way_back("nights", "", ""), "/rotas/nights/cover");
        assert_eq!(
            way_back("nights", "view=week", "made=7"),
            "/rotas/nights?view=week&made=7"
        );
        assert_eq!(way_back("nights", "-", ""), "/rotas/nights");
        assert_eq!(
            way_back("nights", "//elsewhere.example\n", "made=7"),
            "/rotas/nights/cover?made=7"
        );
    }
}
