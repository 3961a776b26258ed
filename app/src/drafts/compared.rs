//! What goes over the wire to compare drafts, and to say what publishing one would do.

use super::DraftRow;
use crate::{
    rotas::{Named, RotaHeading},
    timeline::Chart,
};
use domain::Role;
use serde::{Deserialize, Serialize};

/// Drafts, and what is published, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// What is compared, in the order of the columns.
    pub columns: Vec<Column>,
    /// The score, term by term.
    pub terms: Vec<TermRow>,
    /// What each person would carry.
    pub people: Vec<PersonLoads>,
    /// How often two people are together.
    pub pairs: Vec<PairRow>,
}

/// One of those compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Column {
    /// The draft's id; `None` for what is published.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its span in words.
    pub span: String,
    /// What it costs in all; less is better.
    pub cost: i64,
    /// Whether none of the others is better.
    pub best: bool,
    /// What its duty costs by the rate cards that are known, in words; nothing for a rota that no card pays.
    pub money: Option<String>,
    /// The roles that stay a gap, in words.
    pub unfilled: Vec<String>,
    /// The drawing; roles that are not as published are marked.
    pub chart: Chart,
    /// What is not as published; nothing for what is.
    pub difference: Option<DifferenceView>,
}

/// A term of the score over the columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TermRow {
    /// Its name.
    pub term: String,
    /// What is missing in each column: in words, what it costs, and whether that is least.
    pub cells: Vec<(String, i64, bool)>,
}

/// What one person would carry, over the columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PersonLoads {
    /// Who.
    pub person: Named,
    /// In each column.
    pub cells: Vec<LoadCell>,
}

/// What one person would carry in one draft. Widths are percent of the largest load of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LoadCell {
    /// Points in all.
    pub points: u32,
    /// By how many that is more than a fair share.
    pub over: i64,
    /// Turns as Lead and as Engineer.
    pub turns: (u32, u32),
    /// Points by `day`, `night`, `weekend` and `holiday`, each with its width.
    pub parts: Vec<(String, u32, f64)>,
    /// Where the fair share lies.
    pub fair: f64,
    /// What they would be paid for it, in words; nothing for a rota that no card pays.
    pub money: Option<String>,
}

/// How often one person is together with each of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PairRow {
    /// Who.
    pub person: Named,
    /// With whom of the other rows, in their order: how often in each column; nothing with oneself.
    pub cells: Vec<Vec<u32>>,
}

/// What is not as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DifferenceView {
    /// How many roles change, in words.
    pub words: String,
    /// Who gains and loses.
    pub people: Vec<Affected>,
    /// The roles that change, in order of time.
    pub changes: Vec<ChangeRow>,
}

/// Somebody whose duty changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Affected {
    /// Who.
    pub person: Named,
    /// Shifts that they get: role and turn.
    pub gains: Vec<String>,
    /// Shifts that they no longer have.
    pub loses: Vec<String>,
    /// Points more, or less.
    pub points: i64,
}

/// A role that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ChangeRow {
    /// Which.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// The turn in words.
    pub when: String,
    /// `new`, `changed`, `hours` or `gone`.
    pub kind: String,
    /// Who is published.
    pub before: Option<Named>,
    /// Who would be.
    pub after: Option<Named>,
}

/// What publishing a part of a draft would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Impact {
    /// The rota.
    pub heading: RotaHeading,
    /// The draft.
    pub draft: DraftRow,
    /// First and last local date of the part, for the form.
    pub dates: (String, String),
    /// The part in words: `5 shifts, Mon 30 Nov 09:00 – Mon 4 Jan 09:00`.
    pub part: String,
    /// What of the draft stays a draft, in words.
    pub rest: Option<String>,
    /// Why it cannot be published: each reason.
    pub refused: Vec<String>,
    /// Who gains and loses.
    pub difference: DifferenceView,
    /// Who is on leave in the part.
    pub leave: Vec<String>,
    /// The roles that stay a gap.
    pub gaps: Vec<String>,
    /// What becomes of the covers that are made: what, and `kept`, `moved` or `in-the-way`.
    pub covers: Vec<(String, String)>,
    /// What stands against a rule, with its reason.
    pub against: Vec<String>,
    /// The covers that could be withdrawn in the same change to publish it: id and words. None where that is not all that
    /// refuses it.
    pub in_the_way: Vec<(String, String)>,
    /// Who would be on duty on two rotas at once, where that only warns.
    pub two_rotas: Vec<String>,
    /// What is published against a rule already, without a reason, and stays as it is.
    pub stays: Vec<String>,
}
