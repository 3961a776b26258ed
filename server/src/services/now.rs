//! The board: every rota as it stands.

use super::{Desk, Reader, Result, session::held_by, wording};
use crate::{
    bidi::isolated,
    collation,
    snapshot::{RotaImage, Snapshot},
};
use app::now::{Board, Card, Holder, Lane, NextPair, Week, WeekBar, WeekDay};
use async_trait::async_trait;
use chrono::{Datelike as _, Days, NaiveTime, Weekday};
use domain::{
    Instant, PersonId, Role, Span,
    timeline::{DutyRow, Held, OnCall, State, Via, on_call},
};

const WEEK_SECONDS: i64 = 7 * 86_400;

#[async_trait]
impl app::now::Port for Desk {
    async fn board(&self) -> Result<Board> {
        self.may_look()?;
        let me = self.actor.person();
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut cards: Vec<Card> = snapshot
            .rotas()
            .filter(|rota| !snapshot.directory().is_archived(rota.record.team, reader.now))
            .map(|rota| self.card(&snapshot, rota, me, &reader))
            .collect();
        cards.sort_by_cached_key(|card| {
            (
                card.mine.is_none(),
                !card.my_team,
                card.gap.is_none(),
                card.conflicts.is_empty(),
                collation::key(&card.rota),
                card.slug.clone(),
            )
        });
        let zone = self.own_zone(&snapshot);
        let mut at = wording::stamp(reader.now, &zone, &reader);
        at.text = format!("{}, {}", at.text, wording::zone_name(&zone));
        let any_team = snapshot.directory().teams().next().is_some();
        Ok(Board { at, cards, any_team })
    }
}

impl Desk {
    pub(super) fn card(&self, snapshot: &Snapshot, rota: &RotaImage, me: Option<PersonId>, reader: &Reader) -> Card {
        let (directory, now) = (snapshot.directory(), reader.now);
        let duty = on_call(&rota.duty, now);
        let (conflicts, more_conflicts) = self.unfit_soon(snapshot, rota, reader);
        let team = directory.team(rota.record.team);
        let contacts = self.sees_contacts(snapshot, rota.record.team);
        let person = |held: &Option<Held>| held.as_ref().map(|held| held.person);
        let mine = held_by(me, person(&duty.lead), person(&duty.engineer));
        let take = |role: Role| {
            let me = me.filter(|_| mine.is_none() && duty.state == State::Covered && !self.only_reads())?;
            let place = directory.member(rota.record.team, me)?;
            place.qualification.filter(|qualification| qualification.allows(role))?;
            let (slug, key) = (&rota.record.slug, role.key());
            Some(format!("/rotas/{slug}/cover?role={key}&{key}={me}&preview=yes"))
        };
        let lane = |role: Role, held: &Option<Held>| Lane {
            role,
            take: take(role),
            holder: held.as_ref().map(|held| holder(snapshot, rota, held, contacts, reader)),
        };
        Card {
            slug: rota.record.slug.clone(),
            rota: rota.record.name.clone(),
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            team_slug: team.map(|team| team.slug.clone()).unwrap_or_default(),
            zone: wording::zone_name(&rota.rules.zone),
            state: state_key(duty.state).to_owned(),
            mine,
            my_team: me.is_some_and(|me| directory.member(rota.record.team, me).is_some()),
            covered: [&duty.lead, &duty.engineer]
                .into_iter()
                .flatten()
                .any(|held| held.via == Via::Cover),
            lanes: [lane(Role::Lead, &duty.lead), lane(Role::Engineer, &duty.engineer)],
            gap: gap_words(&duty, rota, reader),
            conflicts,
            more_conflicts,
            handover: self.handover_card(snapshot, rota, me, reader),
            next: duty.next.as_ref().map(|next| NextPair {
                at: wording::soon(next.at, &rota.rules.zone, reader),
                lead: next.lead.map(|id| directory.name(id).to_owned()),
                engineer: next.engineer.map(|id| directory.name(id).to_owned()),
            }),
            week: week(snapshot, rota, reader),
        }
    }
}

