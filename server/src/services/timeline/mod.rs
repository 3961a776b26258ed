//! A rota's time: drawn to scale, and by day.

mod agenda;
mod bars;
mod calendar;
mod context;
mod many;
mod people;
mod scale;
mod view;

use super::{
    Desk, Reader, Result,
    drafts::Marks,
    rotas::{find, named},
    wording,
};
use crate::{
    bidi::isolated,
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use app::timeline::{Chart, Look, PersonLane, RotaTimeline, Shade, Turn};
use async_trait::async_trait;
use bars::{Piece, Pieces};
use context::Context;
use domain::{
    Instant, PersonId, Role, Span,
    rota::Shift,
    timeline::{Held, on_call},
};
use scale::Scale;
use view::{Dates, Layout, View, between, date, later};

/// How far around the window duty is read, so that what reaches into it is said whole.
const AROUND_SECONDS: i64 = 70 * 86_400;
/// How many coming turns are listed.
const TURNS: usize = 8;
/// The most days of a draft that are drawn.
const MOST_DRAFT_DAYS: u64 = 371;

#[async_trait]
impl app::timeline::Port for Desk {
    async fn timeline(&self, slug: String, look: Look) -> Result<RotaTimeline> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let rota = find(&snapshot, &slug)?;
        let zone = &rota.rules.zone;
        let (view, layout) = (View::of(&look.view), Layout::of(&look.layout));
        let today = zone.local(reader.now).date();
        let asked = date(&look.from);
        let dates = Dates::of(view, layout, asked, today);
        let (first, last) = (dates.first, dates.last);
        let window = between(zone, first, last);
        let wide = Span::new(window.start() - AROUND_SECONDS, window.end() + AROUND_SECONDS).unwrap_or(window);
        let published = self.tandem.store.shifts(rota.record.id, wide).await?;
        let draft = self.draft_ahead(&snapshot, &rota).await?;
        let context = self.context(&snapshot, &rota, wide, &reader).await?;

        let mut pieces = Pieces::new(&snapshot, &rota, self.actor.person(), &reader, &context);
        pieces.add_duty(wide, &published, view.by_stretch());
        pieces.add_draft(&draft, view.by_stretch(), &Marks::default());
        let pieces = pieces.within(window);
        let scale = Scale::new(&rota.rules, window, first, last, view.key());
        // A calendar stays in its month, whatever day of it was asked for.
        let month = later(first, 6);
        let month = asked.filter(|_| layout == Layout::Calendar).unwrap_or(match layout {
            Layout::Calendar => today,
            _ => month,
        });
        Ok(RotaTimeline {
            heading: self.heading(&snapshot, &rota),
            view: view.key().to_owned(),
            layout: layout.key().to_owned(),
            title: match layout {
                Layout::Calendar => month.format("%B %Y").to_string(),
                _ if view == View::Day => reader.style.day(first, today),
                _ => reader.style.dates(first, last.pred_opt().unwrap_or(last)),
            },
            from: asked.unwrap_or(first).to_string(),
            earlier: dates.earlier.to_string(),
            later: dates.later.to_string(),
            chart: chart(&snapshot, &rota, &scale, &pieces, &reader),
            people: match layout {
                Layout::People => self.person_lanes(&snapshot, &rota, &scale, &pieces).await?,
                _ => Vec::new(),
            },
            weeks: match layout {
                Layout::Calendar => calendar::weeks(&rota.rules, (first, last), month, &pieces, &reader),
                _ => Vec::new(),
            },
            days: agenda::days(&scale, &pieces, &reader),
            handovers: self.turns(&snapshot, &rota, &draft, &reader).await?,
            unfit: self.unfit_ahead(&snapshot, &rota, &reader),
            offered: context.offered(&snapshot, &rota, &reader),
            anything: rota.record.planned.is_some() || !draft.is_empty(),
            news: self.cover_news(&snapshot, &rota, &look.made, &look.changed).await?,
        })
    }

    async fn many(&self, look: Look, page: usize) -> Result<app::timeline::ManyRotas> {
        self.many_rotas(&look, page)
    }
}

impl Desk {
    /// The shifts of the draft that lie after the published end, for those who may see it.
    async fn draft_ahead(&self, snapshot: &Snapshot, rota: &RotaImage) -> Result<Vec<Shift>> {
        if !self.manages(snapshot, rota.record.team) {
            return Ok(Vec::new());
        }
        let end = rota.record.planned.map_or(Instant::MIN, |planned| planned.end());
        let draft = DraftRecord::newest(&mut *self.tandem.store.read().await?, rota.record.id).await?;
        let shifts = draft.map(|draft| draft.shifts).unwrap_or_default();
        Ok(shifts.into_iter().filter(|shift| shift.span.start() >= end).collect())
    }

