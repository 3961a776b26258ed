//! What a form about a call-out says.

use super::super::{Faults, Result, wording};
use crate::snapshot::Snapshot;
use app::{AppError, call_outs::CallOutForm};
use domain::{CallOutId, Instant, PersonId, RotaId, pay::Place};

/// The longest reason.
const REASON_CHARACTERS: usize = 200;
/// The longest that one may have been that has just ended: a day.
const MOST_MINUTES: i64 = 1_440;

/// A call-out as it was entered.
pub(super) struct Entry {
    pub key: Option<CallOutId>,
    pub rota: Option<RotaId>,
    pub start: Instant,
    /// None while it goes on.
    pub end: Option<Instant>,
    pub place: Place,
    pub reason: String,
}

/// Reads a form: with its times, as just ended, or as beginning now.
pub(super) fn entry(form: &CallOutForm, snapshot: &Snapshot, person: PersonId, now: Instant) -> Result<Entry> {
    let mut faults = Faults::default();
    let times = times(form, snapshot, person, now, &mut faults);
    let place = match form.place.trim() {
        "" => Some(Place::Remote),
        word => faults.take("place", word.parse::<Place>()),
    };
    let rota = match form.rota.trim() {
        "" => None,
        slug => {
            let found = snapshot.rota_by_slug(slug).map(|rota| rota.record.id);
            faults.take("rota", found.ok_or_else(|| format!("There is no rota ‘{slug}’.")))
        }
    };
    let key = match form.key.trim() {
        "" => None,
        key => faults.take("key", key.parse().map_err(|_| format!("‘{key}’ is not a UUID."))),
    };
    let reason = form.reason.trim().to_owned();
    let characters = reason.chars().count();
    if characters > REASON_CHARACTERS {
        faults.note(
            "reason",
            format!("{characters} characters: a reason has at most {REASON_CHARACTERS}."),
        );
    }
    // Who was just called has both hands full: the reason can be given later.
    if reason.is_empty() && !form.from.trim().is_empty() {
        faults.note("reason", "Say what it was about: it stands on the statement.");
    }
    faults.check()?;
    let ((start, end), place) = times
        .zip(place)
        .ok_or_else(|| AppError::field("from", "Say when it began."))?;
    Ok(Entry {
        key,
        rota,
        start,
        end,
        place,
        reason,
    })
}

type Times = (Instant, Option<Instant>);

fn times(
    form: &CallOutForm,
    snapshot: &Snapshot,
    person: PersonId,
    now: Instant,
    faults: &mut Faults,
) -> Option<Times> {
    let minute = Instant::from_seconds(now.seconds() - now.seconds().rem_euclid(60));
    match (form.from.trim(), form.to.trim(), form.minutes.trim()) {
        ("", "", "") => Some((minute, None)),
        ("", "", minutes) => {
            let number = minutes.parse::<i64>().ok().filter(|it| (1..=MOST_MINUTES).contains(it));
            let number = number.ok_or_else(|| format!("‘{minutes}’: give 1 to {MOST_MINUTES} minutes."));
            let number = faults.take("minutes", number)?;
            Some((minute - number * 60, Some(minute)))
        }
        (from, to, "") => {
            let zone = snapshot.directory().zone(person);
            let start = faults.take("from", wording::instant(from, &zone));
            let end = faults.take("to", wording::instant(to, &zone));
            let (start, end) = start.zip(end)?;
            if end <= start {
                faults.note("to", "It has to end after it begins.");
                return None;
            }
            Some((start, Some(end)))
        }
        _ => {
            faults.note("minutes", "Give either its times or its minutes, not both.");
            None
        }
    }
}
