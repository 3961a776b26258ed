//! From when on changed rules hold, and what they make of what is published.

use super::{
    Desk, Reader, Result, changes::cover_words, conflict::conflict_words_among, covers::several, duty, wording,
};
use crate::{
    snapshot::{RotaImage, Snapshot, rules},
    store::{CoverRecord, OfferRecord, RotaRecord, RulesRecord, Write},
};
use app::{
    AppError,
    rotas::{ImpactRow, RotaForm, RotaImpact},
};
use domain::{
    Instant, Role, Span,
    history::difference,
    offer::is_held,
    rota::{Fate, Recut, Shift, recut},
    timeline::{Cover, Duty, Inputs, resolve},
};

/// How long a time that was the present when the page was shown still means now.
const LATELY_SECONDS: i64 = 600;
/// Shifts that are listed before the rest is counted.
const LISTED: usize = 12;

/// From when on changed rules hold: as the form says, or from the next handover after now; from now on where nothing is
/// published ahead.
///
/// # Errors
/// `Invalid` for a time before now or after the published end.
pub(super) fn takes_effect(form: &RotaForm, rota: &RotaImage, reader: &Reader) -> Result<Instant> {
    let (now, zone) = (reader.now, &rota.rules.zone);
    let end = rota.record.planned.map(|planned| planned.end());
    let Some(end) = end.filter(|end| *end > now) else {
        return Ok(now);
    };
    let said = |at| wording::said(at, zone, reader);
    match form.effective.trim() {
        "" => Ok(default_start(rota, now)),
        text => {
            let at = wording::instant(text, zone).map_err(|words| AppError::field("effective", words))?;
            if at < now && now - at >= LATELY_SECONDS {
                let words = format!("{} is earlier than now, {}. The past stands.", said(at), said(now));
                return Err(AppError::field("effective", words));
            }
            if at > end {
                let words = format!(
                    "{} is published until {}: say that or earlier. What is planned later follows the new rules anyway.",
                    rota.record.name,
                    said(end)
                );
                return Err(AppError::field("effective", words));
            }
            Ok(at.max(now))
        }
    }
}

/// The next handover after now, or the published end if that comes first.
pub(super) fn default_start(rota: &RotaImage, now: Instant) -> Instant {
    let next = rota.rules.handover.next_after(&rota.rules.zone, now);
    match rota
        .record
        .planned
        .map(|planned| planned.end())
        .filter(|end| *end > now)
    {
        Some(end) => next.min(end),
        None => now,
    }
}

/// Whether other rules make other shifts.
pub(super) fn shapes_otherwise(before: &RulesRecord, after: &RulesRecord) -> bool {
    before.zone != after.zone
        || before.coverage != after.coverage
        || before.handover != after.handover
        || before.holiday_calendar != after.holiday_calendar
}

/// What is published from an instant on.
fn part(record: &RotaRecord, from: Instant) -> Option<Span> {
    Span::new(from, record.planned?.end()).ok()
}

impl Desk {
    /// Cuts what is published anew by rules that hold from an instant on, inside the write that changes them.
    ///
    /// # Errors
    /// `two-people` when a cover and the shifts together would put one person into both roles.
    pub(super) async fn recut_published(
        &self,
        write: &mut Write,
        record: &RotaRecord,
        kept: &RulesRecord,
        snapshot: &Snapshot,
    ) -> Result<()> {
        let Some(part) = part(record, kept.starts_at) else {
            return Ok(());
        };
        let published = write.shifts(record.id, part).await?;
        let found = recut(record.id, &published, &rules(kept, snapshot.calendars())?, part);
        self.put_recut(write, record, &found, snapshot).await
    }

    /// Puts shifts that were cut anew in place of those that they were, inside the write that makes them so.
    ///
    /// # Errors
    /// As [`Desk::recut_published`].
    pub(super) async fn put_recut(
        &self,
        write: &mut Write,
        record: &RotaRecord,
        found: &Recut,
        snapshot: &Snapshot,
    ) -> Result<()> {
        for shift in &found.ended {
            write.end_shift(shift.id).await?;
        }
        for shift in &found.put {
            write.insert_shift(record.id, shift).await?;
        }
        let spans: Vec<Span> = found.ended.iter().chain(&found.put).map(|shift| shift.span).collect();
        let Some(window) = several(&spans) else { return Ok(()) };
        let covers = CoverRecord::current(write.connection(), record.id, window).await?;
        let (zone, reader) = (super::covers::zone_of(snapshot, record.id), self.reader(snapshot));
        let words = |found: &_| conflict_words_among(found, &covers, snapshot, &zone, &reader);
        duty::settle(write, record, window, words).await
    }

