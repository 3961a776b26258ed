//! What stands in each seat of a draft.

use super::{Command, Edit, Held, Seat, SeatChange};
use crate::{Pairing, PersonId, Role, SamePerson, ShiftId, rota::Shift};
use std::collections::BTreeMap;

/// What stands in each seat of a draft: never one person in both seats of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet(BTreeMap<Seat, Held>);

/// Why an edit is not made. Nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The draft has no such seat.
    #[error("this draft has no seat {0}")]
    Unknown(Seat),
    /// The seat is locked.
    #[error("this role is locked")]
    Locked(Seat),
    /// One person would hold both roles: two people, always.
    #[error("one person cannot be Lead and Engineer at once")]
    SamePerson(ShiftId, PersonId),
    /// Something else stands in the seat than the edit says.
    #[error("something else stands in this role by now")]
    Moved(Seat),
    /// Nothing would change.
    #[error("nothing changes")]
    Nothing,
}

impl Sheet {
    /// What stands where.
    ///
    /// # Errors
    /// When one person is in both seats of a shift.
    pub fn new(seats: impl IntoIterator<Item = (Seat, Held)>) -> Result<Self, SamePerson> {
        let sheet = Self(seats.into_iter().collect());
        for seat in sheet.0.keys().filter(|seat| seat.role == Role::Lead) {
            sheet.checked(seat.shift)?;
        }
        Ok(sheet)
    }

    /// The seats of shifts as they are planned, nothing locked.
    pub fn of(shifts: &[Shift]) -> Self {
        let held = |shift: &Shift, role| Held {
            person: shift.pairing.holder(role),
            ..Held::default()
        };
        let seats = shifts.iter().flat_map(|shift| {
            Role::BOTH.map(|role| {
                let seat = Seat { shift: shift.id, role };
                (seat, held(shift, role))
            })
        });
        Self(seats.collect())
    }

    /// What stands in a seat; `None` when the draft has no such seat.
    pub fn held(&self, seat: Seat) -> Option<&Held> {
        self.0.get(&seat)
    }

    /// Every seat with what stands there.
    pub fn seats(&self) -> impl Iterator<Item = (Seat, &Held)> {
        self.0.iter().map(|(seat, held)| (*seat, held))
    }

    /// Who is on a shift.
    pub fn pairing(&self, shift: ShiftId) -> Pairing {
        // No sheet is made and no edit applied that puts one person into both seats.
        self.checked(shift).unwrap_or_default()
    }

    /// Whoever is locked on a shift: what planning again keeps.
    pub fn locks(&self, shift: ShiftId) -> Pairing {
        let locked = |role| self.held(Seat { shift, role }).filter(|held| held.locked)?.person;
        Pairing::new(locked(Role::Lead), locked(Role::Engineer)).unwrap_or_default()
    }

    fn checked(&self, shift: ShiftId) -> Result<Pairing, SamePerson> {
        let person = |role| self.held(Seat { shift, role }).and_then(|held| held.person);
        Pairing::new(person(Role::Lead), person(Role::Engineer))
    }

