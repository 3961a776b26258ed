//! What can be said before anything is planned: who could serve, and what no plan can have.

use super::{
    super::{
        Desk, Reader, Result,
        rotas::{find, named},
        wording::span_words,
    },
    Asking,
    request::{self, Short},
    summary::Unfilled,
    view::why,
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
};
use app::{
    AppError,
    planning::{OutlookView, PlanForm, Prospect},
};
use domain::{
    PersonId, Role, ShiftId, Span,
    planner::{self, Impossible, Outlook},
    rota::Shift,
};
use std::collections::HashMap;

/// The most things that are said to be impossible.
const MOST_SAID: usize = 8;

/// An outlook with what its words need.
struct Look<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    reader: &'a Reader,
    span: Span,
    shifts: &'a [Shift],
    outlook: Outlook,
}

impl Desk {
    /// The outlook on what a plan is asked for; none when that cannot be planned at all.
    pub(super) async fn outlook(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        asking: &Asking,
    ) -> Result<Option<OutlookView>> {
        match self.look(snapshot, rota, asking).await {
            Err(AppError::Invalid(_) | AppError::Refused { .. }) => Ok(None),
            looked => Ok(Some(looked?)),
        }
    }

    /// The outlook on what a form asks for.
    ///
    /// # Errors
    /// As for planning it.
    pub(super) async fn outlook_of(&self, slug: &str, asked: &PlanForm) -> Result<OutlookView> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        let asking = self.asking(slug, asked).await?;
        self.look(&snapshot, &rota, &asking).await
    }

    async fn look(&self, snapshot: &Snapshot, rota: &RotaImage, asking: &Asking) -> Result<OutlookView> {
        let prepared = self.prepare(snapshot, rota, asking).await?;
        let request = prepared.request;
        let outlook = tokio::task::spawn_blocking(move || planner::outlook(&request))
            .await
            .map_err(|error| super::super::internal(&error))?;
        let look = Look {
            snapshot,
            rota,
            reader: &self.reader(snapshot),
            span: prepared.span,
            shifts: &prepared.shifts,
            outlook,
        };
        Ok(look.view())
    }
}

impl Look<'_> {
    fn view(&self) -> OutlookView {
        let shifts = match self.shifts.len() {
            1 => "1 shift".to_owned(),
            many => format!("{many} shifts"),
        };
        let mut impossible = self.impossible();
        let more = impossible.len().saturating_sub(MOST_SAID);
        impossible.truncate(MOST_SAID);
        if more > 0 {
            impossible.push(format!("And {more} more."));
        }
        OutlookView {
            what: format!("{shifts}, {}", self.when(self.span)),
            impossible,
            people: self.prospects(),
        }
    }

    fn when(&self, span: Span) -> String {
        span_words(span, &self.rota.ahead.zone, self.reader)
    }

    fn impossible(&self) -> Vec<String> {
        let short = request::short(self.snapshot, self.rota);
        let of_every_shift = |impossible: &&Impossible| match (short, impossible) {
            (Some(Short::Of(short)), Impossible::Nobody { role, .. }) => *role == short,
            (Some(Short::Alone(_)), Impossible::OnlyOne { .. }) => true,
            _ => false,
        };
        let spans: HashMap<ShiftId, Span> = self.shifts.iter().map(|shift| (shift.id, shift.span)).collect();
        let words = |impossible: &Impossible| {
            Some(match impossible {
                Impossible::Nobody { shift, role } => {
                    let when = self.when(*spans.get(shift)?);
                    format!("Nobody can be {role} {when}{}.", self.because(*shift, *role))
                }
                Impossible::OnlyOne { shift, person } => {
                    let (name, when) = (
                        self.snapshot.directory().name_in_words(*person),
                        self.when(*spans.get(shift)?),
                    );
                    format!("Only {name} could be Lead or Engineer {when}, and nobody is ever both.")
                }
                Impossible::TooFewTurns {
                    window,
                    role,
                    people,
                    needed,
                    possible,
                } => {
                    let roles = role.map_or("Lead and Engineer".to_owned(), |role| role.to_string());
                    let when = self.when(*window);
                    format!(
                        "{when} needs {needed} turns as {roles}; the limits leave {possible} to the {people} who could."
                    )
                }
                Impossible::Unfair {
                    role, people, points, ..
                } => format!(
                    "{people} of the team may be {role}: whatever is planned, they carry at least {points} points more than the others."
                ),
            })
        };
        let short = short.map(|short| short.words(self.snapshot, self.rota));
        let others = self.outlook.impossible.iter().filter(|one| !of_every_shift(one));
        short.into_iter().chain(others.filter_map(words)).collect()
    }

    /// Why nobody can take a role, person by person.
    fn because(&self, shift: ShiftId, role: Role) -> String {
        let opening = self
            .outlook
            .openings
            .iter()
            .find(|opening| opening.shift == shift && opening.role == role);
        let reasons = opening.map(|opening| {
            let unfilled = Unfilled {
                shift,
                role,
                reasons: opening.others.clone(),
            };
            why(self.snapshot, self.rota, &unfilled, self.reader).join("; ")
        });
        reasons
            .filter(|words| !words.is_empty())
            .map_or_else(String::new, |words| format!(": {words}"))
    }

    fn prospects(&self) -> Vec<Prospect> {
        let mut people: Vec<Prospect> = request::members(self.snapshot, self.rota)
            .into_iter()
            .map(|(person, qualification, _)| {
                let turns = |role: Role| qualification.allows(role).then(|| self.turns(person, role));
                Prospect {
                    person: named(self.snapshot, person),
                    lead: turns(Role::Lead),
                    engineer: turns(Role::Engineer),
                }
            })
            .collect();
        people.sort_by_cached_key(|prospect| collation::key(&prospect.person.name));
        people
    }

    /// How many turns of a role somebody could take, of all there are.
    fn turns(&self, person: PersonId, role: Role) -> String {
        let of_role = || self.outlook.openings.iter().filter(|opening| opening.role == role);
        let could = of_role().filter(|opening| opening.people.contains(&person)).count();
        format!("{could} of {}", of_role().count())
    }
}
