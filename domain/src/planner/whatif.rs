//! What one change by hand would do to a plan.

use super::board::Board;
use super::costs::Costs;
use super::fitness::Fitness;
use super::model::{Lock, Model, Seat};
use super::score::score;
use super::{Assignment, Load, Reason, Request, Score, Term, Unfilled, explain, rules};
use crate::{PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};

/// A change somebody makes by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Gives a role to somebody, whoever had it.
    Assign {
        /// The shift.
        shift: ShiftId,
        /// The role.
        role: Role,
        /// Who gets it.
        person: PersonId,
    },
    /// Makes a role a gap.
    Unassign {
        /// The shift.
        shift: ShiftId,
        /// The role.
        role: Role,
    },
    /// Lets the holders of two roles change places.
    Swap {
        /// The one shift and role.
        one: (ShiftId, Role),
        /// The other.
        other: (ShiftId, Role),
    },
}

/// What a change would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// How many roles more would be gaps.
    pub unfilled: i64,
    /// By how much what is missing of each term would rise, in the order of [`Term::ALL`].
    pub terms: Vec<(Term, i64)>,
    /// By how much the cost would rise, gaps apart: less than 0 is better.
    pub cost: i64,
    /// The rules that would be broken: by whom, and how.
    pub broken: Vec<(PersonId, Reason)>,
}

/// Why a change cannot even be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchChange {
    /// The shift is not in the plan.
    #[error("the shift {0} is not in this plan")]
    Shift(ShiftId),
    /// The person is not among those who may be planned.
    #[error("{0} is not among the people of this plan")]
    Person(PersonId),
    /// The role is locked.
    #[error("this role is locked")]
    Locked(ShiftId, Role),
    /// One person would hold both roles: two people, always.
    #[error("one person cannot be Lead and Engineer at once")]
    SamePerson(PersonId),
}

/// Who leaves and who comes to a seat.
type Step = (Seat, Option<usize>, Option<usize>);

/// A plan that is being edited: gathers what it takes once, and then answers what a change would do in microseconds.
pub struct Editor<'r> {
    model: Model<'r>,
    fitness: Fitness,
    costs: Costs,
    pairings: Vec<Assignment>,
}

impl<'r> Editor<'r> {
    /// Takes up a plan made for this request, or any assignments for its slots.
    pub fn new(request: &'r Request, assignments: &[Assignment]) -> Self {
        let model = Model::new(request);
        Self {
            fitness: Fitness::new(&model),
            costs: Costs::new(&model),
            model,
            pairings: assignments.to_vec(),
        }
    }

    /// Opens the plan for questions.
    ///
    /// ```
    /// use domain::planner::{Candidate, Change, Editor, Request, Rules, Slot, plan};
    /// use domain::{Instant, PersonId, Qualification, Role, RotaId, ShiftId, Span};
    /// # fn person(digit: char) -> PersonId { "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a1_".replace('_', &digit.to_string()).parse().unwrap() }
    /// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let span = Span::new(Instant::from_seconds(0), Instant::from_seconds(43_200))?;
    /// let slot = Slot::new(ShiftId::of(rota, span.start()), span, 8);
    /// let people = "abc".chars().map(|digit| Candidate::new(person(digit), Qualification::Both)).collect();
    /// let request = Request::new(vec![slot.clone()], people, Rules::default());
    /// let plan = plan(&request);
    /// let editor = Editor::new(&request, &plan.assignments);
    /// let mut desk = editor.open();
    /// let what_if = desk.try_change(Change::Unassign { shift: slot.shift, role: Role::Lead })?;
    /// assert_eq!((what_if.unfilled, what_if.broken.len()), (1, 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(&self) -> EditDesk<'_> {
        let mut board = Board::new(&self.model, &self.fitness, &self.costs);
        let places = self.places();
        for assignment in &self.pairings {
            let Some(turn) = places.get(&assignment.shift).copied() else {
                continue;
            };
            for role in Role::BOTH {
                let seat = Seat { turn, role };
                let person = assignment
                    .pairing
                    .holder(role)
                    .and_then(|holder| self.model.place_of(holder));
                if let Some(person) = person
                    && self.model.lock(seat) == Lock::Open
                    && board.role_of(person, turn).is_none()
                {
                    board.place(person, seat);
                }
            }
        }
        EditDesk {
            score: score(&board),
            board,
            places,
        }
    }

    fn places(&self) -> std::collections::HashMap<ShiftId, usize> {
        let shift = |turn: &super::model::Turn| self.model.request.slots[turn.source].shift;
        let turns = self.model.turns.iter().enumerate();
        turns.map(|(place, turn)| (shift(turn), place)).collect()
    }
}

/// A plan laid open: tries changes and makes them.
pub struct EditDesk<'e> {
    pub(super) board: Board<'e>,
    score: Score,
    pub(super) places: std::collections::HashMap<ShiftId, usize>,
}

