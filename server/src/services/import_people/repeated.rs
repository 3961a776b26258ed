//! Lines that are about the same person: one for each of their teams, and in all else alike.

use super::read::{Row, fault};
use app::people::ImportFault;
use domain::PersonId;
use std::collections::HashMap;

/// The lines so far, by whom they are about.
#[derive(Default)]
pub(super) struct Seen {
    by_email: HashMap<String, Vec<Row>>,
    by_id: HashMap<PersonId, (usize, String)>,
}

impl Seen {
    /// What is wrong with a line beside those before it, if anything. A good one is kept.
    pub(super) fn check(&mut self, row: &Row) -> Option<ImportFault> {
        let wrong = self.wrong(row);
        if wrong.is_none() {
            if let Some(id) = row.id {
                self.by_id.entry(id).or_insert((row.line, row.email.clone()));
            }
            self.by_email.entry(row.email.clone()).or_default().push(row.clone());
        }
        wrong
    }

    fn wrong(&self, row: &Row) -> Option<ImportFault> {
        let line = row.line;
        if let Some((first, email)) = row
            .id
            .and_then(|id| self.by_id.get(&id))
            .filter(|(_, email)| *email != row.email)
        {
            let words = format!(
                "Lines {first} and {line} have one id and two addresses, {email} and {}: keep one of them.",
                row.email
            );
            return Some(fault(line, "id", &row.email, words));
        }
        let before = self.by_email.get(&row.email)?;
        let first = before.first()?;
        if let Some((column, one, other)) = difference(first, row) {
            let words = format!(
                "Lines {} and {line} are about one person and do not agree: {one} and {other}. Write the same in both.",
                first.line
            );
            return Some(fault(line, column, &other, words));
        }
        let team = |row: &Row| row.place.as_ref().map(|place| place.team.to_lowercase());
        let same = before
            .iter()
            .find(|one| team(one) == team(row) || row.place.is_none())?;
        let words = match &row.place {
            Some(place) => format!(
                "Lines {} and {line} have the same address and the same team, {}: keep one of them.",
                same.line, place.team
            ),
            None => format!(
                "Lines {} and {line} have the same address: keep one of them.",
                same.line
            ),
        };
        Some(fault(line, "email", &row.email, words))
    }
}

/// The first thing of a person in which two lines differ: column and both values.
fn difference(one: &Row, other: &Row) -> Option<(&'static str, String, String)> {
    let text = |row: &Row| {
        [
            ("id", row.id.map(|id| id.to_string()).unwrap_or_default()),
            ("name", row.name.clone()),
            ("time_zone", row.zone.clone()),
            ("phone", row.phone.clone().unwrap_or_default()),
            ("role", row.role.map(|role| role.key().to_owned()).unwrap_or_default()),
            ("state", row.active.map(|active| active.to_string()).unwrap_or_default()),
        ]
    };
    let shown = |value: String| {
        if value.is_empty() {
            "nothing".to_owned()
        } else {
            format!("‘{value}’")
        }
    };
    let pairs = text(one).into_iter().zip(text(other));
    let mut differing = pairs.filter(|((_, one), (_, other))| one != other);
    differing
        .next()
        .map(|((column, one), (_, other))| (column, shown(one), shown(other)))
}
