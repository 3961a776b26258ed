//! Instants and lengths of time in words.

use app::components::Stamp;
use chrono::Datelike as _;
use domain::{Instant, Zone};

/// `Mon 30 Nov 09:00` in `zone`; with the year when it is not that of `now`.
pub(crate) fn stamp(at: Instant, zone: &Zone, now: Instant) -> Stamp {
    let (local, today) = (zone.local(at), zone.local(now));
    let format = if local.year() == today.year() { "%a %-d %b %H:%M" } else { "%a %-d %b %Y %H:%M" };
    Stamp { at, text: local.format(format).to_string() }
}

/// `2 d 4 h`, `3 h 5 min`, `12 min`: two units at most, rounded down.
pub(crate) fn length(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, rest) => format!("{rest} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, rest) => format!("{hours} h {rest} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// A zone as people say it: `Europe/London` is `London time`, with its present offset.
pub(crate) fn zone_name(zone: &Zone) -> String {
    let city = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
    if city == "UTC" { city } else { format!("{city} time") }
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_use_two_units() {
        assert_eq!(length(59), "0 min");
        assert_eq!(length(3600), "1 h");
        assert_eq!(length(3 * 3600 + 300), "3 h 5 min");
        assert_eq!(length(52 * 3600), "2 d 4 h");
        assert_eq!(length(-5), "0 min");
    }
}
