//! What the HTTP API and the command line answer: the fields, their order and their names are a contract.

use app::schema::{ContactKindWord, KindWord, RoleWord, SeverityWord, StateWord, ViaWord};
use domain::{
    Instant, PersonId, Role,
    escalation::Severity,
    timeline::{State, Via},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A person by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonAnswer {
    /// Opaque id.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// Name as they write it.
    pub name: String,
}

/// Who is on call on a rota at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OnCallAnswer {
    /// The rota's slug.
    pub rota: String,
    /// Slug of the team that serves it.
    pub team: String,
    /// The rota's IANA zone.
    pub timezone: String,
    /// The instant asked about.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// `covered`, `off` (outside coverage) or `unplanned` (nothing is published).
    #[schema(value_type = StateWord)]
    pub state: State,
    /// Whether the instant lies inside the rota's office hours.
    pub in_hours: bool,
    /// The Lead, or null.
    #[schema(required)]
    pub lead: Option<HolderAnswer>,
    /// The Engineer, or null.
    #[schema(required)]
    pub engineer: Option<HolderAnswer>,
    /// Roles that should be held and are not.
    #[schema(value_type = Vec<RoleWord>)]
    pub gap: Vec<Role>,
    /// Until when this answer stays true; null for good.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub valid_until: Option<Instant>,
    /// The next pairing, or null when none is planned.
    #[schema(required)]
    pub next: Option<NextAnswer>,
    /// The end of what is published; null when nothing is.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub planned_until: Option<Instant>,
    /// Revision of the organisation that this shows.
    pub revision: i64,
}

/// Somebody who holds a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HolderAnswer {
    /// Opaque id.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// Name as they write it.
    pub name: String,
    /// Start of their unbroken stretch in this role.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// Its end.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
    /// `shift` when planned so, `cover` when they cover.
    #[schema(value_type = ViaWord)]
    pub via: Via,
}

/// The pairing after this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextAnswer {
    /// When the pairing changes or coverage resumes.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// The Lead from then on, or null for a gap.
    #[schema(required)]
    pub lead: Option<PersonAnswer>,
    /// The Engineer from then on, or null for a gap.
    #[schema(required)]
    pub engineer: Option<PersonAnswer>,
}

/// Duty of a rota, in order and without holes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyAnswer {
    /// Stretches that tile the window asked for.
    pub duty: Vec<StretchAnswer>,
    /// Revision of the organisation that this shows.
    pub revision: i64,
}

/// A stretch with one pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StretchAnswer {
    /// Its first instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// The first instant after it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Instant,
    /// `covered`, `off` or `unplanned`.
    #[schema(value_type = StateWord)]
    pub state: State,
    /// The Lead, or null.
    #[schema(required)]
    pub lead: Option<PersonAnswer>,
    /// The Engineer, or null.
    #[schema(required)]
    pub engineer: Option<PersonAnswer>,
}

/// Every rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RotasAnswer {
    /// In order of their names.
    pub rotas: Vec<RotaAnswer>,
    /// Revision of the organisation that this shows.
    pub revision: i64,
}

/// A rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RotaAnswer {
    /// Opaque id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Slug of the team that serves it.
    pub team: String,
    /// Its IANA zone.
    pub timezone: String,
    /// Start of what is published; null when nothing is.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub planned_from: Option<Instant>,
    /// End of what is published; null when nothing is.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub planned_until: Option<Instant>,
}

/// A rota and who may serve on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RotaDetailAnswer {
    /// The rota.
    #[serde(flatten)]
    pub rota: RotaAnswer,
    /// The team's members, in order of their names.
    pub members: Vec<MemberAnswer>,
    /// Revision of the organisation that this shows.
    pub revision: i64,
}

/// A member of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MemberAnswer {
    /// Opaque id.
    pub id: String,
    /// Name as they write it.
    pub name: String,
    /// The roles they may hold.
    #[schema(value_type = Vec<RoleWord>)]
    pub roles: Vec<Role>,
}

/// Every service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServicesAnswer {
    /// In order of their names.
    pub services: Vec<ServiceAnswer>,
    /// Revision of the organisation that this shows.
    pub revision: i64,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ServiceAnswer {
    /// Opaque id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// Slug of the team that owns it.
    pub team: String,
    /// Slug of the rota that serves it in office hours.
    pub in_hours_rota: String,
    /// Slug of the rota that serves it out of hours.
    pub out_of_hours_rota: String,
}

