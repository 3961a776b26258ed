//! A plain rotation: Leads in their order, Engineers in theirs, each when they are next.
//!
//! Whoever cannot take their turn is passed over and takes the next turn they can, before whoever is next: being away
//! moves a turn and saves nobody one, and the order stays as it is.

use super::board::Board;
use super::costs::{Costs, Kept};
use super::fitness::Fitness;
use super::model::{Lock, Model, Seat};
use super::{Plan, Reason, Request, explain, rules};
use crate::{Instant, Pairing, PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};

/// The order that holds from an instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// From when: turns that start before keep to the order before.
    pub from: Instant,
    /// The Leads, in order.
    pub leads: Vec<PersonId>,
    /// The Engineers, in order. Somebody may be in both lists.
    pub engineers: Vec<PersonId>,
}

impl Order {
    /// The people of a role, in order.
    ///
    /// ```
    /// use domain::{Instant, Role, planner::Order};
    /// let ada = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// let order = Order { from: Instant::from_seconds(0), leads: vec![ada], engineers: vec![] };
    /// assert_eq!((order.of(Role::Lead), order.of(Role::Engineer)), (&[ada][..], &[][..]));
    /// # Ok::<(), domain::id::BadId>(())
    /// ```
    pub fn of(&self, role: Role) -> &[PersonId] {
        match role {
            Role::Lead => &self.leads,
            Role::Engineer => &self.engineers,
        }
    }
}

/// Somebody whose turn it was and who could not take it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Role,
    /// Who.
    pub person: PersonId,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A plan by rotation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rotated {
    /// The plan, scored and explained as any other.
    pub plan: Plan,
    /// Whoever was passed over, in order of time.
    pub passed_over: Vec<PassedOver>,
}

/// A turn before those of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// When it began.
    pub from: Instant,
    /// Who had it.
    pub pairing: Pairing,
    /// Whether the rotation planned it: then whoever was before them in the order was passed over, and is owed a turn. A
    /// turn that was planned otherwise only says who served last.
    pub in_order: bool,
}

/// Plans the request's slots in order. `orders` are sorted by their `from`; `served` are the turns before the request's, in
/// order of time: the rotation goes on from there. Turns of the request's baseline
/// that start before the last order does stay with whoever has them, as far as the rules allow.
///
/// ```
/// use domain::planner::{Candidate, Order, Request, Rules, Slot, rotate};
/// use domain::{Instant, PersonId, Qualification, RotaId, ShiftId, Span};
/// # fn person(digit: char) -> PersonId { "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a1_".replace('_', &digit.to_string()).parse().unwrap() }
/// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let week = |number: i64| {
///     let start = Instant::from_seconds(1_800_000_000 + number * 604_800);
///     Slot::new(ShiftId::of(rota, start), Span::new(start, start + 604_800).unwrap(), 10)
/// };
/// let people = "abcd".chars().map(|digit| Candidate::new(person(digit), Qualification::Both)).collect();
/// let order = Order {
///     from: Instant::from_seconds(0),
///     leads: vec![person('a'), person('b')],
///     engineers: vec![person('c'), person('d')],
/// };
/// let rotated = rotate(&Request::new((0..3).map(week).collect(), people, Rules::default()), &[order], &[]);
/// let leads: Vec<_> = rotated.plan.assignments.iter().map(|turn| turn.pairing.lead()).collect();
/// assert_eq!(leads, ["a", "b", "a"].map(|digit| digit.chars().next().map(person)));
/// # Ok::<(), domain::id::BadId>(())
/// ```
pub fn rotate(request: &Request, orders: &[Order], served: &[Served]) -> Rotated {
    let model = Model::new(request);
    let fitness = Fitness::new(&model);
    let costs = Costs::new(&model);
    let mut board = Board::new(&model, &fitness, &costs);
    let mut rotation = Rotation::new(orders, served);
    let mut passed_over = Vec::new();
    for turn in 0..model.turns.len() {
        rotation.come_to(model.turns[turn].span.start());
        let mut seats = Role::BOTH.map(|role| Seat { turn, role });
        // A newcomer needs somebody beside them, so that who is left in the first round may be taken in the second.
        for round in 0..2 {
            for seat in seats.iter_mut() {
                let open = model.lock(*seat) == Lock::Open && board.holder(*seat).is_none();
                if open && !keeps(&mut board, *seat, &rotation) {
                    let passed = rotation.fill(&mut board, *seat);
                    if board.holder(*seat).is_some() || round == 1 {
                        passed_over.extend(passed);
                    }
                }
            }
        }
        let pairing = Role::BOTH.map(|role| holder(&board, Seat { turn, role }));
        rotation.note(pairing);
    }
    Rotated {
        plan: explain::explain(&mut board, 0),
        passed_over,
    }
}

/// Leaves a published turn with whoever has it.
fn keeps(board: &mut Board, seat: Seat, rotation: &Rotation) -> bool {
    let published = board.model.turns[seat.turn].span.start() < rotation.last_from;
    match board.costs.kept(seat) {
        Kept::Member(person) if published && board.allows(person, seat) => {
            board.place(person, seat);
            true
        }
        _ => false,
    }
}

