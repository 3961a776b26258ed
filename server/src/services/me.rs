//! My shifts: what the viewer has to do, next and later.

use super::{Desk, Reader, Result, feeds::rota_stretches, wording};
use crate::snapshot::{RotaImage, Snapshot};
use app::{
    handover::HandoverCard,
    me::{Month, MyShifts, NextTurn, TurnRow},
};
use async_trait::async_trait;
use chrono::{Datelike as _, Days};
use domain::{Instant, PersonId, Role, ShiftId, Span, Zone};
use std::{borrow::Cow, sync::Arc};

/// What one person does in one role of one shift.
pub(super) struct Turn {
    pub rota: Arc<RotaImage>,
    pub role: Role,
    pub shift: ShiftId,
    /// In order of time, never empty.
    pub spans: Vec<Span>,
    /// Who holds the other role meanwhile; `None` is a gap.
    partners: Vec<Option<PersonId>>,
}

impl Turn {
    fn whole(&self) -> Option<Span> {
        Span::new(self.spans.first()?.start(), self.spans.last()?.end()).ok()
    }

    fn seconds(&self) -> i64 {
        self.spans.iter().map(Span::seconds).sum()
    }
}

/// All turns of a person on every rota, in order of start.
pub(super) fn turns(snapshot: &Snapshot, person: PersonId) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for rota in snapshot.rotas() {
        let from = turns.len();
        for stretch in rota_stretches(rota, Some(person)) {
            let piece = stretch.piece;
            match turns[from..]
                .iter_mut()
                .find(|turn| (turn.shift, turn.role) == (piece.shift, piece.role))
            {
                Some(turn) => {
                    turn.spans.push(piece.span);
                    turn.partners.extend(stretch.partners);
                }
                None => turns.push(Turn {
                    rota: Arc::clone(rota),
                    role: piece.role,
                    shift: piece.shift,
                    spans: vec![piece.span],
                    partners: stretch.partners,
                }),
            }
        }
    }
    turns.sort_by_key(|turn| (turn.whole(), turn.role));
    turns
}

/// The page that covers a stretch of a role.
pub(super) fn cover_link(slug: &str, role: Role, span: Span, zone: &Zone) -> String {
    link("cover", slug, role, span, zone)
}

/// The page that offers a stretch of a role.
pub(super) fn offer_link(slug: &str, role: Role, span: Span, zone: &Zone) -> String {
    link("offer", slug, role, span, zone)
}

fn link(page: &str, slug: &str, role: Role, span: Span, zone: &Zone) -> String {
    let (from, to) = (
        wording::local_field(span.start(), zone),
        wording::local_field(span.end(), zone),
    );
    format!("/rotas/{slug}/{page}?role={}&from={from}&to={to}", role.key())
}

#[async_trait]
impl app::me::Port for Desk {
    async fn my_shifts(&self) -> Result<MyShifts> {
        self.shifts_of(&self.person()?.to_string()).await
    }
}

impl Desk {
    /// Duty, leave and wishes of somebody the actor may act for.
    ///
    /// # Errors
    /// `Forbidden`, and `NotFound` for nobody who is active.
    pub(crate) async fn shifts_of(&self, person: &str) -> Result<MyShifts> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let person = self.acting_for(&snapshot, person)?;
        let zone = snapshot.directory().zone(person.id);
        let turns = turns_after(&snapshot, person.id, reader.now);
        let leave = self.leave_rows(&snapshot, person.id, &reader).await?;
        let wishes = match self.may_have_wishes(&snapshot, person.id) {
            Ok(()) => Some(self.wish_rows(&snapshot, person.id).await?),
            Err(_) => None,
        };
        let next = next(&snapshot, &turns, &zone, &reader);
        let cards = snapshot
            .rotas()
            .filter_map(|rota| self.handover_card(&snapshot, rota, Some(person.id), &reader));
        let mut handovers: Vec<HandoverCard> = cards.filter(|card| card.mine).collect();
        handovers.sort_by(|one, other| one.slug.cmp(&other.slug));
        Ok(MyShifts {
            handovers,
            zone: wording::zone_name(&zone),
            next,
            months: months(&snapshot, &turns, &zone, &reader),
            leave,
            leave_key: self.tandem.new_id().to_string(),
            leave_seen: snapshot.revision().to_string(),
            days_off: self.own_days_off(&snapshot, person.id).await?,
            wishes,
        })
    }
}

/// Those of a person's turns that are not over.
fn turns_after(snapshot: &Snapshot, person: PersonId, now: Instant) -> Vec<Turn> {
    let mut turns = turns(snapshot, person);
    turns.retain(|turn| turn.whole().is_some_and(|span| span.end() > now));
    turns
}

