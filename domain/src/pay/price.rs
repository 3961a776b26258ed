//! What a card pays to whom.

use super::Rate;
use crate::{PersonId, Role};
use std::collections::BTreeMap;

/// The amount of one unit; for started blocks the first one's and each further one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Price {
    /// For the unit, or for the first block.
    pub first: Rate,
    /// For each further block; nothing in other units.
    pub then: Rate,
}

/// A price for each role; a role without one falls back to what is less particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByRole {
    /// The Lead's.
    pub lead: Option<Price>,
    /// The Engineer's.
    pub engineer: Option<Price>,
}

impl ByRole {
    /// The price of `role`, if there is one here.
    pub const fn of(&self, role: Role) -> Option<Price> {
        match role {
            Role::Lead => self.lead,
            Role::Engineer => self.engineer,
        }
    }
}

/// Prices for everyone, for a grade and for a person: the most particular wins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prices {
    /// What a role is paid without further particulars.
    pub usual: ByRole,
    /// What people of a grade are paid.
    pub grades: BTreeMap<String, ByRole>,
    /// What one person is paid.
    pub people: BTreeMap<PersonId, ByRole>,
}

/// Who is paid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payee {
    /// The person, where a card may name them.
    pub person: Option<PersonId>,
    /// Their grade, where a card pays by grade.
    pub grade: Option<String>,
    /// Whether they chose time off instead of money, where a card offers the choice.
    pub wishes_toil: bool,
}

impl Prices {
    /// What `payee` is paid in `role`.
    ///
    /// ```
    /// use domain::{Role, pay::{ByRole, Payee, Price, Prices, Rate}};
    /// let price = |minor: i64| Some(Price { first: Rate::from_millionths(minor * 1_000_000), then: Rate::ZERO });
    /// let mut prices = Prices { usual: ByRole { lead: price(1200), engineer: price(1000) }, ..Prices::default() };
    /// prices.grades.insert("senior".to_owned(), ByRole { lead: price(1500), engineer: None });
    /// let senior = Payee { grade: Some("senior".to_owned()), ..Payee::default() };
    /// assert_eq!(Some(prices.of(Role::Lead, &senior)), price(1500));
    /// assert_eq!(Some(prices.of(Role::Engineer, &senior)), price(1000));
    /// ```
    pub fn of(&self, role: Role, payee: &Payee) -> Price {
        let person = payee.person.and_then(|person| self.people.get(&person));
        let grade = payee.grade.as_ref().and_then(|grade| self.grades.get(grade));
        let particular = [person, grade].into_iter().flatten().find_map(|prices| prices.of(role));
        particular.or(self.usual.of(role)).unwrap_or_default()
    }
}
