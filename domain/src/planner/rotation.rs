//! A plain rotation: Leads in their order, Engineers in theirs, each when they are next.
//!
//! Whoever cannot take their turn is passed over, keeps their place at the head, and takes the next turn they can: being
//! away moves a turn and saves nobody one.

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

/// Plans the request's slots in order. `orders` are sorted by their `from`; `served` says when turns before the
/// request's began and who had them, in order of time: the rotation goes on from there. Turns of the request's baseline
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
pub fn rotate(request: &Request, orders: &[Order], served: &[(Instant, Pairing)]) -> Rotated {
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

/// Who is next in each role.
struct Rotation<'o> {
    /// Orders that are still to come, the next one last.
    to_come: Vec<&'o Order>,
    order: Option<&'o Order>,
    last_from: Instant,
    waiting: [Vec<PersonId>; 2],
}

impl<'o> Rotation<'o> {
    /// As it stands after the turns that were served.
    fn new(orders: &'o [Order], served: &[(Instant, Pairing)]) -> Self {
        let mut to_come: Vec<&Order> = orders.iter().rev().collect();
        let order = to_come.pop();
        let mut rotation = Self {
            to_come,
            order,
            last_from: orders.last().map_or(Instant::MIN, |order| order.from),
            waiting: Role::BOTH.map(|role| order.map_or_else(Vec::new, |order| order.of(role).to_vec())),
        };
        for role in Role::BOTH {
            let first = served.iter().find_map(|(_, pairing)| pairing.holder(role));
            let waiting = &mut rotation.waiting[role as usize];
            if let Some(place) = waiting.iter().position(|person| Some(*person) == first) {
                waiting.rotate_left(place);
            }
        }
        for (at, pairing) in served {
            rotation.come_to(*at);
            rotation.note(Role::BOTH.map(|role| pairing.holder(role)));
        }
        rotation
    }

    /// Takes up the orders that hold by then.
    fn come_to(&mut self, at: Instant) {
        while let Some(next) = self.to_come.pop_if(|next| next.from <= at) {
            for role in Role::BOTH {
                let before = self.order.map_or(&[][..], |order| order.of(role));
                let waiting = std::mem::take(&mut self.waiting[role as usize]);
                self.waiting[role as usize] = taken_over(waiting, before, next.of(role));
            }
            self.order = Some(next);
        }
    }

    /// Seats the first who may take the seat, and answers who was passed over.
    fn fill(&self, board: &mut Board, seat: Seat) -> Vec<PassedOver> {
        let model = board.model;
        let mut passed_over = Vec::new();
        for person in &self.waiting[seat.role as usize] {
            let Some(place) = model.place_of(*person) else { continue };
            let reasons = rules::reasons(board, place, seat);
            if reasons.is_empty() {
                board.place(place, seat);
                return passed_over;
            }
            passed_over.push(PassedOver {
                shift: model.request.slots[model.turns[seat.turn].source].shift,
                role: seat.role,
                person: *person,
                reasons,
            });
        }
        passed_over
    }

    /// Whoever had a turn goes to the end.
    fn note(&mut self, pairing: [Option<PersonId>; 2]) {
        for (waiting, holder) in self.waiting.iter_mut().zip(pairing) {
            if let Some(place) = waiting.iter().position(|person| Some(*person) == holder) {
                let person = waiting.remove(place);
                waiting.push(person);
            }
        }
    }
}

/// Who waits under a new order: those of the old one as they waited, whoever is new just before those they come before.
/// Where the old ones come in another order now, the new order begins after whoever served last.
fn taken_over(mut waiting: Vec<PersonId>, before: &[PersonId], after: &[PersonId]) -> Vec<PersonId> {
    let stays = |list: &[PersonId], other: &[PersonId]| -> Vec<PersonId> {
        list.iter().filter(|person| other.contains(person)).copied().collect()
    };
    let (was, is) = (stays(before, after), stays(after, before));
    let last = waiting.last().copied();
    waiting.retain(|person| after.contains(person));
    if !same_circle(&was, &is) || waiting.is_empty() {
        let start = last.and_then(|last| after.iter().position(|person| *person == last));
        let mut order = after.to_vec();
        order.rotate_left(start.map_or(0, |place| (place + 1) % after.len().max(1)));
        return order;
    }
    for (place, person) in after.iter().enumerate().rev() {
        if waiting.contains(person) {
            continue;
        }
        let following = after[place + 1..].iter().chain(&after[..place]);
        let next = following
            .filter_map(|next| waiting.iter().position(|waits| waits == next))
            .next();
        waiting.insert(next.unwrap_or(waiting.len()), *person);
    }
    waiting
}

/// Whether two lists of the same people have the same order, wherever they begin.
fn same_circle(one: &[PersonId], other: &[PersonId]) -> bool {
    let Some(start) = one
        .first()
        .and_then(|first| other.iter().position(|person| person == first))
    else {
        return one.is_empty() && other.is_empty();
    };
    let turned = other[start..].iter().chain(&other[..start]);
    one.iter().eq(turned)
}
