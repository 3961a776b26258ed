//! Weekly windows as people type them: a line each.

use super::{Days, WeeklyWindow, WrittenWindow};
use chrono::Weekday;

/// The line is not a weekly window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a window: write it as Mon–Fri 17:30–09:00, or Fri 17:30 – Mon 09:00")]
pub struct BadWindowLine(pub String);

impl WrittenWindow {
    /// Reads a line: days, then from when to when. Days are one (`Sat`), several (`Mon, Wed`), a range (`Mon–Fri`) or
    /// `daily`. Where one day is named before the end too, it lasts until then.
    ///
    /// # Errors
    /// [`BadWindowLine`] when it is no such line; what its words mean is looked at later.
    ///
    /// ```
    /// use domain::rota::{WeeklyWindow, WrittenWindow};
    /// let read = |line: &str| WeeklyWindow::try_from(WrittenWindow::read(line).unwrap()).unwrap().to_string();
    /// assert_eq!(read("mon-fri 17:30-09:00"), "Mon–Fri 17:30 – 09:00");
    /// assert_eq!(read("Fri 17:30 – Mon 09:00"), "Fri 17:30 – Mon 09:00");
    /// assert_eq!(read("Sat, Sun 00:00 to 24:00"), "Sat, Sun 00:00 – 24:00");
    /// assert_eq!(read("daily 20:00–06:00"), "Mon–Sun 20:00 – 06:00");
    /// assert!(WrittenWindow::read("at night").is_err());
    /// ```
    pub fn read(line: &str) -> Result<Self, BadWindowLine> {
        let bad = || BadWindowLine(line.trim().to_owned());
        let plain = line.to_lowercase().replace(['–', '—', '−'], "-").replace(" to ", "-");
        let first_digit = plain.find(|c: char| c.is_ascii_digit()).ok_or_else(bad)?;
        let (days, times) = plain.split_at(first_digit);
        let (from, rest) = times.split_once('-').ok_or_else(bad)?;
        let rest = rest.trim();
        let digit = rest.find(|c: char| c.is_ascii_digit()).ok_or_else(bad)?;
        let (last, to) = rest.split_at(digit);
        let (to, after) = to.split_once(" after ").unwrap_or((to, ""));
        let days = days_of(days).ok_or_else(bad)?;
        let plus_days = match (last.trim(), after.split(' ').next().unwrap_or_default()) {
            ("", "") => None,
            ("", after) => Some(after.parse().map_err(|_| bad())?),
            (last, _) => Some(plus(&days, last, from.trim(), to.trim()).ok_or_else(bad)?),
        };
        Ok(Self {
            days,
            from: from.trim().to_owned(),
            to: to.trim().to_owned(),
            plus_days,
        })
    }

    /// The line that is read as this.
    ///
    /// ```
    /// use domain::rota::WrittenWindow;
    /// for line in [
    ///     "Mon–Fri 17:30 – 09:00",
    ///     "Fri 17:30 – Mon 09:00",
    ///     "Mon–Sun 00:00 – 24:00",
    ///     "Mon, Thu 17:30 – 09:00 after 2 days",
    /// ] {
    ///     assert_eq!(WrittenWindow::read(line).unwrap().line(), line);
    /// }
    /// ```
    pub fn line(&self) -> String {
        match WeeklyWindow::try_from(self.clone()) {
            Ok(window) => window.to_string(),
            // What is at fault stands as it was written.
            Err(_) => format!("{} {}–{}", self.days.join(", "), self.from, self.to),
        }
    }
}

/// The words of days and ranges of days.
fn days_of(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if ["daily", "every day", "all days", "all"].contains(&text) {
        return Some(Vec::from(Days::ALL).into_iter().map(str::to_owned).collect());
    }
    let spaced = text.replace(" - ", "-").replace(" -", "-").replace("- ", "-");
    let words = spaced.split([',', ' ', '+', '&']).filter(|word| !word.is_empty());
    let mut days = Vec::new();
    for word in words {
        match word.split_once('-') {
            None => days.push(word.to_owned()),
            Some((first, last)) => {
                let (first, last) = (Days::day(first).ok()?, Days::day(last).ok()?);
                days.extend(range(first, last));
            }
        }
    }
    (!days.is_empty()).then_some(days)
}

fn range(first: Weekday, last: Weekday) -> Vec<String> {
    let mut day = first;
    let mut days = vec![key(day)];
    while day != last {
        day = day.succ();
        days.push(key(day));
    }
    days
}

fn key(day: Weekday) -> String {
    day.to_string().to_lowercase()
}

/// How many midnights lie between the one day that it starts on and the day that it ends on.
fn plus(days: &[String], last: &str, from: &str, to: &str) -> Option<u8> {
    let [first] = days else { return None };
    let (first, last) = (Days::day(first).ok()?, Days::day(last).ok()?);
    let ahead = (7 + last.num_days_from_monday() - first.num_days_from_monday()) % 7;
    // From Friday to Friday is a week, unless it ends later on the same day.
    let plus = if ahead == 0 && to <= from { 7 } else { ahead };
    u8::try_from(plus).ok()
}