fn holder(board: &Board, seat: Seat) -> Option<PersonId> {
    let model = board.model;
    let locked = model.request.slots[model.turns[seat.turn].source].locked;
    let planned = board.holder(seat).map(|person| model.people[person].candidate.person);
    locked.holder(seat.role).or(planned)
}

/// Where a rotation stands.
struct Rotation<'o> {
    /// Orders that are still to come, the next one last.
    to_come: Vec<&'o Order>,
    first_from: Instant,
    last_from: Instant,
    lists: [List; 2],
}

/// The people of a role, in order.
#[derive(Default)]
struct List {
    people: Vec<PersonId>,
    /// The place of whoever is next.
    next: usize,
    /// Whoever was passed over and has not had their turn since, the longest first.
    owed: Vec<PersonId>,
}

impl<'o> Rotation<'o> {
    /// As it stands after the turns that were served.
    fn new(orders: &'o [Order], served: &[Served]) -> Self {
        let list = |role: Role| List {
            people: orders.first().map_or_else(Vec::new, |order| order.of(role).to_vec()),
            ..List::default()
        };
        let mut rotation = Self {
            to_come: orders.iter().skip(1).rev().collect(),
            first_from: orders.first().map_or(Instant::MAX, |order| order.from),
            last_from: orders.last().map_or(Instant::MIN, |order| order.from),
            lists: Role::BOTH.map(list),
        };
        for turn in served {
            rotation.come_to(turn.from);
            for (list, role) in rotation.lists.iter_mut().zip(Role::BOTH) {
                match turn.pairing.holder(role) {
                    Some(person) if !turn.in_order || turn.from < rotation.first_from => list.go_on_after(person),
                    Some(person) => list.note(person),
                    None => {}
                }
            }
        }
        rotation
    }

    /// Takes up the orders that hold by then.
    fn come_to(&mut self, at: Instant) {
        while let Some(next) = self.to_come.pop_if(|next| next.from <= at) {
            for (list, role) in self.lists.iter_mut().zip(Role::BOTH) {
                list.change(next.of(role));
            }
        }
    }

    /// Seats whoever is to take the seat, and answers who was passed over.
    fn fill(&self, board: &mut Board, seat: Seat) -> Vec<PassedOver> {
        let model = board.model;
        let mut passed_over = Vec::new();
        for person in self.lists[seat.role as usize].turn() {
            let Some(place) = model.place_of(person) else { continue };
            let reasons = rules::reasons(board, place, seat);
            if reasons.is_empty() {
                board.place(place, seat);
                return passed_over;
            }
            passed_over.push(PassedOver {
                shift: model.request.slots[model.turns[seat.turn].source].shift,
                role: seat.role,
                person,
                reasons,
            });
        }
        passed_over
    }

    /// Goes on after the people who have a turn.
    fn note(&mut self, pairing: [Option<PersonId>; 2]) {
        for (list, holder) in self.lists.iter_mut().zip(pairing) {
            holder.into_iter().for_each(|person| list.note(person));
        }
    }
}

impl List {
    fn place_of(&self, person: PersonId) -> Option<usize> {
        self.people.iter().position(|other| *other == person)
    }

    /// Everybody in the order in which they are asked: whoever is owed a turn, then from whoever is next.
    fn turn(&self) -> impl Iterator<Item = PersonId> + '_ {
        let (before, after) = self.people.split_at(self.next.min(self.people.len()));
        let others = after.iter().chain(before).filter(|person| !self.owed.contains(person));
        self.owed.iter().chain(others).copied()
    }

    /// Whoever comes after the person is next, and nobody is owed anything.
    fn go_on_after(&mut self, person: PersonId) {
        if let Some(place) = self.place_of(person) {
            self.next = (place + 1) % self.people.len();
        }
    }

    /// The person has a turn: whoever was before them is owed one, unless they were.
    fn note(&mut self, person: PersonId) {
        if let Some(place) = self.owed.iter().position(|owed| *owed == person) {
            self.owed.remove(place);
            // Paid when they would be next anyway: they do not come up twice in a row.
            if self.place_of(person) == Some(self.next) {
                self.go_on_after(person);
            }
            return;
        }
        if self.place_of(person).is_none() {
            return;
        }
        let passed: Vec<PersonId> = self.turn().take_while(|other| *other != person).collect();
        self.owed = passed;
        self.go_on_after(person);
    }

    /// Goes on with another list after whoever served last; where they are not in it, with whoever would have been next.
    fn change(&mut self, people: &[PersonId]) {
        let count = self.people.len();
        let at = |place: usize| self.people[place % count];
        let following = (0..count).map(|ahead| at(self.next + ahead));
        let find = |person: PersonId| people.iter().position(|other| *other == person);
        let last = (count > 0).then(|| find(at(self.next + count - 1))).flatten();
        let next = match last {
            Some(last) => last + 1,
            None => following.into_iter().find_map(find).unwrap_or(0),
        };
        self.next = next % people.len().max(1);
        self.owed.retain(|person| people.contains(person));
        self.people = people.to_vec();
    }
}
