//! What pages of handovers are made of, and what they do.

use crate::{
    components::Stamp,
    rotas::{Named, RotaHeading},
};
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverPerson {
    /// Their role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Their id; `None` for a gap.
    pub id: Option<String>,
    /// Their name; `nobody` for a gap.
    pub name: String,
}

/// A piece of notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NotePiece {
    /// The text.
    pub text: String,
    /// Whether it is an https address.
    pub link: bool,
}

/// An item of a team's checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Check {
    /// What it asks.
    pub item: String,
    /// Whether it is done.
    pub done: bool,
}

/// An earlier version of notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverVersion {
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Stamp,
    /// What it said.
    pub notes: Vec<NotePiece>,
}

/// One handover, with its notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverView {
    /// What names it: the instant of its notes.
    pub key: String,
    /// When the incoming pair begins.
    pub at: Stamp,
    /// How far that is, such as `in 2 h` or `20 min ago`.
    pub away: String,
    /// Who hands over: Lead, then Engineer.
    pub outgoing: Vec<HandoverPerson>,
    /// Who takes over.
    pub incoming: Vec<HandoverPerson>,
    /// The notes in pieces; none while nothing is written.
    pub notes: Vec<NotePiece>,
    /// The notes as they were typed.
    pub text: String,
    /// The checklist.
    pub checks: Vec<Check>,
    /// The version that is shown; empty while there is none.
    pub seen: String,
    /// Such as `Ada Lovelace, Tue 09:00`.
    pub written: Option<String>,
    /// Who has acknowledged them, such as `Cleo, Tue 09:05 · Dan, Tue 09:10`.
    pub taken: Option<String>,
    /// Who has acknowledged what they said before, while they have not again, such as `Cleo, Tue 09:05`.
    pub taken_before: Option<String>,
    /// Who comes and has not, such as `Dan`; `None` when all have, or there are no notes.
    pub waits_for: Option<String>,
    /// What is unusual about it: somebody has left.
    pub words: Option<String>,
    /// Whether the viewer may write its notes.
    pub may_write: bool,
    /// Whether the viewer may acknowledge them for themselves.
    pub may_take: bool,
    /// For whom else the viewer may, one at a time.
    pub may_take_for: Vec<Named>,
    /// The versions before, the latest first.
    pub versions: Vec<HandoverVersion>,
}

/// What managers choose about handovers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverSettings {
    /// The team's checklist, and when notes are told of again.
    pub checklist: ChecklistForm,
}

/// The present handovers of a rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverPage {
    /// What every page of a rota starts with.
    pub heading: RotaHeading,
    /// Whether the rota uses handover notes.
    pub uses: bool,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// The latest change of duty.
    pub taking: Option<HandoverView>,
    /// The next one.
    pub giving: Option<HandoverView>,
    /// Why there is no next one.
    pub nobody: Option<String>,
    /// For those who manage the team.
    pub settings: Option<HandoverSettings>,
}

/// The handovers of a rota that had notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverHistory {
    /// What every page of a rota starts with.
    pub heading: RotaHeading,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// The latest first.
    pub handovers: Vec<HandoverView>,
    /// Where older ones begin, if there are any.
    pub next: Option<String>,
}

/// A handover in a sentence, for other pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HandoverCard {
    /// The rota's name in addresses.
    pub slug: String,
    /// Such as `Notes from Ada and Ben wait to be acknowledged`.
    pub words: String,
    /// What the viewer can do: `Read and acknowledge`, `Leave notes` or `Read`.
    pub action: String,
    /// Whether it waits for the viewer.
    pub mine: bool,
}

/// Notes to write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct HandoverForm {
    /// Of which handover: its `key`.
    pub at: String,
    /// Plain text; https addresses become links.
    pub notes: String,
    /// The version that was seen: notes that somebody has changed meanwhile are not overwritten.
    pub seen: String,
    /// The items of the checklist that are done, as the checklist has them.
    pub done: Vec<String>,
}

/// That somebody has read notes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AcknowledgeForm {
    /// Of which handover: its `key`.
    pub at: String,
    /// The version that was read: notes that have changed since are to be read again.
    pub seen: String,
    /// For whom, of `may_take_for`; empty for oneself.
    pub person: String,
}

/// A team's checklist, and when notes are told of again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ChecklistForm {
    /// One item a line.
    pub items: String,
    /// Minutes until notes that nobody has acknowledged are told of again; 0 for never.
    pub remind_after: String,
    /// The version that was seen.
    pub seen: String,
}

/// Handovers.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The present handovers of a rota.
    async fn handover(&self, slug: String) -> crate::Answer<HandoverPage>;
    /// Those that had notes, from before an instant on.
    async fn handovers(&self, slug: String, before: String) -> crate::Answer<HandoverHistory>;
    /// Writes notes.
    async fn write_handover(&self, slug: String, form: HandoverForm) -> crate::Answer<()>;
    /// Acknowledges them.
    async fn acknowledge_handover(&self, slug: String, form: AcknowledgeForm) -> crate::Answer<()>;
    /// Says whether a rota uses them.
    async fn use_handover_notes(&self, slug: String, uses: bool) -> crate::Answer<()>;
    /// Changes a team's checklist.
    async fn change_checklist(&self, team: String, form: ChecklistForm) -> crate::Answer<()>;
}

/// The present handovers of a rota.
#[server(endpoint = "handover/show")]
pub async fn load_handover(slug: String) -> Result<HandoverPage, crate::AppError> {
    crate::ports::ports()?.handover(slug).await
}

/// Those that had notes, from before an instant on.
#[server(endpoint = "handover/history")]
pub async fn load_handovers(
    slug: String,
    #[server(default)] before: String,
) -> Result<HandoverHistory, crate::AppError> {
    crate::ports::ports()?.handovers(slug, before).await
}

/// Writes the notes of a handover.
#[server(endpoint = "handover/write")]
pub async fn write_handover(slug: String, form: HandoverForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.write_handover(slug.clone(), form).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/handover?done=written"));
    Ok(())
}

/// Acknowledges the notes of a handover.
#[server(endpoint = "handover/acknowledge")]
pub async fn acknowledge_handover(slug: String, form: AcknowledgeForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.acknowledge_handover(slug.clone(), form).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/handover?done=taken"));
    Ok(())
}

/// Says whether a rota uses handover notes.
#[server(endpoint = "handover/use")]
pub async fn use_handover_notes(slug: String, #[server(default)] uses: Option<String>) -> Result<(), crate::AppError> {
    let ports = crate::ports::ports()?;
    ports.use_handover_notes(slug.clone(), uses.is_some()).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/handover?done=uses"));
    Ok(())
}

/// Changes a team's checklist; `rota` is where the form was.
#[server(endpoint = "handover/checklist")]
pub async fn change_checklist(
    team: String,
    form: ChecklistForm,
    #[server(default)] rota: String,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_checklist(team, form).await?;
    let slug = crate::components::percent_encode(&rota);
    leptos_axum::redirect(&format!("/rotas/{slug}/handover?done=checklist"));
    Ok(())
}