    /// What other rules would make of what is published, with nothing written; nothing when that stays as it is.
    pub(super) async fn rules_impact(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        kept: &RulesRecord,
        reader: &Reader,
    ) -> Result<Option<RotaImpact>> {
        let Some(part) = part(&rota.record, kept.starts_at).filter(|_| shapes_otherwise(&rota.kept_rules, kept)) else {
            return Ok(None);
        };
        let id = rota.record.id;
        let published = self.tandem.store.shifts(id, part).await?;
        let found = recut(id, &published, &rules(kept, snapshot.calendars())?, part);
        let covers = self.tandem.store.covers(id, part).await?;
        let pending = OfferRecord::pending(&mut *self.tandem.store.read().await?).await?;
        let scene = Scene {
            snapshot,
            rota,
            reader,
            part,
        };
        Ok(Some(scene.impact(&published, &found, &covers, &pending)))
    }
}

/// What is said of a change, and to whom.
struct Scene<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    reader: &'a Reader,
    part: Span,
}

impl Scene<'_> {
    fn impact(
        &self,
        published: &[Shift],
        found: &Recut,
        covers: &[CoverRecord],
        pending: &[OfferRecord],
    ) -> RotaImpact {
        let after: Vec<Shift> = published
            .iter()
            .filter(|shift| !found.ended.contains(shift))
            .chain(&found.put)
            .cloned()
            .collect();
        let was = self.duty(published, covers).ok();
        let (is, refused) = match self.duty(&after, covers) {
            Ok(duty) => (Some(duty), Vec::new()),
            Err(words) => (None, words),
        };
        let others = found.fates.iter().filter(|(fate, _)| *fate != Fate::Kept);
        let rows: Vec<ImpactRow> = others.map(|(fate, shift)| self.row(*fate, shift)).collect();
        let both = was.as_ref().zip(is.as_ref());
        RotaImpact {
            from: wording::stamp(self.part.start(), &self.rota.rules.zone, self.reader),
            kept: found.fates.iter().filter(|(fate, _)| *fate == Fate::Kept).count(),
            more: rows.len().saturating_sub(LISTED),
            rows: rows.into_iter().take(LISTED).collect(),
            covers: both.map(|(was, is)| self.covers(covers, was, is)).unwrap_or_default(),
            offers: is.map(|is| self.offers(pending, &is)).unwrap_or_default(),
            refused,
        }
    }

    fn duty(&self, shifts: &[Shift], records: &[CoverRecord]) -> std::result::Result<Duty, Vec<String>> {
        let covers: Vec<Cover> = records.iter().map(|record| record.cover.clone()).collect();
        let inputs = Inputs {
            shifts,
            covers: &covers,
            corrections: &[],
            planned: Some(self.part),
            window: self.part,
        };
        let zone = &self.rota.rules.zone;
        resolve(&inputs).map_err(|conflicts| {
            let words = |found| conflict_words_among(found, records, self.snapshot, zone, self.reader);
            conflicts.iter().map(words).collect()
        })
    }

    fn row(&self, fate: Fate, shift: &Shift) -> ImpactRow {
        let key = match fate {
            Fate::Kept => "kept",
            Fate::Changed => "changed",
            Fate::Cut => "cut",
            Fate::New => "new",
            Fate::Dropped => "dropped",
        };
        let name = |person: Option<domain::PersonId>| {
            let name = person.map(|id| self.snapshot.directory().name_in_words(id).into_owned());
            name.unwrap_or_else(|| "nobody".to_owned())
        };
        let when = wording::span_words(shift.span, &self.rota.rules.zone, self.reader);
        let (lead, engineer) = (name(shift.pairing.lead()), name(shift.pairing.engineer()));
        ImpactRow {
            fate: key.to_owned(),
            words: format!("{when}: {lead} and {engineer}"),
        }
    }

    /// The covers below which duty is another.
    fn covers(&self, covers: &[CoverRecord], was: &Duty, is: &Duty) -> Vec<String> {
        let changes = difference(was, is);
        let moved = |record: &&CoverRecord| {
            let shift = |duty: &Duty| {
                duty.at(record.cover.span().start().max(self.part.start()))
                    .and_then(|row| row.shift)
            };
            let touched = changes.iter().any(|change| change.span.overlaps(&record.cover.span()));
            touched || shift(was) != shift(is)
        };
        let moved = covers.iter().filter(|record| record.withdrawn.is_none()).filter(moved);
        moved
            .map(|record| cover_words(self.snapshot, record, self.reader))
            .collect()
    }

    /// The offers whose duty moves under them.
    fn offers(&self, pending: &[OfferRecord], is: &Duty) -> Vec<String> {
        let terms = pending.iter().map(|record| &record.offer.terms);
        let here = terms.filter(|terms| {
            terms.given.rota == self.rota.record.id
                && terms.given.span.start() >= self.part.start()
                && !is_held(terms.given.role, terms.given.span, terms.giver, is.rows())
        });
        let words = |role: Role, span: Span, giver| {
            let name = self.snapshot.directory().name_in_words(giver);
            format!(
                "{name}, {role}, {}",
                wording::span_words(span, &self.rota.rules.zone, self.reader)
            )
        };
        here.map(|terms| words(terms.given.role, terms.given.span, terms.giver))
            .collect()
    }
}
