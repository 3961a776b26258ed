//! Scores, changes and edits in words.

use super::super::{Reader, rota_words, wording::span_words};
use crate::snapshot::{RotaImage, Snapshot};
use app::{AppError, drafts::TermWords};
use domain::{
    PersonId,
    draft::{Edit, Held, Refused, Seat},
    planner::{Reason, Score, Term, WhatIf},
    rota::Shift,
};

/// `1 wish`, `3 wishes`: a number with its word.
pub(super) fn many(number: i64, one: &str, more: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {more}"),
    }
}

/// Points out of the twelfths that spreads are counted in.
fn points(twelfths: i64) -> i64 {
    (twelfths + 6).div_euclid(12)
}

/// A score, term by term; terms that do not count are left out.
pub(super) fn terms(score: &Score) -> Vec<TermWords> {
    let terms = score.terms.iter().filter(|term| term.weight > 0);
    terms
        .map(|term| TermWords {
            term: term.term.to_string(),
            words: missing(term.term, term.amount),
            cost: term.cost(),
        })
        .collect()
}

/// What is missing of a term.
pub(super) fn missing(term: Term, amount: i64) -> String {
    if amount == 0 {
        return match term {
            Term::FairLoad | Term::FairHolidays => "everybody alike",
            Term::Wishes => "all come true",
            Term::PairVariety => "no pair too often",
            Term::EvenTurns => "evenly spread",
            Term::RoleAlternation => "always in turn",
            Term::FewChanges => "nothing published changes",
        }
        .to_owned();
    }
    match term {
        Term::FairLoad | Term::FairHolidays => many(points(amount), "point apart", "points apart"),
        Term::Wishes => format!("{amount} of wishes broken"),
        Term::PairVariety => many(amount, "time too often together", "times too often together"),
        Term::EvenTurns => format!("{amount} off an even spread"),
        Term::RoleAlternation => many(amount, "turn in the same role again", "turns in the same role again"),
        Term::FewChanges => many(amount, "published role changes", "published roles change"),
    }
}

/// How the score would change in all.
pub(super) fn change(what_if: &WhatIf) -> String {
    match (what_if.unfilled, what_if.cost) {
        (more, _) if more > 0 => many(more, "more gap", "more gaps"),
        (fewer, _) if fewer < 0 => many(-fewer, "gap fewer", "gaps fewer"),
        (_, 0) => "as good".to_owned(),
        (_, cost) if cost < 0 => format!("better by {}", -cost),
        (_, cost) => format!("worse by {cost}"),
    }
}

/// How each term would change.
pub(super) fn term_changes(what_if: &WhatIf) -> Vec<String> {
    let changed = what_if.terms.iter().filter(|(_, by)| *by != 0);
    changed.map(|(term, by)| term_change(*term, *by)).collect()
}

fn term_change(term: Term, by: i64) -> String {
    let (more, number) = (by > 0, by.abs());
    let which = if more { "more" } else { "fewer" };
    let spread = |what: &str| {
        let how = if more { "further apart" } else { "closer" };
        match points(number) {
            0 => format!("{what} a little {how}"),
            many_points => format!("{what} {} {how}", many(many_points, "point", "points")),
        }
    };
    match term {
        Term::FairLoad => spread("loads"),
        Term::FairHolidays => spread("bank holidays"),
        Term::Wishes => format!("{number} {which} of broken wishes"),
        Term::PairVariety => format!("{} {which}", many(number, "repeated pair", "repeated pairs")),
        Term::EvenTurns => format!(
            "turns {} spread ({number})",
            if more { "less evenly" } else { "more evenly" }
        ),
        Term::RoleAlternation => format!("{} {which} in the same role again", many(number, "turn", "turns")),
        Term::FewChanges => format!("{} {which}", many(number, "published change", "published changes")),
    }
}

/// `Ada is on leave …`.
pub(super) fn breach(
    snapshot: &Snapshot,
    rota: &RotaImage,
    person: PersonId,
    reason: &Reason,
    reader: &Reader,
) -> String {
    let name = snapshot.directory().name(person);
    format!("{name} {}", rota_words::reason(reason, &rota.rules.zone, reader))
}

/// The word that refusals name the rule of a reason by.
pub(super) fn rule(reason: &Reason) -> &'static str {
    match reason {
        Reason::OnLeave { .. } => "on-leave",
        Reason::NotQualified { .. } => "not-qualified",
        _ => "against-rules",
    }
}

/// Edits in words.
pub(super) struct EditWords<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) rota: &'a RotaImage,
    pub(super) shifts: &'a [Shift],
    pub(super) reader: &'a Reader,
}

impl EditWords<'_> {
    /// The turn of a seat, with its role: `Lead, Mon 30 Nov 09:00 – Mon 7 Dec 09:00`.
    pub(super) fn seat(&self, seat: Seat) -> String {
        let shift = self.shifts.iter().find(|shift| shift.id == seat.shift);
        let when = shift.map(|shift| span_words(shift.span, &self.rota.rules.zone, self.reader));
        format!("{}, {}", seat.role, when.unwrap_or_default())
    }

    fn name(&self, held: &Held) -> &str {
        held.person
            .map_or("a gap", |person| self.snapshot.directory().name(person))
    }

    /// What an edit did: `Lead, Mon 30 Nov 09:00 – …: Ben instead of Ada`.
    pub(super) fn edit(&self, edit: &Edit) -> String {
        let moved: Vec<String> = edit
            .changes
            .iter()
            .filter(|change| change.before.person != change.after.person)
            .map(|change| {
                let (before, after) = (self.name(&change.before), self.name(&change.after));
                format!("{}: {after} instead of {before}", self.seat(change.seat))
            })
            .collect();
        if !moved.is_empty() {
            return moved.join("; ");
        }
        let reasoned = edit
            .changes
            .iter()
            .find(|change| change.before.against != change.after.against);
        if let Some(change) = reasoned {
            let (name, seat) = (self.name(&change.after), self.seat(change.seat));
            return match &change.after.against {
                Some(reason) => format!("{seat}: {name} all the same: {reason}"),
                None => format!("{seat}: {name}, without the reason that was given"),
            };
        }
        let locked = edit.changes.iter().any(|change| change.after.locked);
        let word = if locked { "Locked" } else { "Unlocked" };
        match edit.changes.as_slice() {
            [one] => format!("{word} {} as {}", self.name(&one.after), self.seat(one.seat)),
            several => format!("{word} {} roles", several.len()),
        }
    }

    /// Why an edit is refused.
    pub(super) fn refused(&self, refused: Refused) -> AppError {
        match refused {
            Refused::Unknown(seat) => AppError::field("seat", format!("This draft has no role {seat}.")),
            Refused::Locked(seat) => {
                AppError::refused("locked", format!("{} is locked. Unlock it first.", self.seat(seat)))
            }
            Refused::SamePerson(shift, person) => {
                let seat = Seat {
                    shift,
                    role: domain::Role::Lead,
                };
                let name = self.snapshot.directory().name(person);
                let turn = self.seat(seat);
                let turn = turn.split_once(", ").map_or(turn.as_str(), |(_, turn)| turn);
                AppError::refused("two-people", format!("{name} would be Lead and Engineer, {turn}."))
            }
            Refused::Moved(seat) => AppError::Stale(format!("{} is held by somebody else by now.", self.seat(seat))),
            Refused::Nothing => AppError::refused("nothing", "This changes nothing: it is so already."),
        }
    }
}
