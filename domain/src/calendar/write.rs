//! The feed as text.

use super::text::{is_blank, push_lines, push_list, push_text, push_value};
use super::{Event, Feed};
use crate::Instant;

/// Shown when a feed has no name that can be written.
const NAMELESS: &str = "Tandem";

/// RFC 5545, 3.8.7.4: an INTEGER.
const MOST_SEQUENCE: u32 = i32::MAX as u32;

/// The feed as iCalendar text, to be served as `text/calendar; charset=utf-8`. Bytes depend on the feed alone.
///
/// Control characters are dropped and runs of blanks become one; events that do not end after they start are left out,
/// as is whatever is empty. Times are UTC, and events show as free: being on call is not being in a meeting.
///
/// ```
/// use domain::calendar::{Feed, write};
/// let text = write(&Feed { name: "Payments, nights".to_owned(), events: vec![] });
/// assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
/// assert!(text.contains("\r\nNAME:Payments\\, nights\r\n"));
/// ```
pub fn write(feed: &Feed) -> String {
    let mut out = String::with_capacity(512 + 640 * feed.events.len());
    push_value(&mut out, "BEGIN", "VCALENDAR");
    push_value(&mut out, "VERSION", "2.0");
    push_value(&mut out, "PRODID", "-//Tandem//Tandem//EN");
    push_value(&mut out, "CALSCALE", "GREGORIAN");
    push_name(&mut out, &feed.name);
    push_value(&mut out, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    push_value(&mut out, "X-PUBLISHED-TTL", "PT1H");
    for event in feed.events.iter().filter(|event| event.start < event.end) {
        push_event(&mut out, event);
    }
    push_value(&mut out, "END", "VCALENDAR");
    out
}

/// The name twice: NAME is RFC 7986, X-WR-CALNAME is what clients read.
fn push_name(out: &mut String, name: &str) {
    let name = if is_blank(name) { NAMELESS } else { name };
    push_text(out, "NAME", name);
    push_text(out, "X-WR-CALNAME", name);
}

fn push_event(out: &mut String, event: &Event) {
    push_value(out, "BEGIN", "VEVENT");
    push_text(out, "UID", &event.uid);
    push_value(out, "DTSTAMP", &utc(event.last_modified));
    push_value(out, "LAST-MODIFIED", &utc(event.last_modified));
    push_value(out, "SEQUENCE", &event.sequence.min(MOST_SEQUENCE).to_string());
    push_value(out, "DTSTART", &utc(event.start));
    push_value(out, "DTEND", &utc(event.end));
    push_text(out, "SUMMARY", &event.summary);
    push_lines(out, "DESCRIPTION", &event.description);
    push_list(out, "CATEGORIES", event.categories.iter().map(String::as_str));
    push_value(
        out,
        "URL",
        event.url.as_deref().filter(|url| is_link(url)).unwrap_or_default(),
    );
    push_value(out, "STATUS", "CONFIRMED");
    push_value(out, "TRANSP", "TRANSPARENT");
    push_value(out, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
    push_text(out, "X-TANDEM-ROTA", &event.rota);
    push_value(out, "X-TANDEM-ROLE", event.role.key());
    push_text(out, "X-TANDEM-PERSON", &event.person);
    push_value(out, "END", "VEVENT");
}

/// A URI value is written as it is, so it must not be able to end its line.
fn is_link(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(|c| c.is_ascii_graphic())
}

fn utc(at: Instant) -> String {
    at.utc().format("%Y%m%dT%H%M%SZ").to_string()
}