    /// A lane for each member, with their leave for those who may see it.
    async fn person_lanes(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        scale: &Scale<'_>,
        pieces: &[Piece],
    ) -> Result<Vec<PersonLane>> {
        let team = rota.record.team;
        let members: Vec<PersonId> = super::planning::members(snapshot, team)
            .into_iter()
            .map(|(person, ..)| person)
            .collect();
        let leave = match self.sees_leave(snapshot, team) {
            true => self.tandem.store.leave(scale.window).await?,
            false => Vec::new(),
        };
        let leave: Vec<(PersonId, Span)> = leave.iter().map(|one| (one.person, one.span)).collect();
        Ok(people::lanes(snapshot, scale, pieces, &members, &leave))
    }

    async fn turns(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        draft: &[Shift],
        reader: &Reader,
    ) -> Result<Vec<Turn>> {
        let now = reader.now;
        let Ok(ahead) = Span::new(now, now + AROUND_SECONDS) else {
            return Ok(Vec::new());
        };
        let published = self.tandem.store.shifts(rota.record.id, ahead).await?;
        let coming = |shift: &&Shift| shift.span.start() > now;
        let both = published
            .iter()
            .filter(coming)
            .map(|shift| (shift, false))
            .chain(draft.iter().filter(coming).map(|shift| (shift, true)));
        let person = |shift: &Shift, role| shift.pairing.holder(role).map(|id| named(snapshot, id));
        Ok(both
            .take(TURNS)
            .map(|(shift, draft)| Turn {
                at: wording::stamp(shift.span.start(), &rota.rules.zone, reader),
                to: shift.span.end(),
                lead: person(shift, Role::Lead),
                engineer: person(shift, Role::Engineer),
                draft,
            })
            .collect())
    }
}

/// Shifts of a draft drawn by themselves, a year of them at most.
pub(super) fn draft_chart(
    snapshot: &Snapshot,
    rota: &RotaImage,
    (span, shifts): (Span, &[Shift]),
    marks: &Marks,
    me: Option<PersonId>,
    reader: &Reader,
) -> Chart {
    let zone = &rota.rules.zone;
    let first = zone.local(span.start()).date();
    let end = zone.local(span.end() - 1).date();
    let last = later(end.min(later(first, MOST_DRAFT_DAYS)), 1);
    let nothing = Context::default();
    let zoom = match (last - first).num_days() {
        ..=8 => "week",
        9..=35 => "month",
        36..=100 => "quarter",
        _ => "year",
    };
    let window = between(zone, first, last);
    let mut pieces = Pieces::new(snapshot, rota, me, reader, &nothing);
    pieces.add_draft(shifts, zoom == "week", marks);
    chart(
        snapshot,
        rota,
        &Scale::new(&rota.rules, window, first, last, zoom),
        &pieces.within(window),
        reader,
    )
}

/// The end of the window for which nothing is published, nor drafted.
fn unplanned(rota: &RotaImage, scale: &Scale<'_>, pieces: &[Piece]) -> Option<Shade> {
    let from = rota.record.planned?.end();
    let x = scale.percent(from);
    let empty = x < 100.0 && pieces.iter().all(|piece| piece.span.start() < from);
    empty.then(|| Shade {
        kind: "unplanned".to_owned(),
        title: Some("Not planned yet".to_owned()),
        x,
        width: 100.0 - x,
    })
}

fn chart(snapshot: &Snapshot, rota: &RotaImage, scale: &Scale<'_>, pieces: &[Piece], reader: &Reader) -> Chart {
    let now = reader.now;
    let today = rota.rules.zone.local(now).date();
    let duty = on_call(&rota.duty, now);
    let lane = |held: &Option<Held>| {
        held.as_ref().map(|held| {
            let name = snapshot.directory().name(held.person);
            let first = name.split_whitespace().next().unwrap_or(name);
            format!("{}, {} left", isolated(first), wording::length(held.until - now))
        })
    };
    Chart {
        zone: rota.rules.zone.name().to_owned(),
        zoom: scale.zoom.to_owned(),
        start: scale.window.start(),
        end: scale.window.end(),
        clock: rota.rules.zone.cut(scale.window),
        style: [reader.style.dates.key().to_owned(), reader.style.clock.key().to_owned()],
        hours: scale.hours(reader),
        own_zone: own_zone(rota, scale, reader),
        clock_changes: scale.clock_changes(),
        months: scale.months(),
        days: scale.days(today),
        shades: unplanned(rota, scale, pieces)
            .into_iter()
            .chain(scale.shades())
            .collect(),
        grid: scale.grid(),
        now: scale.window.contains(now).then(|| scale.percent(now)),
        lanes: [lane(&duty.lead), lane(&duty.engineer)],
        bars: pieces.iter().map(|piece| piece.bar(scale)).collect(),
    }
}

/// The reader's zone, where its clocks show other times than those of the rota within the window.
fn own_zone(rota: &RotaImage, scale: &Scale<'_>, reader: &Reader) -> Option<String> {
    let own = reader.zone.as_ref()?;
    let differs = |at: Instant| own.local(at) != rota.rules.zone.local(at);
    (differs(scale.window.start()) || differs(scale.window.end())).then(|| own.name().to_owned())
}