    /// The edit that does what a command asks. `against` is the reason for which rules are set aside; giving a seat to
    /// whoever has it already states or changes the reason, locked or not.
    ///
    /// # Errors
    /// [`Refused`] when a seat is unknown or locked, when one person would be in both roles, and when nothing would change.
    ///
    /// ```
    /// use domain::draft::{Command, Held, Refused, Seat, Sheet};
    /// use domain::{PersonId, Role};
    /// let ada: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// let bob: PersonId = "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10".parse()?;
    /// let lead: Seat = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12.lead".parse()?;
    /// let held = |person| Held { person: Some(person), ..Held::default() };
    /// let mut sheet = Sheet::new([(lead, held(ada)), (lead.other(), held(bob))])?;
    ///
    /// let both = Command::Give { seat: lead, person: Some(bob) };
    /// assert_eq!(sheet.edit(&both, None), Err(Refused::SamePerson(lead.shift, bob)));
    ///
    /// let roles = sheet.edit(&Command::Swap { one: lead, other: lead.other() }, None)?;
    /// sheet.apply(&roles)?;
    /// assert_eq!(sheet.pairing(lead.shift).lead(), Some(bob));
    /// sheet.apply(&roles.reversed())?;
    /// assert_eq!(sheet.pairing(lead.shift).lead(), Some(ada));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn edit(&self, command: &Command, against: Option<&str>) -> Result<Edit, Refused> {
        let edit = match command {
            Command::Give { seat, person } => match (against, person) {
                (Some(reason), Some(person)) if self.known(*seat)?.person == Some(*person) => {
                    self.reasoned(*seat, reason)?
                }
                _ => self.replaced(&[(*seat, *person)], against)?,
            },
            Command::Swap { one, other } => {
                let (here, there) = (self.known(*one)?.person, self.known(*other)?.person);
                self.replaced(&[(*one, there), (*other, here)], against)?
            }
            Command::Lock { seats, locked } => self.locked(seats, *locked)?,
        };
        match edit.changes.is_empty() {
            true => Err(Refused::Nothing),
            false => {
                self.clone().apply(&edit)?;
                Ok(edit)
            }
        }
    }

    /// Makes an edit.
    ///
    /// # Errors
    /// [`Refused`] when what it says of before is not what stands there, and when one person would be in both roles.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Refused> {
        let mut after = self.0.clone();
        for change in &edit.changes {
            let held = after.get_mut(&change.seat).ok_or(Refused::Unknown(change.seat))?;
            if *held != change.before {
                return Err(Refused::Moved(change.seat));
            }
            *held = change.after.clone();
        }
        let after = Self(after);
        for change in &edit.changes {
            let shift = change.seat.shift;
            after
                .checked(shift)
                .map_err(|SamePerson(person)| Refused::SamePerson(shift, person))?;
        }
        *self = after;
        Ok(())
    }

    fn known(&self, seat: Seat) -> Result<&Held, Refused> {
        self.held(seat).ok_or(Refused::Unknown(seat))
    }

    fn replaced(&self, seats: &[(Seat, Option<PersonId>)], against: Option<&str>) -> Result<Edit, Refused> {
        let mut changes = Vec::new();
        for (seat, person) in seats {
            let before = self.known(*seat)?;
            if before.person == *person {
                continue;
            }
            if before.locked {
                return Err(Refused::Locked(*seat));
            }
            let after = Held {
                person: *person,
                locked: false,
                against: against.filter(|_| person.is_some()).map(str::to_owned),
            };
            changes.push(SeatChange {
                seat: *seat,
                before: before.clone(),
                after,
            });
        }
        Ok(Edit { changes })
    }

    /// Whoever is in a seat stays, for a reason; a lock stays as well.
    fn reasoned(&self, seat: Seat, reason: &str) -> Result<Edit, Refused> {
        let before = self.known(seat)?.clone();
        let after = Held {
            against: Some(reason.to_owned()),
            ..before.clone()
        };
        let changes = match before == after {
            true => Vec::new(),
            false => vec![SeatChange { seat, before, after }],
        };
        Ok(Edit { changes })
    }

    /// Gaps are not locked: there is nobody to keep.
    fn locked(&self, seats: &[Seat], locked: bool) -> Result<Edit, Refused> {
        let mut changes: Vec<SeatChange> = Vec::new();
        for seat in seats {
            let before = self.known(*seat)?;
            let again = changes.iter().any(|change| change.seat == *seat);
            if before.locked != locked && before.person.is_some() && !again {
                let (before, after) = (
                    before.clone(),
                    Held {
                        locked,
                        ..before.clone()
                    },
                );
                changes.push(SeatChange {
                    seat: *seat,
                    before,
                    after,
                });
            }
        }
        Ok(Edit { changes })
    }
}
