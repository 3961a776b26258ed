//! The same by day, for phones and for reading aloud.

use super::{
    super::{Reader, wording},
    bars::Piece,
    scale::Scale,
};
use app::timeline::{AgendaDay, AgendaItem, BarKind};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The days on which something begins, or is under way where the window begins.
pub(super) fn days(scale: &Scale<'_>, pieces: &[Piece], reader: &Reader) -> Vec<AgendaDay> {
    let zone = &scale.rules.zone;
    let today = zone.local(reader.now).date();
    let mut by_date: BTreeMap<NaiveDate, Vec<&Piece>> = BTreeMap::new();
    for piece in pieces.iter().filter(|piece| piece.kind != BarKind::Covered) {
        let start = piece.span.start().max(scale.window.start());
        by_date.entry(zone.local(start).date()).or_default().push(piece);
    }
    let mut days: Vec<AgendaDay> = Vec::new();
    for date in scale.dates() {
        let mut pieces = by_date.remove(date).unwrap_or_default();
        if pieces.is_empty() {
            continue;
        }
        pieces.sort_by_key(|piece| (piece.span.start(), piece.role));
        days.push(AgendaDay {
            weekday: date.format("%a").to_string(),
            date: date.format("%-d").to_string(),
            month: date.format("%b").to_string(),
            today: *date == today,
            holiday: scale.rules.holidays.name(*date).map(str::to_owned),
            items: pieces.into_iter().map(|piece| item(scale, piece, reader)).collect(),
        });
    }
    days
}

fn item(scale: &Scale<'_>, piece: &Piece, reader: &Reader) -> AgendaItem {
    let zone = &scale.rules.zone;
    let until = wording::end_words(piece.span, zone, reader);
    let under_way = piece.span.start() < scale.window.start();
    AgendaItem {
        role: piece.role,
        kind: piece.kind,
        person: piece.person.clone(),
        when: if under_way {
            format!("until {until}")
        } else {
            let from = wording::time(piece.span.start(), zone, reader.style);
            format!("{from} – {until}")
        },
        beside: wording::span_beside(piece.span, zone, reader),
        from: piece.span.start(),
        to: piece.span.end(),
        detail: match &piece.note {
            Some(note) => format!("{} · {note}", piece.length()),
            None => piece.length(),
        },
        offer: piece.offer.clone(),
        may_offer: piece.may_offer,
    }
}
