//! A rota's time: drawn to scale, and by day.

mod agenda;
mod bars;
mod scale;

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
use app::timeline::{Chart, RotaTimeline, Turn};
use async_trait::async_trait;
use bars::Pieces;
use chrono::{Datelike as _, Days, NaiveDate, NaiveTime};
use domain::{
    Instant, PersonId, Role, Span, Zone,
    rota::Shift,
    timeline::{Held, on_call},
};
use scale::Scale;

/// How far around the window duty is read, so that what reaches into it is said whole.
const AROUND_SECONDS: i64 = 70 * 86_400;
/// How many coming turns are listed.
const TURNS: usize = 8;
/// The most days of a draft that are drawn.
const MOST_DRAFT_DAYS: u64 = 371;

#[async_trait]
impl app::timeline::Port for Desk {
    async fn timeline(&self, slug: String, from: Option<String>, view: Option<String>) -> Result<RotaTimeline> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let rota = find(&snapshot, &slug)?;
        let zone = &rota.rules.zone;
        let view = View::of(view.as_deref());
        let first = from
            .and_then(|text| date(&text))
            .unwrap_or_else(|| view.around(zone.local(reader.now).date()));
        let last = later(first, view.days());
        let window = between(zone, first, last);
        let wide = Span::new(window.start() - AROUND_SECONDS, window.end() + AROUND_SECONDS).unwrap_or(window);
        let published = self.tandem.store.shifts(rota.record.id, wide).await?;
        let draft = self.draft_ahead(&snapshot, &rota).await?;

        let me = self.actor.person();
        let by_stretch = view == View::Week;
        let mut pieces = Pieces::new(&snapshot, &rota, me, &reader);
        pieces.add_duty(wide, &published, by_stretch);
        pieces.add_draft(&draft, by_stretch, &Marks::default());
        let pieces = pieces.within(window);
        let scale = Scale::new(&rota.rules, window, first, last, view.zoom());
        Ok(RotaTimeline {
            heading: self.heading(&snapshot, &rota),
            view: view.key().to_owned(),
            title: reader.style.dates(first, last.pred_opt().unwrap_or(last)),
            from: first.to_string(),
            earlier: earlier(first, view.days()).to_string(),
            later: last.to_string(),
            chart: chart(&snapshot, &rota, &scale, &pieces, reader.now),
            days: agenda::days(&scale, &pieces, &reader),
            handovers: self.turns(&snapshot, &rota, &draft, &reader).await?,
            unfit: self.unfit_ahead(&snapshot, &rota, &reader),
            anything: rota.record.planned.is_some() || !draft.is_empty(),
        })
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
    let zoom = match (last - first).num_days() {
        ..=8 => "week",
        9..=35 => "month",
        36..=100 => "quarter",
        _ => "year",
    };
    let window = between(zone, first, last);
    let mut pieces = Pieces::new(snapshot, rota, me, reader);
    pieces.add_draft(shifts, zoom == "week", marks);
    chart(
        snapshot,
        rota,
        &Scale::new(&rota.rules, window, first, last, zoom),
        &pieces.within(window),
        reader.now,
    )
}

fn chart(snapshot: &Snapshot, rota: &RotaImage, scale: &Scale<'_>, pieces: &[bars::Piece], now: Instant) -> Chart {
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
        months: scale.months(),
        days: scale.days(today),
        shades: scale.shades(),
        grid: scale.grid(),
        now: scale.window.contains(now).then(|| scale.percent(now)),
        lanes: [lane(&duty.lead), lane(&duty.engineer)],
        bars: pieces.iter().map(|piece| piece.bar(scale)).collect(),
    }
}

/// How much of a rota is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Week,
    Month,
    Quarter,
}

impl View {
    fn of(word: Option<&str>) -> Self {
        match word {
            Some("week") => Self::Week,
            Some("quarter") => Self::Quarter,
            _ => Self::Month,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    const fn zoom(self) -> &'static str {
        self.key()
    }

    const fn days(self) -> u64 {
        match self {
            Self::Week => 7,
            Self::Month => 28,
            Self::Quarter => 91,
        }
    }

    /// Where a window around `today` begins: on a Monday, and a month shows the week before too.
    fn around(self, today: NaiveDate) -> NaiveDate {
        let monday = earlier(today, today.weekday().num_days_from_monday().into());
        if self == Self::Month {
            earlier(monday, 7)
        } else {
            monday
        }
    }
}

/// A date of an address; only years that zones are known for.
fn date(text: &str) -> Option<NaiveDate> {
    text.parse::<NaiveDate>()
        .ok()
        .filter(|date| (1970..=2100).contains(&date.year()))
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn earlier(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

fn between(zone: &Zone, first: NaiveDate, last: NaiveDate) -> Span {
    let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
    let start = midnight(first);
    Span::new(start, midnight(last).max(start + 1)).unwrap_or_else(|_| whole_of_time())
}

/// What no window is longer than.
fn whole_of_time() -> Span {
    #[expect(clippy::expect_used, reason = "the first instant lies before the last")]
    Span::new(Instant::MIN, Instant::MAX).expect("time has a length")
}
