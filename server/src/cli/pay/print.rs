//! A quote, as people and machines read it.

use domain::holidays::Holidays;
use domain::pay::{Card, Line, Money, Period, Statement, duration};
use domain::{Instant, Zone};
use serde_json::{Value, json};

/// A statement with what it was worked out by.
pub(super) struct Quoted<'a> {
    pub card: &'a Card,
    pub zone: &'a Zone,
    pub calendar: &'a str,
    pub holidays: &'a Holidays,
    pub period: Period,
    pub statement: &'a Statement,
}

impl Quoted<'_> {
    /// Lines with their amounts under each other, and the total below.
    pub(super) fn text(&self) -> String {
        let lines = self.statement.lines.iter();
        let mut rows: Vec<(String, String)> = lines
            .map(|line| (line.why.clone(), self.money(line.minor).to_string()))
            .collect();
        rows.push(("Total".to_owned(), self.statement.total.to_string()));
        let width = |text: &String| text.chars().count();
        let left = rows.iter().map(|(why, _)| width(why)).max().unwrap_or_default();
        let right = rows.iter().map(|(_, amount)| width(amount)).max().unwrap_or_default();
        let total = rows.pop();
        let mut text = format!(
            "{}, {}, {}\n\n",
            self.card.name(),
            self.zone.name(),
            self.holidays_words()
        );
        for (why, amount) in &rows {
            text.push_str(&format!("{why:left$}  {amount:>right$}\n"));
        }
        text.push_str(&format!("{}\n", "─".repeat(left + 2 + right)));
        if let Some((why, amount)) = total {
            text.push_str(&format!("{why:left$}  {amount:>right$}\n"));
        }
        text + &self.notes()
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.statement.total.currency)
    }

    fn holidays_words(&self) -> String {
        match self.holidays.is_empty() {
            true => "no holidays".to_owned(),
            false => format!("holidays of {}", self.calendar),
        }
    }

    /// What is no amount of money.
    fn notes(&self) -> String {
        let mut notes = String::new();
        if self.statement.toil_seconds > 0 {
            notes.push_str(&format!("Time off earned: {}\n", duration(self.statement.toil_seconds)));
        }
        for rest in &self.statement.rest_owed {
            notes.push_str(&format!(
                "Rest was broken: {} before work at {}, {} more are owed\n",
                duration(rest.rested_seconds),
                self.wall(rest.before),
                duration(rest.owed_seconds)
            ));
        }
        if let Some(last) = self.holidays.last().filter(|last| *last < self.period.end()) {
            notes.push_str(&format!(
                "Holidays are known to {last} only: later ones are paid as other days\n"
            ));
        }
        notes
    }

    fn wall(&self, at: Instant) -> String {
        self.zone.local(at).format("%a %-d %b %H:%M").to_string()
    }

    /// Amounts in minor units, instants in UTC.
    pub(super) fn json(&self) -> Value {
        let line = |line: &Line| {
            json!({
                "kind": line.kind, "from": line.span.start(), "to": line.span.end(), "role": line.role,
                "band": line.band, "seconds": line.seconds, "amount_minor": line.minor,
                "toil_seconds": line.toil_seconds, "why": line.why,
            })
        };
        json!({
            "card": self.card.name(),
            "zone": self.zone.name(),
            "holidays": self.calendar,
            "holidays_known_to": self.holidays.last(),
            "period": self.period,
            "currency": self.statement.total.currency,
            "lines": self.statement.lines.iter().map(line).collect::<Vec<_>>(),
            "total_minor": self.statement.total.minor,
            "total": self.statement.total.to_string(),
            "toil_seconds": self.statement.toil_seconds,
            "rest_owed": self.statement.rest_owed,
        })
    }
}