/// Whom to call about an incident, in what order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EscalationAnswer {
    /// The service's slug.
    pub service: String,
    /// How bad the incident is.
    #[schema(value_type = SeverityWord)]
    pub severity: Severity,
    /// The instant asked about.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Whether the instant lies inside the office hours of the rota that serves the service then.
    pub in_hours: bool,
    /// Until when this answer stays true; null for good.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    pub valid_until: Option<Instant>,
    /// How often to go through the steps again when nobody takes the incident.
    pub repeat: u8,
    /// Revision of the organisation that this shows.
    pub revision: i64,
    /// In order of time; never empty.
    pub steps: Vec<StepAnswer>,
    /// How it came about, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ExplanationAnswer>,
}

/// How an escalation came about, and what may go wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExplanationAnswer {
    /// Where the rule that applies stands in the policy, from 1; null when none is for this severity and these hours.
    #[schema(required)]
    pub rule: Option<usize>,
    /// That rule in words.
    pub rule_words: String,
    /// What became of each target of the rule, in order.
    pub steps: Vec<FoundAnswer>,
    /// What may go wrong, the gravest first.
    pub warnings: Vec<WarningAnswer>,
}

/// What became of one target of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FoundAnswer {
    /// The step of the rule, from 1.
    pub step: usize,
    /// Its time in the rule.
    pub after_seconds: u32,
    /// Whom it asks for, in words.
    pub asks: String,
    /// Whom it leads to.
    pub called: Vec<PersonAnswer>,
    /// Who is meant too, and stands earlier already.
    pub earlier: Vec<PersonAnswer>,
    /// Who is meant too, and has left.
    pub left: Vec<PersonAnswer>,
    /// Whether the whole step leads to nobody, so that the policy's rule for gaps applies.
    pub gap: bool,
}

/// Something that may go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WarningAnswer {
    /// `no-rule`, `gap`, `nobody`, `one-person`, `no-phone`, `left` or `twice`.
    pub kind: String,
    /// Whether it should be mended before an incident.
    pub grave: bool,
    /// In words.
    pub detail: String,
}

/// Whom to call at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepAnswer {
    /// Its place, from 1.
    pub step: u32,
    /// Seconds after the incident began.
    pub after_seconds: u32,
    /// Called at the same time; at least one.
    pub targets: Vec<TargetAnswer>,
}

/// Somebody to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TargetAnswer {
    /// What made them a target: they hold a role, are named, or stand for the team.
    #[schema(value_type = KindWord)]
    pub kind: domain::escalation::Kind,
    /// The role they hold, when that is why.
    #[schema(value_type = Option<RoleWord>, required)]
    pub role: Option<Role>,
    /// Who.
    pub person: ReachableAnswer,
    /// Why, in words.
    pub because: String,
}

/// A person and how to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachableAnswer {
    /// Opaque id.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// Name as they write it.
    pub name: String,
    /// How to reach them, the quickest first; empty for those who may not see it.
    pub contacts: Vec<ContactAnswer>,
}

/// One way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactAnswer {
    /// Which way.
    #[schema(value_type = ContactKindWord)]
    pub kind: domain::contact::ContactKind,
    /// Number or address.
    pub value: String,
}

/// A cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverAnswer {
    /// Opaque id.
    pub id: String,
    /// The rota's slug.
    pub rota: String,
    /// Who takes which role, Lead first.
    pub changes: Vec<ChangeAnswer>,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub to: Instant,
    /// Why; may be empty.
    pub reason: String,
    /// Why somebody on leave or not qualified was taken all the same.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
    /// `scheduled`, `in_force`, `over` or `withdrawn`.
    pub state: String,
    /// Who made it.
    pub by: String,
    /// Id of the cover that it stands in for, if it is one that was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Revision of the organisation that this shows.
    pub revision: i64,
}

impl From<app::covers::CoverView> for CoverAnswer {
    fn from(cover: app::covers::CoverView) -> Self {
        let change = |change: app::covers::CoverChange| ChangeAnswer {
            role: change.role,
            person: change.person,
            name: change.name,
        };
        Self {
            id: cover.id,
            rota: cover.rota,
            changes: cover.changes.into_iter().map(change).collect(),
            from: cover.from,
            to: cover.to,
            reason: cover.reason,
            override_reason: cover.override_reason,
            state: cover.state,
            by: cover.by,
            replaces: cover.replaces,
            revision: cover.revision,
        }
    }
}

/// Somebody takes a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangeAnswer {
    /// Which.
    #[schema(value_type = RoleWord)]
    pub role: Role,
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
}
