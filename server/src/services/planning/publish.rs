//! Making a draft binding.

use super::{
    super::{Desk, Reader, Result, conflict::conflict_words_among, duty, rotas::find, wording::span_words},
    turns::cut,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, DraftRecord, LeaveRecord, RotaRecord, RulesRecord, Write},
};
use app::AppError;
use domain::{Instant, PersonId, Role, Span, rota::Shift};

/// The most reasons that are said at once.
const MOST_REASONS: usize = 12;

impl Desk {
    /// Publishes the rota's draft: from then on it is binding. What began before now stands as it is. `seen` is the
    /// revision of the draft that was looked at; `None` publishes whichever there is.
    ///
    /// # Errors
    /// For somebody who may not; `Stale` when the rules were changed since or it is another draft; `two-people` when a cover and the plan
    /// together would put one person into both roles; `on-leave` or `not-qualified` when somebody in it is no longer free
    /// or qualified. Nothing is written then.
    pub(crate) async fn publish_draft(&self, slug: &str, seen: Option<i64>) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            desk.publish_in(&mut write, &rota, seen).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn publish_in(&self, write: &mut Write, rota: &RotaImage, seen: Option<i64>) -> Result<()> {
        let (id, now) = (rota.record.id, self.tandem.now());
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let none = || AppError::NotFound("There is no draft to publish. Plan first.".into());
        let draft = DraftRecord::find(write.connection(), id).await?.ok_or_else(none)?;
        let rules = RulesRecord::current(write.connection(), id).await?.ok_or_else(none)?;
        let mut record = RotaRecord::find(write.connection(), id).await?.ok_or_else(none)?;
        if seen.is_some_and(|seen| seen != draft.revision) {
            return Err(AppError::Stale(
                "Somebody planned again meanwhile: this is another draft now. Reload the page and look at it before you publish.".into(),
            ));
        }
        if rules.from_revision != draft.rules_revision {
            return Err(AppError::Stale(
                "The rota's rules were changed after this draft was made. Plan again.".into(),
            ));
        }
        let over = || AppError::Stale("All of this draft lies in the past. Plan again.".into());
        let (span, shifts) = binding(&draft, record.planned, now).ok_or_else(over)?;
        let leave = LeaveRecord::overlapping(write.connection(), span).await?;
        present_and_qualified(&snapshot, rota, &shifts, &leave, &reader)?;

        write.end_shifts(id, span).await?;
        for shift in &shifts {
            write.insert_shift(id, shift).await?;
        }
        record.planned = Some(joined(record.planned, span));
        write.update_rota(&record).await?;
        let covers = CoverRecord::current(write.connection(), id, span).await?;
        let words = |conflict: &_| conflict_words_among(conflict, &covers, &snapshot, &rota.rules.zone, &reader);
        duty::settle(write, &record, span, words).await?;
        write.remove_draft(id).await?;
        let detail = serde_json::json!({ "span": span, "shifts": shifts.len(), "planned": record.planned });
        Ok(write.audit("rota.published", &format!("rota {id}"), detail).await?)
    }
}

/// What of a draft becomes binding at `now`: what lies ahead. A turn under way that is published already stands; one that
/// is not is taken from now on.
fn binding(draft: &DraftRecord, planned: Option<Span>, now: Instant) -> Option<(Span, Vec<Shift>)> {
    let stands = |shift: &&Shift| {
        shift.span.start() < now && planned.is_some_and(|planned| planned.contains(shift.span.start()))
    };
    let standing = draft.shifts.iter().filter(stands).map(|shift| shift.span.end()).max();
    let start = draft.span.start().max(now).max(standing.unwrap_or(Instant::MIN));
    let span = Span::new(start, draft.span.end()).ok()?;
    let shifts: Vec<Shift> = draft
        .shifts
        .iter()
        .filter_map(|shift| cut(draft.rota, shift.clone(), span))
        .collect();
    (!shifts.is_empty()).then_some((span, shifts))
}

fn joined(planned: Option<Span>, span: Span) -> Span {
    let Some(planned) = planned else { return span };
    Span::new(planned.start().min(span.start()), planned.end().max(span.end())).unwrap_or(span)
}

