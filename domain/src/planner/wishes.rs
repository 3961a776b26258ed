//! What people would like.

use super::Slot;
use crate::{PersonId, ShiftId, Span, Zone};
use chrono::{Datelike, Timelike, Weekday};
use serde::{Deserialize, Serialize};

/// Somebody would like to be on a shift, or not to be: in either role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Who.
    pub person: PersonId,
    /// Which shift.
    pub shift: ShiftId,
    /// Whether they want it.
    pub kind: WishKind,
    /// How much it matters beside other wishes: 1 is usual.
    pub weight: u32,
}

/// What is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WishKind {
    /// Rather not.
    Avoid,
    /// Gladly.
    Want,
}

/// A wish about given days: "not over Christmas".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedWish {
    /// Who.
    pub person: PersonId,
    /// Whether they want it.
    pub kind: WishKind,
    /// How much each shift matters.
    pub weight: u32,
    /// The time it is about.
    pub span: Span,
}

impl DatedWish {
    /// One wish for each of the slots with duty in its span.
    ///
    /// ```
    /// use domain::{RotaId, ShiftId, Span, planner::{DatedWish, Slot, WishKind}};
    /// # let person = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// # let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let week = Span::new("2026-12-21T09:00:00Z".parse()?, "2026-12-28T09:00:00Z".parse()?)?;
    /// let nights = vec![Span::new("2026-12-21T17:30:00Z".parse()?, "2026-12-22T09:00:00Z".parse()?)?];
    /// let slot = Slot { stretches: nights, ..Slot::new(ShiftId::of(rota, week.start()), week, 10) };
    /// let about = |from: &str, to: &str| -> Result<usize, Box<dyn std::error::Error>> {
    ///     let span = Span::new(from.parse()?, to.parse()?)?;
    ///     let wish = DatedWish { person, kind: WishKind::Avoid, weight: 1, span };
    ///     Ok(wish.expand(std::slice::from_ref(&slot)).count())
    /// };
    /// assert_eq!(about("2026-12-21T00:00:00Z", "2026-12-22T00:00:00Z")?, 1);
    /// assert_eq!(about("2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z")?, 0, "nobody has to be there");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn expand(self, slots: &[Slot]) -> impl Iterator<Item = Wish> + '_ {
        let meant = move |slot: &&Slot| {
            let hit = |stretch: &Span| stretch.intersection(&self.span).is_some();
            if slot.stretches.is_empty() {
                hit(&slot.span)
            } else {
                slot.stretches.iter().any(hit)
            }
        };
        slots.iter().filter(meant).map(move |slot| Wish {
            person: self.person,
            shift: slot.shift,
            kind: self.kind,
            weight: self.weight,
        })
    }
}

/// The part of a day in which a shift starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DayPart {
    /// From 05:00 until 17:00.
    Day,
    /// From 17:00 until 05:00.
    Night,
}

/// A wish that comes again: "no Tuesday nights".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringWish {
    /// Who.
    pub person: PersonId,
    /// Whether they want it.
    pub kind: WishKind,
    /// How much each time matters.
    pub weight: u32,
    /// The local weekday on which the shift starts; any, if absent.
    #[serde(default)]
    pub weekday: Option<Weekday>,
    /// The part of the day in which it starts; any, if absent.
    #[serde(default)]
    pub part: Option<DayPart>,
}

impl RecurringWish {
    /// One wish for each of the slots that it is about.
    ///
    /// ```
    /// use chrono::Weekday;
    /// use domain::{RotaId, ShiftId, Span, Zone, planner::{DayPart, RecurringWish, Slot, WishKind}};
    /// # let person = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// # let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let night = |from: &str, to: &str| -> Result<Slot, Box<dyn std::error::Error>> {
    ///     let span = Span::new(from.parse()?, to.parse()?)?;
    ///     Ok(Slot::new(ShiftId::of(rota, span.start()), span, 8))
    /// };
    /// let monday = night("2026-11-23T21:00:00Z", "2026-11-24T09:00:00Z")?;
    /// let tuesday = night("2026-11-24T21:00:00Z", "2026-11-25T09:00:00Z")?;
    /// let no_tuesday_nights = RecurringWish {
    ///     person, kind: WishKind::Avoid, weight: 1, weekday: Some(Weekday::Tue), part: Some(DayPart::Night),
    /// };
    /// let wishes: Vec<_> = no_tuesday_nights.expand(&[monday, tuesday.clone()], &Zone::utc()).collect();
    /// assert_eq!((wishes.len(), wishes[0].shift), (1, tuesday.shift));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn expand<'s>(self, slots: &'s [Slot], zone: &'s Zone) -> impl Iterator<Item = Wish> + 's {
        let meant = move |slot: &&Slot| {
            let start = slot.stretches.iter().map(Span::start).min();
            let local = zone.local(start.unwrap_or(slot.span.start()));
            let part = if (5..17).contains(&local.hour()) {
                DayPart::Day
            } else {
                DayPart::Night
            };
            self.weekday.is_none_or(|weekday| weekday == local.weekday()) && self.part.is_none_or(|own| own == part)
        };
        slots.iter().filter(meant).map(move |slot| Wish {
            person: self.person,
            shift: slot.shift,
            kind: self.kind,
            weight: self.weight,
        })
    }
}
