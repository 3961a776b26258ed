//! What speaks against whoever is in a plan.

use super::model::Seat;
use super::{EditDesk, Reason, rules};
use crate::{PersonId, Role, ShiftId};
use std::mem::discriminant;

/// What speaks against somebody where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Role,
    /// Who is there.
    pub person: PersonId,
    /// Everything that speaks against it.
    pub reasons: Vec<Reason>,
}

impl EditDesk<'_> {
    /// Everything that speaks against whoever is there, in order of time: by hand or by lock much can be put into a plan.
    pub fn breaches(&mut self) -> Vec<Breach> {
        let seats = (0..2 * self.board.model.turns.len()).map(Seat::at);
        seats.filter_map(|seat| self.breach(seat)).collect()
    }

    /// The breaches that no reason sets aside. `set_aside` are the shifts and roles with a reason: it sets aside what
    /// speaks against whoever is there, and what their being there does to others, such as a night's rest.
    ///
    /// ```
    /// use domain::planner::{Assignment, Candidate, Editor, Request, Rules, Slot};
    /// use domain::{Instant, Pairing, PersonId, Qualification, Role, RotaId, ShiftId, Span};
    /// let ada: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let night = |number: i64| {
    ///     let start = Instant::from_seconds(number * 86_400);
    ///     Slot::new(ShiftId::of(rota, start), Span::new(start, start + 86_400).unwrap(), 8)
    /// };
    /// let slots = vec![night(0), night(1)];
    /// let turns: Vec<_> = slots
    ///     .iter()
    ///     .map(|slot| Assignment { shift: slot.shift, pairing: Pairing::new(Some(ada), None).unwrap() })
    ///     .collect();
    /// let second = (slots[1].shift, Role::Lead);
    /// let people = vec![Candidate::new(ada, Qualification::Both)];
    /// let request = Request::new(slots, people, Rules { no_back_to_back: true, ..Rules::default() });
    /// let editor = Editor::new(&request, &turns);
    /// let mut desk = editor.open();
    /// assert_eq!(desk.standing_breaches(&[]).len(), 2, "each of two turns in a row");
    /// assert_eq!(desk.standing_breaches(&[second]), [], "there is a reason for the second turn");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn standing_breaches(&mut self, set_aside: &[(ShiftId, Role)]) -> Vec<Breach> {
        let seat = |(shift, role): &(ShiftId, Role)| {
            Some(Seat {
                turn: *self.places.get(shift)?,
                role: *role,
            })
        };
        let aside: Vec<Seat> = set_aside.iter().filter_map(seat).collect();
        let mut breaches = self.breaches();
        breaches.retain(|breach| !set_aside.contains(&(breach.shift, breach.role)));
        let held: Vec<(usize, Seat)> = aside
            .into_iter()
            .filter_map(|seat| Some((self.board.holder(seat)?, seat)))
            .collect();
        held.iter().for_each(|(person, seat)| self.board.clear(*person, *seat));
        for breach in &mut breaches {
            let turn = self.places.get(&breach.shift).copied();
            let alone = turn.and_then(|turn| {
                self.breach(Seat {
                    turn,
                    role: breach.role,
                })
            });
            let still = alone.map_or_else(Vec::new, |alone| alone.reasons);
            // Without the others there may be other reasons, such as a newcomer alone: those hold of no plan.
            let stands = |reason: &Reason| still.iter().any(|other| discriminant(other) == discriminant(reason));
            breach.reasons.retain(stands);
        }
        held.iter().for_each(|(person, seat)| self.board.place(*person, *seat));
        breaches.retain(|breach| !breach.reasons.is_empty());
        breaches
    }

    /// What speaks against whoever is in a seat.
    fn breach(&mut self, seat: Seat) -> Option<Breach> {
        let person = self.board.holder(seat)?;
        self.board.clear(person, seat);
        let reasons = rules::reasons(&self.board, person, seat);
        self.board.place(person, seat);
        let slot = &self.board.model.request.slots[self.board.model.turns[seat.turn].source];
        (!reasons.is_empty()).then(|| Breach {
            shift: slot.shift,
            role: seat.role,
            person: self.board.model.people[person].candidate.person,
            reasons,
        })
    }
}