impl EditDesk<'_> {
    /// The score of the plan as it lies there.
    pub fn score(&self) -> &Score {
        &self.score
    }

    /// What each person carries in the plan as it lies there.
    pub fn loads(&self) -> Vec<Load> {
        explain::loads(&self.board)
    }

    /// The gaps of the plan as it lies there, and why nobody may fill them.
    pub fn unfilled(&self) -> Vec<Unfilled> {
        explain::unfilled(&self.board)
    }

    /// What a change would do; nothing is changed.
    ///
    /// # Errors
    /// [`NoSuchChange`] when it cannot be tried.
    pub fn try_change(&mut self, change: Change) -> Result<WhatIf, NoSuchChange> {
        let steps = self.steps(change)?;
        let broken = self.make(&steps);
        let after = score(&self.board);
        let back: Vec<Step> = steps.iter().map(|(seat, from, to)| (*seat, *to, *from)).collect();
        self.make(&back);
        Ok(self.compare(&after, broken))
    }

    /// Makes a change, whatever it breaks, and says what it did.
    ///
    /// # Errors
    /// [`NoSuchChange`] when it cannot be made.
    pub fn change(&mut self, change: Change) -> Result<WhatIf, NoSuchChange> {
        let steps = self.steps(change)?;
        let broken = self.make(&steps);
        let after = score(&self.board);
        let what_if = self.compare(&after, broken);
        self.score = after;
        Ok(what_if)
    }

    fn compare(&self, after: &Score, broken: Vec<(PersonId, Reason)>) -> WhatIf {
        let rise = |term| (term, after.amount(term) - self.score.amount(term));
        WhatIf {
            unfilled: i64::from(after.unfilled) - i64::from(self.score.unfilled),
            terms: Term::ALL.map(rise).to_vec(),
            cost: after.cost() - self.score.cost(),
            broken,
        }
    }

    fn steps(&self, change: Change) -> Result<Vec<Step>, NoSuchChange> {
        let steps = match change {
            Change::Assign { shift, role, person } => {
                let seat = self.seat(shift, role)?;
                let to = self.board.model.place_of(person).ok_or(NoSuchChange::Person(person))?;
                vec![(seat, self.board.holder(seat), Some(to))]
            }
            Change::Unassign { shift, role } => {
                let seat = self.seat(shift, role)?;
                vec![(seat, self.board.holder(seat), None)]
            }
            Change::Swap { one, other } => {
                let (here, there) = (self.seat(one.0, one.1)?, self.seat(other.0, other.1)?);
                let (mine, yours) = (self.board.holder(here), self.board.holder(there));
                match here == there {
                    true => Vec::new(),
                    false => vec![(here, mine, yours), (there, yours, mine)],
                }
            }
        };
        for (seat, _, to) in &steps {
            let partner = steps.iter().find(|(other, ..)| *other == seat.other());
            let partner = partner.map_or_else(|| self.board.holder(seat.other()), |(_, _, to)| *to);
            if let Some(person) = to.filter(|to| Some(*to) == partner) {
                return Err(NoSuchChange::SamePerson(
                    self.board.model.people[person].candidate.person,
                ));
            }
        }
        Ok(steps)
    }

    fn seat(&self, shift: ShiftId, role: Role) -> Result<Seat, NoSuchChange> {
        let turn = self.places.get(&shift).copied().ok_or(NoSuchChange::Shift(shift))?;
        let seat = Seat { turn, role };
        match self.board.model.lock(seat) {
            Lock::Open => Ok(seat),
            _ => Err(NoSuchChange::Locked(shift, role)),
        }
    }

    /// Empties the seats, then fills them, and says which rules that breaks.
    fn make(&mut self, steps: &[Step]) -> Vec<(PersonId, Reason)> {
        let mut broken = Vec::new();
        for (seat, from, _) in steps {
            from.iter().for_each(|from| self.board.clear(*from, *seat));
        }
        for (seat, _, to) in steps {
            if let Some(to) = to {
                self.board.place(*to, *seat);
            }
        }
        // Each person as if they came last, the others in place.
        for (seat, _, to) in steps {
            let Some(person) = to else { continue };
            self.board.clear(*person, *seat);
            let id = self.board.model.people[*person].candidate.person;
            broken.extend(
                rules::reasons(&self.board, *person, *seat)
                    .into_iter()
                    .map(|reason| (id, reason)),
            );
            self.board.place(*person, *seat);
        }
        broken.extend(steps.iter().filter_map(|(seat, _, to)| self.left_alone(*seat, *to)));
        broken
    }

    /// The newcomer who would be alone in a turn because the seat beside theirs has become a gap.
    fn left_alone(&self, seat: Seat, to: Option<usize>) -> Option<(PersonId, Reason)> {
        if to.is_some() || self.board.may_be_left(seat) {
            return None;
        }
        let newcomer = self.board.holder(seat.other())?;
        let id = self.board.model.people[newcomer].candidate.person;
        Some((id, Reason::Newcomer { partner: None }))
    }
}
