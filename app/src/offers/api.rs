//! What the pages and the API say about offers, and the server functions of the pages.

use crate::covers::Outcome;
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An offer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferRow {
    /// The offer's id.
    pub id: String,
    /// The role that is offered.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// The rota's slug.
    pub slug: String,
    /// The rota's name.
    pub rota: String,
    /// From when to when.
    pub when: String,
    /// Id of whoever's duty it is.
    pub giver: String,
    /// Their name.
    pub giver_name: String,
    /// Whom it goes to, such as `Anyone qualified`.
    pub to: String,
    /// What is wanted in return, such as `Engineer of Nights, Wed 2 Dec 17:00 – Thu 3 Dec 09:00`.
    pub wanted: Option<String>,
    /// `open`, `accepted`, `applied`, `declined`, `withdrawn`, `expired`, `cancelled` or `refused`.
    pub state: String,
    /// The state in a sentence.
    pub state_words: String,
    /// Until when it may be accepted.
    pub until: String,
}

/// Somebody's offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OffersPage {
    /// Those that wait for their answer.
    pub waiting: Vec<OfferRow>,
    /// Those that wait for their approval.
    pub approvals: Vec<OfferRow>,
    /// Their own, and those they have answered, that are not over.
    pub pending: Vec<OfferRow>,
    /// Those that ended within the last weeks.
    pub ended: Vec<OfferRow>,
}

/// Somebody an offer goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferPerson {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// `declined`, `accepted` or `no answer yet`.
    pub answer: String,
}

/// What an offer would change on one rota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferOutcome {
    /// The rota's name.
    pub rota: String,
    /// What would change, or why it may not.
    pub outcome: Outcome,
}

/// One offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferPage {
    /// What is offered and where it stands.
    pub row: OfferRow,
    /// A word of whoever made it; may be empty.
    pub note: String,
    /// Who made it and when.
    pub made: String,
    /// Those it goes to by name.
    pub people: Vec<OfferPerson>,
    /// What accepting would change, for somebody who may accept, or what approving would.
    pub outcomes: Vec<OfferOutcome>,
    /// What to mind, such as little rest; it may be done all the same.
    pub warnings: Vec<String>,
    /// Whether a manager has to approve.
    pub needs_approval: bool,
    /// Whether the viewer may accept or decline.
    pub may_answer: bool,
    /// Whether the viewer may take it back.
    pub may_withdraw: bool,
    /// Whether the viewer may approve or refuse.
    pub may_decide: bool,
}

/// Somebody an offer could go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferCandidate {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Whether they may take it.
    pub can: bool,
    /// Why they are where they are in the list.
    pub because: String,
}

/// What may be offered of a rota, to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OfferChoices {
    /// The rota's slug.
    pub slug: String,
    /// The rota's name.
    pub rota: String,
    /// The rota's zone, as people say it.
    pub zone: String,
    /// `lead` or `engineer`.
    pub role: String,
    /// Wall time in the rota's zone.
    pub from: String,
    /// Wall time in the rota's zone.
    pub to: String,
    /// What is offered, in words.
    pub when: String,
    /// Id of whoever holds it; empty when nobody does throughout.
    pub giver: String,
    /// Their name.
    pub giver_name: String,
    /// Why it cannot be offered; empty when it can.
    pub problem: String,
    /// The best first.
    pub candidates: Vec<OfferCandidate>,
    /// What could be wanted in return: value and words.
    pub returns: Vec<(String, String)>,
    /// Latest answer: wall time in the rota's zone.
    pub until: String,
    /// Whether a manager has to approve.
    pub needs_approval: bool,
    /// The rota's offers that are not over.
    pub pending: Vec<OfferRow>,
}

/// What the form sends. Times are wall times in the rota's zone, or instants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct OfferForm {
    /// Id of whoever's duty it is; empty is whoever holds it.
    pub giver: String,
    /// `lead` or `engineer`.
    pub role: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// `anyone` or `people`; empty is `people` when some are named.
    pub whom: String,
    /// Ids of those it goes to.
    pub people: Vec<String>,
    /// What is wanted in return, as `nights engineer 2026-12-02T17:00:00Z 2026-12-03T09:00:00Z`: the offer goes to whoever
    /// holds that; empty is nothing.
    pub wanted: String,
    /// Until when it may be accepted; empty is until it begins.
    pub until: String,
    /// A word to those it goes to; may be empty.
    pub note: String,
}