/// A person's turns that are not over, in words.
pub(super) fn turns_ahead(snapshot: &Snapshot, person: PersonId, zone: &Zone, reader: &Reader) -> Vec<TurnRow> {
    let turns = turns_after(snapshot, person, reader.now);
    let rows = turns
        .iter()
        .filter_map(|turn| Some(turn_row(snapshot, turn, turn.whole()?, zone, reader)));
    rows.collect()
}

/// What is on now, or comes first.
fn next(snapshot: &Snapshot, turns: &[Turn], zone: &Zone, reader: &Reader) -> Option<NextTurn> {
    let now = reader.now;
    let ahead = turns
        .iter()
        .flat_map(|turn| turn.spans.iter().map(move |span| (turn, *span)));
    let (turn, span) = ahead
        .filter(|(_, span)| span.end() > now)
        .min_by_key(|(_, span)| *span)?;
    let on_now = span.contains(now);
    let at = if on_now { span.end() } else { span.start() };
    let left = wording::length(at - now);
    let ahead = Span::new(span.start().max(now), span.end()).unwrap_or(span);
    let (slug, zone_there) = (&turn.rota.record.slug, &turn.rota.rules.zone);
    Some(NextTurn {
        role: turn.role,
        rota: turn.rota.record.name.clone(),
        slug: turn.rota.record.slug.clone(),
        on_now,
        at: wording::stamp(at, zone, &reader.with_beside(&turn.rota.rules.zone)),
        left: if on_now {
            format!("{left} left")
        } else {
            format!("in {left}")
        },
        partners: partner_words(snapshot, &turn.partners),
        cover: cover_link(slug, turn.role, ahead, zone_there),
        offer: offer_link(slug, turn.role, ahead, zone_there),
    })
}

fn partner_words(snapshot: &Snapshot, partners: &[Option<PersonId>]) -> String {
    let mut names: Vec<Cow<'_, str>> = Vec::new();
    let name = |id| snapshot.directory().name_in_words(id);
    for name in partners.iter().map(|partner| partner.map_or("nobody".into(), name)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    format!("with {}", names.join(", then "))
}

fn months(snapshot: &Snapshot, turns: &[Turn], zone: &Zone, reader: &Reader) -> Vec<Month> {
    let mut months: Vec<(i32, u32, i64, Month)> = Vec::new();
    for turn in turns {
        let Some(whole) = turn.whole() else { continue };
        let start = zone.local(whole.start());
        let (year, month) = (start.year(), start.month());
        let row = turn_row(snapshot, turn, whole, zone, reader);
        match months.last_mut() {
            Some((y, m, seconds, last)) if (*y, *m) == (year, month) => {
                *seconds += turn.seconds();
                last.turns.push(row);
            }
            _ => {
                let this_year = zone.local(reader.now).year() == year;
                let title = start.format(if this_year { "%B" } else { "%B %Y" }).to_string();
                months.push((
                    year,
                    month,
                    turn.seconds(),
                    Month {
                        title,
                        summary: String::new(),
                        turns: vec![row],
                    },
                ));
            }
        }
    }
    months
        .into_iter()
        .map(|(_, _, seconds, month)| {
            let shifts = if month.turns.len() == 1 {
                "1 shift".to_owned()
            } else {
                format!("{} shifts", month.turns.len())
            };
            Month {
                summary: format!("{shifts} · {}", wording::hours(seconds)),
                ..month
            }
        })
        .collect()
}

fn turn_row(snapshot: &Snapshot, turn: &Turn, whole: Span, zone: &Zone, reader: &Reader) -> TurnRow {
    let start = zone.local(whole.start());
    let from_now = Span::new(whole.start().max(reader.now), whole.end()).unwrap_or(whole);
    TurnRow {
        weekday: start.format("%a").to_string(),
        day: start.day().to_string(),
        rota: turn.rota.record.name.clone(),
        slug: turn.rota.record.slug.clone(),
        role: turn.role,
        when: wording::span_plainly(whole, zone, reader),
        beside: wording::span_beside(whole, zone, &reader.with_beside(&turn.rota.rules.zone)),
        partners: partner_words(snapshot, &turn.partners),
        length: wording::hours(turn.seconds()),
        holiday: holiday(turn),
        cover: cover_link(&turn.rota.record.slug, turn.role, from_now, &turn.rota.rules.zone),
        offer: offer_link(&turn.rota.record.slug, turn.role, from_now, &turn.rota.rules.zone),
    }
}

/// The first bank holiday that the turn serves.
fn holiday(turn: &Turn) -> Option<String> {
    let rules = &turn.rota.rules;
    turn.spans.iter().find_map(|span| {
        let (first, last) = (
            rules.zone.local(span.start()).date(),
            rules.zone.local(span.end() - 1).date(),
        );
        let days = std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)));
        days.take_while(|day| *day <= last)
            .take(400)
            .find_map(|day| rules.holidays.name(day).map(str::to_owned))
    })
}