/// Refuses a draft in which somebody has left, lost their qualification or gone on leave since it was made.
fn present_and_qualified(
    snapshot: &Snapshot,
    rota: &RotaImage,
    shifts: &[Shift],
    leave: &[LeaveRecord],
    reader: &Reader,
) -> Result<()> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (shift, role, person) in holders(shifts) {
        let name = snapshot.directory().name_in_words(person);
        let turn = span_words(shift.span, &rota.rules.zone, reader);
        if !qualified(snapshot, rota, person, role) {
            all.push((
                "not-qualified".into(),
                format!("{name} may no longer be {role} in this team ({turn})."),
            ));
        }
        let away = leave.iter().filter(|leave| leave.person == person);
        let meets = |leave: &&LeaveRecord| shift.stretches.iter().any(|stretch| stretch.overlaps(&leave.span));
        if let Some(leave) = away.into_iter().find(meets) {
            let when = span_words(leave.span, &rota.rules.zone, reader);
            all.push((
                "on-leave".into(),
                format!("{name} is {role} {turn} and now on leave {when}."),
            ));
        }
    }
    all.sort_by_key(|(rule, _)| rule != "on-leave");
    all.truncate(MOST_REASONS);
    let Some((rule, _)) = all.first().cloned() else {
        return Ok(());
    };
    let reasons = all
        .iter()
        .map(|(_, words)| words.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    Err(AppError::Refused {
        rule,
        message: format!("{reasons} Plan again."),
        all,
    })
}

fn holders(shifts: &[Shift]) -> impl Iterator<Item = (&Shift, Role, PersonId)> {
    shifts
        .iter()
        .flat_map(|shift| Role::BOTH.map(|role| (shift, role)))
        .filter_map(|(shift, role)| Some((shift, role, shift.pairing.holder(role)?)))
}

fn qualified(snapshot: &Snapshot, rota: &RotaImage, person: PersonId, role: Role) -> bool {
    let directory = snapshot.directory();
    let active = directory
        .person(person)
        .is_some_and(|person| person.deactivated_at.is_none());
    let member = directory.member(rota.record.team, person);
    active
        && member
            .and_then(|member| member.qualification)
            .is_some_and(|qualification| qualification.allows(role))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::binding;
    use crate::store::DraftRecord;
    use domain::{Instant, Pairing, RotaId, ShiftId, Span, rota::Shift};

    fn span(from: i64, to: i64) -> Span {
        Span::new(Instant::from_seconds(from), Instant::from_seconds(to)).unwrap()
    }

    fn draft(spans: &[(i64, i64)]) -> DraftRecord {
        let rota = RotaId::from_uuid(uuid::Uuid::nil());
        let shift = |(from, to): &(i64, i64)| Shift {
            id: ShiftId::of(rota, Instant::from_seconds(*from)),
            span: span(*from, *to),
            stretches: vec![span(*from, *to)],
            pairing: Pairing::GAP,
        };
        DraftRecord {
            rota,
            span: span(spans[0].0, spans[spans.len() - 1].1),
            rules_revision: 1,
            summary: String::new(),
            made_by: String::new(),
            made_at: Instant::from_seconds(0),
            revision: 1,
            shifts: spans.iter().map(shift).collect(),
        }
    }

    #[test]
    fn a_turn_that_began_and_was_never_published_is_taken_from_now_on() {
        let (bound, shifts) = binding(&draft(&[(100, 200), (200, 300)]), None, Instant::from_seconds(150)).unwrap();
        assert_eq!(
            (bound, shifts[0].span, shifts.len()),
            (span(150, 300), span(150, 200), 2)
        );
    }

    #[test]
    fn a_published_turn_under_way_stands() {
        let now = Instant::from_seconds(150);
        let (bound, shifts) = binding(&draft(&[(100, 200), (200, 300)]), Some(span(0, 200)), now).unwrap();
        assert_eq!(
            (bound, shifts[0].span, shifts.len()),
            (span(200, 300), span(200, 300), 1)
        );
    }

    #[test]
    fn a_draft_of_the_past_binds_nothing() {
        assert!(binding(&draft(&[(100, 200)]), None, Instant::from_seconds(200)).is_none());
    }
}
