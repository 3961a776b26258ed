//! Before anything is planned: who could serve when, and what cannot be, whatever is planned.

use super::fitness::{self, Fitness};
use super::model::{Lock, Model, Seat};
use super::{Reason, Request};
use crate::{PersonId, Role, ShiftId, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What can be said before the search.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outlook {
    /// Who could take each role of each shift, in order of time.
    pub openings: Vec<Opening>,
    /// What cannot be, whatever is planned.
    pub impossible: Vec<Impossible>,
}

/// A role of a shift, and who could take it if nothing else were planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Role,
    /// Who could.
    pub people: Vec<PersonId>,
    /// Who could not, and everything that stands in their way.
    pub others: Vec<(PersonId, Reason)>,
}

/// Something no plan can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "impossible", rename_all = "snake_case")]
pub enum Impossible {
    /// Nobody can take a role.
    Nobody {
        /// The shift.
        shift: ShiftId,
        /// The role.
        role: Role,
    },
    /// One and the same person is the only one for both roles.
    OnlyOne {
        /// The shift.
        shift: ShiftId,
        /// That person.
        person: PersonId,
    },
    /// The limits let too few shifts be taken in a window.
    TooFewTurns {
        /// From the first shift of the window to the end of its last.
        window: Span,
        /// The role, or both.
        role: Option<Role>,
        /// The people who could serve at all in it.
        people: u32,
        /// Roles to be filled.
        needed: u32,
        /// Roles that they may take at most.
        possible: u32,
    },
    /// Those who may hold a role carry more than the others can ever catch up with.
    Unfair {
        /// The role.
        role: Role,
        /// The people who may hold it.
        people: u32,
        /// Its turns.
        turns: u32,
        /// At least so many points of unfairness.
        points: u32,
    },
}

/// In words; instants and ids as they are kept.
impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody { role, .. } => write!(f, "nobody can be {role}"),
            Self::OnlyOne { .. } => f.write_str("one person is the only one for both roles, and is never both at once"),
            Self::TooFewTurns {
                window,
                role,
                people,
                needed,
                possible,
            } => {
                let roles = role.map_or("Lead and Engineer".to_owned(), |role| role.to_string());
                write!(
                    f,
                    "from {} to {} there are {needed} turns as {roles}, and the {people} people who could take them may \
                     take at most {possible}",
                    window.start(),
                    window.end()
                )
            }
            Self::Unfair {
                role,
                people,
                turns,
                points,
            } => write!(
                f,
                "{people} people for {turns} turns as {role}: at least {points} points of unfairness"
            ),
        }
    }
}

/// Looks ahead of a plan.
///
/// ```
/// use domain::planner::{Candidate, Impossible, Request, Rules, Slot, outlook};
/// use domain::{Instant, Qualification, Role, RotaId, ShiftId, Span};
/// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let span = Span::new(Instant::from_seconds(0), Instant::from_seconds(43_200))?;
/// let slot = Slot::new(ShiftId::of(rota, span.start()), span, 8);
/// let ada = Candidate::new("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, Qualification::Lead);
/// let outlook = outlook(&Request::new(vec![slot.clone()], vec![ada], Rules::default()));
/// assert_eq!(outlook.impossible, [Impossible::Nobody { shift: slot.shift, role: Role::Engineer }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn outlook(request: &Request) -> Outlook {
    let model = Model::new(request);
    let fitness = Fitness::new(&model);
    let mut impossible = missing(&model, &fitness);
    impossible.extend(too_few_turns(&model, &fitness));
    impossible.extend(Role::BOTH.iter().filter_map(|role| unfair(&model, *role)));
    Outlook {
        openings: model.open_seats().map(|seat| opening(&model, &fitness, seat)).collect(),
        impossible,
    }
}

fn id(model: &Model, person: usize) -> PersonId {
    model.people[person].candidate.person
}

fn shift(model: &Model, turn: usize) -> ShiftId {
    model.request.slots[model.turns[turn].source].shift
}