/// The word for a state in data.
pub(crate) const fn state_key(state: State) -> &'static str {
    match state {
        State::Covered => "covered",
        State::Off => "off",
        State::Unplanned => "unplanned",
    }
}

fn holder(snapshot: &Snapshot, rota: &RotaImage, held: &Held, contacts: bool, reader: &Reader) -> Holder {
    let person = snapshot.directory().person(held.person);
    Holder {
        id: held.person.to_string(),
        name: snapshot.directory().name(held.person).to_owned(),
        until: wording::soon(held.until, &rota.rules.zone, reader),
        left: format!("{} left", wording::length(held.until - reader.now)),
        phone: person
            .filter(|_| contacts)
            .and_then(|person| person.contacts.phone().map(str::to_owned)),
    }
}

fn gap_words(duty: &OnCall, rota: &RotaImage, reader: &Reader) -> Option<String> {
    let roles = match duty.gap.as_slice() {
        [] => return None,
        [one] => format!("No {one}"),
        _ => "No Lead and no Engineer".to_owned(),
    };
    Some(match duty.changes_at {
        Some(end) => format!(
            "{roles} until {} · {}",
            wording::soon_said(end, &rota.rules.zone, reader),
            wording::length(end - reader.now)
        ),
        None => roles,
    })
}

/// The coming seven days, to scale.
fn week(snapshot: &Snapshot, rota: &RotaImage, reader: &Reader) -> Week {
    let Ok(window) = Span::new(reader.now, reader.now + WEEK_SECONDS) else {
        return Week::default();
    };
    Week {
        days: week_days(rota, window),
        bars: week_bars(snapshot, rota, window, reader),
    }
}

pub(crate) fn percent(window: Span, at: Instant) -> f64 {
    // Seven days of seconds are exact in a double.
    (at - window.start()) as f64 * 100.0 / window.seconds() as f64
}

pub(crate) fn week_days(rota: &RotaImage, window: Span) -> Vec<WeekDay> {
    let zone = &rota.rules.zone;
    let mut days = Vec::new();
    let mut date = zone.local(window.start()).date();
    while let Some(tomorrow) = date.checked_add_days(Days::new(1)) {
        let start = zone.instant(date.and_time(NaiveTime::MIN)).max(window.start());
        let end = zone.instant(tomorrow.and_time(NaiveTime::MIN)).min(window.end());
        if start >= window.end() {
            break;
        }
        let (x, until) = (percent(window, start), percent(window, end));
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        days.push(WeekDay {
            name: date.format("%a").to_string(),
            x,
            width: until - x,
            shaded: weekend || rota.rules.holidays.contains(date),
        });
        date = tomorrow;
    }
    days
}

fn week_bars(snapshot: &Snapshot, rota: &RotaImage, window: Span, reader: &Reader) -> Vec<WeekBar> {
    let mut bars = Vec::new();
    let first = rota
        .duty
        .partition_point(|row| row.starts_at <= window.start())
        .saturating_sub(1);
    for (index, row) in rota.duty.iter().enumerate().skip(first) {
        let end = rota.duty.get(index + 1).map_or(Instant::MAX, |next| next.starts_at);
        let Some(span) = Span::new(row.starts_at, end)
            .ok()
            .and_then(|span| span.intersection(&window))
        else {
            if row.starts_at >= window.end() { break } else { continue }
        };
        if row.state == State::Covered {
            bars.extend(Role::BOTH.map(|role| bar(snapshot, rota, (window, span), row, role, reader)));
        }
    }
    bars
}

fn bar(
    snapshot: &Snapshot,
    rota: &RotaImage,
    (window, span): (Span, Span),
    row: &DutyRow,
    role: Role,
    reader: &Reader,
) -> WeekBar {
    let name = row
        .pairing
        .holder(role)
        .map(|id| snapshot.directory().name(id).to_owned());
    let (x, until) = (percent(window, span.start()), percent(window, span.end()));
    let title = format!(
        "{role}: {}, {}",
        name.as_deref().map_or("nobody".into(), isolated),
        wording::span_words(span, &rota.rules.zone, reader)
    );
    WeekBar {
        role,
        x,
        width: until - x,
        name,
        title,
    }
}
