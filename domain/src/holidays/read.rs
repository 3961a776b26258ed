//! Holidays as lines of text: a date and a name.

use super::Holidays;
use chrono::{Datelike as _, NaiveDate};
use std::fmt;

/// The longest name of a holiday, in characters.
const LONGEST_NAME: usize = 80;
/// The most holidays of a calendar: a hundred years of some thirty.
pub const MOST_DAYS: usize = 3_000;

/// What is wrong with a part of a file of holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFault {
    /// Where: `line 3`, or what an event is called.
    pub place: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl Holidays {
    /// Reads lines of a date and a name, parted by a space, a comma, a semicolon or a tab: as people type them, and as
    /// spreadsheets save them. Empty lines, those that begin with `#` and a first line of column names are left out.
    /// Answers what could be read, and what is wrong with each other line.
    ///
    /// ```
    /// use domain::holidays::Holidays;
    /// let (days, faults) = Holidays::read("date,name\n2027-03-17,\"St Patrick’s Day\"\n2027-02-01 St Brigid’s Day\n");
    /// assert_eq!(days.to_string(), "2027-02-01 St Brigid’s Day\n2027-03-17 St Patrick’s Day\n");
    /// assert!(faults.is_empty());
    /// let (days, faults) = Holidays::read("2027-02-30 Never\n2027-03-17\n2027-05-03 May Day");
    /// assert_eq!(days.len(), 1);
    /// assert_eq!(faults[0].to_string(), "line 1: ‘2027-02-30’ is not a date: write 2027-03-17 and what it is called");
    /// assert_eq!(faults[1].to_string(), "line 2: 2027-03-17 has no name");
    /// ```
    pub fn read(text: &str) -> (Self, Vec<ReadFault>) {
        let (mut days, mut faults) = (Self::none(), Vec::new());
        let text = text.trim_start_matches('\u{feff}');
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        for (place, (number, line)) in lines.enumerate() {
            if place == 0 && cells(line).0.eq_ignore_ascii_case("date") {
                continue;
            }
            let read = holiday(line).and_then(|(date, name)| match days.name(date) {
                Some(other) => Err(format!("{date} is there twice, as ‘{other}’ and as ‘{name}’")),
                None => Ok((date, name)),
            });
            match read {
                Ok((date, name)) => days.insert(date, name),
                Err(reason) => faults.push(ReadFault {
                    place: format!("line {number}"),
                    reason,
                }),
            }
        }
        (days, faults)
    }

    /// The date and the name of a holiday, as somebody types them.
    ///
    /// # Errors
    /// What is wrong with either.
    ///
    /// ```
    /// use domain::holidays::Holidays;
    /// assert!(Holidays::check("2027-03-17", " St Patrick’s Day ").is_ok());
    /// assert_eq!(Holidays::check("2027-03-17", "").unwrap_err(), "2027-03-17 has no name");
    /// ```
    pub fn check(date: &str, name: &str) -> Result<(NaiveDate, String), String> {
        let date: NaiveDate = date
            .trim()
            .parse()
            .ok()
            .filter(|date: &NaiveDate| (1970..=2100).contains(&date.year()))
            .ok_or_else(|| {
                format!(
                    "‘{}’ is not a date: write 2027-03-17 and what it is called",
                    date.trim()
                )
            })?;
        let name = name.trim();
        if name.is_empty() {
            return Err(format!("{date} has no name"));
        }
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(format!(
                "the name of {date} is longer than {LONGEST_NAME} characters, or not on one line"
            ));
        }
        Ok((date, name.to_owned()))
    }
}

impl fmt::Display for Holidays {
    /// As [`Holidays::read`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(date, name)| writeln!(f, "{date} {name}"))
    }
}

/// A line of a file: date and name.
fn holiday(line: &str) -> Result<(NaiveDate, String), String> {
    let (date, name) = cells(line);
    Holidays::check(date, &name)
}

/// The first cell of a line, and what follows it. A cell in quotes has its own quotes doubled.
fn cells(line: &str) -> (&str, String) {
    let (date, rest) = line.split_once([' ', ',', ';', '\t']).unwrap_or((line, ""));
    let rest = rest.trim();
    // Spreadsheets end a row with separators when other rows have more cells.
    let quoted = rest.strip_prefix('"').and_then(|rest| {
        let end = rest.rfind('"')?;
        Some(rest.get(..end)?.replace("\"\"", "\""))
    });
    let plain = || rest.trim_end_matches([',', ';', '\t']).to_owned();
    (date.trim_matches('"'), quoted.unwrap_or_else(plain))
}