fn opening(model: &Model, fitness: &Fitness, seat: Seat) -> Opening {
    let people = fitness.people(seat).iter().map(|person| id(model, *person)).collect();
    let others = (0..model.people.len()).flat_map(|person| {
        let reasons = fitness::reasons(model, person, seat);
        reasons.into_iter().map(move |reason| (id(model, person), reason))
    });
    Opening {
        shift: shift(model, seat.turn),
        role: seat.role,
        people,
        others: others.collect(),
    }
}

/// Roles for which there is nobody, and shifts for which there is only one.
fn missing(model: &Model, fitness: &Fitness) -> Vec<Impossible> {
    let is_only = |seat: Seat, person: usize| model.lock(seat) == Lock::Open && fitness.people(seat) == [person];
    let mut found = Vec::new();
    for seat in model.open_seats() {
        let shift = shift(model, seat.turn);
        match fitness.people(seat) {
            [] => found.push(Impossible::Nobody { shift, role: seat.role }),
            [only] if seat.role == Role::Lead && is_only(seat.other(), *only) => {
                let person = id(model, *only);
                found.push(Impossible::OnlyOne { shift, person });
            }
            _ => {}
        }
    }
    found
}

/// Windows of a limit in which more roles are to be filled than the people who could fill them may take. Of windows that
/// overlap, the first is named.
fn too_few_turns(model: &Model, fitness: &Fitness) -> Vec<Impossible> {
    let mut found = Vec::new();
    for limit in model.limits.iter().filter(|limit| !limit.of_days) {
        for roles in [&[Role::Lead][..], &[Role::Engineer], &Role::BOTH] {
            let mut after = 0;
            for first in 0..model.turns.len() {
                let day = model.turns[first].day;
                if day < after || (first > 0 && model.turns[first - 1].day == day) {
                    continue;
                }
                let within = |turn: &usize| (day..day + limit.days).contains(&model.turns[*turn].day);
                let turns: Vec<usize> = (first..model.turns.len()).take_while(within).collect();
                if let Some(short) = short_of(model, fitness, &turns, roles, limit.max) {
                    found.push(short);
                    after = day + limit.days;
                }
            }
        }
    }
    found
}

fn short_of(model: &Model, fitness: &Fitness, turns: &[usize], roles: &[Role], max: u32) -> Option<Impossible> {
    let seats = || {
        turns.iter().flat_map(|turn| {
            roles.iter().map(|role| Seat {
                turn: *turn,
                role: *role,
            })
        })
    };
    let open = seats().filter(|seat| model.lock(*seat) == Lock::Open).count() as u32;
    let able = |person: usize| {
        let could = |turn: &&usize| {
            roles.iter().any(|role| {
                fitness.allows(
                    person,
                    Seat {
                        turn: **turn,
                        role: *role,
                    },
                )
            })
        };
        turns.iter().filter(could).count() as u32
    };
    let able: Vec<u32> = (0..model.people.len()).map(able).filter(|turns| *turns > 0).collect();
    let possible: u32 = able.iter().map(|turns| max.min(*turns)).sum();
    let span = Span::new(
        model.turns[*turns.first()?].span.start(),
        model.turns[*turns.last()?].span.end(),
    );
    (open > possible).then_some(Impossible::TooFewTurns {
        window: span.ok()?,
        role: (roles.len() == 1).then(|| roles[0]),
        people: able.len() as u32,
        needed: open,
        possible,
    })
}

/// Those who may hold a role share all of its load among them, and the others at most all of the other role's.
fn unfair(model: &Model, role: Role) -> Option<Impossible> {
    let points: f64 = model.turns.iter().map(|turn| turn.load as f64).sum();
    let (mut able, mut others) = (Side::default(), Side::default());
    for member in &model.people {
        let side = match member.candidate.qualification.allows(role) {
            true => &mut able,
            false => &mut others,
        };
        side.people += 1;
        side.share += member.share / 100.0;
        side.prior += f64::from(member.candidate.prior_load);
    }
    if able.people == 0 || others.people == 0 {
        return None;
    }
    let least = (able.prior + points) / able.share;
    let most = (others.prior + points) / others.share;
    let apart = (least - most).floor();
    (apart >= 1.0).then_some(Impossible::Unfair {
        role,
        people: able.people,
        turns: model.turns.len() as u32,
        points: apart as u32,
    })
}

#[derive(Default)]
struct Side {
    people: u32,
    share: f64,
    prior: f64,
}