/// Making and answering offers.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What may be offered of a rota, to whom.
    async fn offer_choices(&self, slug: String, role: String, from: String, to: String) -> crate::Answer<OfferChoices>;
    /// Makes an offer and answers its id.
    async fn make_offer(&self, slug: String, form: OfferForm) -> crate::Answer<String>;
    /// One offer.
    async fn offer(&self, id: String) -> crate::Answer<OfferPage>;
    /// The viewer's offers.
    async fn my_offers(&self) -> crate::Answer<OffersPage>;
    /// Accepts or declines.
    async fn answer_offer(&self, id: String, answer: String) -> crate::Answer<()>;
    /// Takes an offer back.
    async fn withdraw_offer(&self, id: String) -> crate::Answer<()>;
    /// Approves or refuses what was accepted.
    async fn decide_offer(&self, id: String, decision: String) -> crate::Answer<()>;
    /// Offers the duty that falls into somebody's leave to those who could best take it; answers how many offers were made.
    async fn find_cover(&self, leave: String) -> crate::Answer<usize>;
    /// Says whether a manager of the team has to approve what is accepted.
    async fn change_offer_settings(&self, team: String, needs_approval: bool) -> crate::Answer<()>;
}

/// What may be offered of a rota, to whom.
#[server(endpoint = "offers/choices")]
pub async fn load_offer_choices(
    slug: String,
    #[server(default)] role: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
) -> Result<OfferChoices, crate::AppError> {
    crate::ports::ports()?.offer_choices(slug, role, from, to).await
}

/// Makes an offer.
#[server(endpoint = "offers/make")]
pub async fn make_offer(slug: String, form: OfferForm) -> Result<(), crate::AppError> {
    let id = crate::ports::ports()?.make_offer(slug, form).await?;
    leptos_axum::redirect(&format!("/offers/{id}?done=made"));
    Ok(())
}

/// One offer.
#[server(endpoint = "offers/show")]
pub async fn load_offer(id: String) -> Result<OfferPage, crate::AppError> {
    crate::ports::ports()?.offer(id).await
}

/// The viewer's offers.
#[server(endpoint = "offers/mine")]
pub async fn load_my_offers() -> Result<OffersPage, crate::AppError> {
    crate::ports::ports()?.my_offers().await
}

/// Accepts or declines.
#[server(endpoint = "offers/answer")]
pub async fn answer_offer(id: String, answer: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.answer_offer(id.clone(), answer).await?;
    leptos_axum::redirect(&page_of(&id));
    Ok(())
}

/// Takes an offer back.
#[server(endpoint = "offers/withdraw")]
pub async fn withdraw_offer(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.withdraw_offer(id.clone()).await?;
    leptos_axum::redirect(&page_of(&id));
    Ok(())
}

/// Approves or refuses what was accepted.
#[server(endpoint = "offers/decide")]
pub async fn decide_offer(id: String, decision: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.decide_offer(id.clone(), decision).await?;
    leptos_axum::redirect(&page_of(&id));
    Ok(())
}

/// Offers the duty that falls into somebody's leave to those who could best take it.
#[server(endpoint = "offers/find-cover")]
pub async fn find_cover(leave: String) -> Result<(), crate::AppError> {
    let made = crate::ports::ports()?.find_cover(leave).await?;
    leptos_axum::redirect(&format!("/offers?done={}", if made > 0 { "offered" } else { "none" }));
    Ok(())
}

/// Says whether a manager of the team has to approve what is accepted.
#[server(endpoint = "offers/settings")]
pub async fn change_offer_settings(
    team: String,
    #[server(default)] needs_approval: Option<String>,
) -> Result<(), crate::AppError> {
    let ports = crate::ports::ports()?;
    ports
        .change_offer_settings(team.clone(), needs_approval.is_some())
        .await?;
    leptos_axum::redirect(&format!("/teams/{team}?done=offers"));
    Ok(())
}

/// The page of an offer that was found.
#[cfg(feature = "ssr")]
fn page_of(id: &str) -> String {
    format!("/offers/{id}")
}
