//! What is to be said of a plan beside its gaps: wishes that do not come true, loads that are unequal, turns that a
//! rotation passed on, and long hours. Each with its reasons in words.

use super::{
    super::{Reader, rota_words, wording::span_words},
    summary::Summary,
};
use crate::snapshot::{RotaImage, Snapshot};
use app::planning::Said;
use domain::{
    PersonId, Role, ShiftId, Span,
    planner::{BrokenWish, PassedOver, Reason, Unequal, WishKind},
    rota::Shift,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most people whose reasons are said for one wish.
const MOST_PEOPLE: usize = 8;

/// What the words need.
struct Words<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    spans: HashMap<ShiftId, Span>,
    reader: &'a Reader,
}

/// Everything that is to be said of the plan of these shifts beside its gaps.
pub(crate) fn said(
    snapshot: &Snapshot,
    rota: &RotaImage,
    shifts: &[Shift],
    summary: &Summary,
    reader: &Reader,
) -> Vec<Said> {
    let words = Words {
        snapshot,
        rota,
        spans: shifts.iter().map(|shift| (shift.id, shift.span)).collect(),
        reader,
    };
    let wishes = summary.broken_wishes.iter().filter_map(|broken| words.wish(broken));
    let loads = summary.unequal.iter().map(|unequal| words.load(unequal));
    // Whoever has left is passed over in every turn from then on: once is enough to say so.
    let mut gone: HashSet<(PersonId, Role)> = HashSet::new();
    let mut again = |passed: &PassedOver| has_left(passed) && !gone.insert((passed.person, passed.role));
    let passed: Vec<&PassedOver> = summary.passed_over.iter().filter(|passed| !again(passed)).collect();
    let passed = passed.into_iter().filter_map(|passed| words.passed(passed));
    let hours = summary.long_hours.iter().map(|(person, hours)| Said {
        kind: "hours".to_owned(),
        title: format!("{} is on duty {hours} h a week on average", words.name(*person)),
        why: "Over the busiest seventeen weeks of the plan, all hours of duty counted. By law, standing by at home is working time only while somebody works.".to_owned(),
    });
    wishes.chain(passed).chain(loads).chain(hours).collect()
}

fn has_left(passed: &PassedOver) -> bool {
    passed
        .reasons
        .iter()
        .any(|reason| matches!(reason, Reason::HasLeft { .. }))
}

impl Words<'_> {
    fn name(&self, person: PersonId) -> &str {
        self.snapshot.directory().name(person)
    }

    fn when(&self, shift: ShiftId) -> Option<String> {
        let span = self.spans.get(&shift)?;
        Some(span_words(*span, &self.rota.ahead.zone, self.reader))
    }

    fn reason(&self, reason: &Reason) -> String {
        rota_words::reason(reason, &self.rota.ahead.zone, self.reader)
    }

    /// Person by person what stands in the way, but for those who are not qualified.
    fn reasons(&self, reasons: &[(PersonId, Reason)]) -> String {
        let mut people: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
        for (person, reason) in reasons {
            people.entry(*person).or_default().push(self.reason(reason));
        }
        let unqualified = |person: PersonId| {
            let unqualified =
                |(who, reason): &(PersonId, Reason)| *who == person && matches!(reason, Reason::NotQualified { .. });
            reasons.iter().any(unqualified)
        };
        let others = people.iter().filter(|(person, _)| !unqualified(**person));
        let mut words: Vec<String> = others
            .take(MOST_PEOPLE)
            .map(|(person, reasons)| format!("{} {}", self.name(*person), reasons.join(" and ")))
            .collect();
        words.sort();
        words.join("; ")
    }

    fn wish(&self, broken: &BrokenWish) -> Option<Said> {
        let (name, when) = (self.name(broken.wish.person), self.when(broken.wish.shift)?);
        let title = match broken.wish.kind {
            WishKind::Avoid => format!("{name} would rather not be on duty {when}, and is"),
            WishKind::Want => format!("{name} would gladly be on duty {when}, and is not"),
        };
        let why = match (broken.locked, broken.dearer, broken.wish.kind) {
            (true, ..) => "The shift is locked.".to_owned(),
            (_, Some(dearer), WishKind::Avoid) => format!(
                "{} could take it, which would cost {} more elsewhere in the plan than the wish is worth.",
                self.name(dearer.person),
                dearer.cost.max(0)
            ),
            (_, Some(dearer), WishKind::Want) => format!(
                "It would cost {} more elsewhere in the plan than the wish is worth.",
                dearer.cost.max(0)
            ),
            (_, None, WishKind::Avoid) => format!("Nobody else may take it: {}.", self.reasons(&broken.reasons)),
            (_, None, WishKind::Want) => format!("{}.", self.reasons(&broken.reasons)),
        };
        Some(Said {
            kind: "wish".to_owned(),
            title,
            why: why.replace(": .", "."),
        })
    }

    fn load(&self, unequal: &Unequal) -> Said {
        let more = unequal.points > 0;
        let mut because: Vec<String> = Vec::new();
        if more {
            let counted = [
                (unequal.carried_in, "points were carried in"),
                (unequal.locked, "of their turns are locked"),
                (unequal.only_theirs, "of their turns nobody else may take"),
            ];
            let counted = counted.into_iter().filter(|(count, _)| *count > 0);
            because.extend(counted.map(|(count, what)| format!("{count} {what}")));
        }
        because.extend(unequal.hindrances.iter().map(|hindrance| {
            let roles = match hindrance.roles {
                1 => "1 role".to_owned(),
                many => format!("{many} roles"),
            };
            format!("{} ({roles})", self.reason(&hindrance.reason))
        }));
        let which = if more { "more" } else { "less" };
        let why = because.join("; ");
        Said {
            kind: "load".to_owned(),
            title: format!(
                "{} carries {} points {which} than their share",
                self.name(unequal.person),
                unequal.points.abs()
            ),
            why: if why.is_empty() {
                "Turns come in lumps: nothing in the rules stands in the way of a turn more or less.".to_owned()
            } else {
                format!("{why}.")
            },
        }
    }

    fn passed(&self, passed: &PassedOver) -> Option<Said> {
        let reasons: Vec<String> = passed.reasons.iter().map(|reason| self.reason(reason)).collect();
        let (name, role) = (self.name(passed.person), passed.role);
        let (then, advice) = match has_left(passed) {
            true => (
                "has left by then",
                format!(" Change the order: from that day on it goes without {name}."),
            ),
            false => ("takes the next turn they can", String::new()),
        };
        Some(Said {
            kind: "passed".to_owned(),
            title: format!("{name} was next as {role} {}, and {then}", self.when(passed.shift)?),
            why: format!("{name} {}.{advice}", reasons.join(" and ")),
        })
    }
}
