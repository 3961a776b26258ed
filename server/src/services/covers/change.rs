//! Changing a cover: moved, longer, shorter or somebody else's, in one change that keeps its place in the stack.

use super::{
    super::{Desk, Reader, Result},
    CoverRequest, Decision, Seen,
    decide::{self, Facts},
    seen, unknown_cover, view,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, InPlaceOf, RotaRecord, Write},
};
use app::{AppError, covers::CoverView};
use domain::{CoverId, Instant, PersonId, Role, Span};

/// What of a cover is to be otherwise; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct CoverChange {
    /// From when. The start of a cover that has begun stays.
    pub from: Option<Instant>,
    /// Until when.
    pub to: Option<Instant>,
    /// Who takes which role.
    pub changes: Option<Vec<(Role, PersonId)>>,
    /// Why.
    pub reason: Option<String>,
    /// Why somebody on leave or not qualified is taken all the same.
    pub override_reason: Option<String>,
    /// The revision the asker has seen: refused when the rota was changed since.
    pub if_match: Option<Seen>,
}

impl Desk {
    /// Changes a cover, which gets another id: what of it has passed stands as it was, the rest is as asked.
    ///
    /// # Errors
    /// As [`Desk::make_cover`]; `Stale` for a cover that was withdrawn or changed meanwhile; `past` (422) for one that is
    /// over. Nothing is then written.
    pub async fn change_cover(&self, id: CoverId, change: CoverChange) -> Result<CoverView> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_change(id, change).await })
            .await
    }

    /// What [`Desk::change_cover`] would do, with nothing written.
    pub(super) async fn decide_change(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        old: &CoverRecord,
        change: CoverChange,
    ) -> Result<Decision> {
        self.may_cover(snapshot, rota.record.team)?;
        let reader = self.reader(snapshot);
        let request = changed_request(old, change, reader.now)?;
        let span = decide::check(&request, rota, &reader)?;
        let facts = Facts::read(
            &self.tandem.store,
            &rota.record,
            &request,
            span,
            Some((old, reader.now)),
        )
        .await?;
        decide::decide(&facts, self.new_cover_id(), &request, snapshot, &reader)
    }

    async fn write_change(&self, id: CoverId, change: CoverChange) -> Result<CoverView> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let found = CoverRecord::find(write.connection(), id).await?;
        let old = found.ok_or_else(|| unknown_cover(id))?;
        let rota = RotaRecord::find(write.connection(), old.rota).await?;
        let rota = rota.ok_or_else(|| unknown_cover(id))?;
        self.may_cover(&snapshot, rota.team)?;
        seen::check_revision(&rota, change.if_match.as_ref(), write.revision())?;
        if old.withdrawn.is_some() {
            let words = "This cover was changed or withdrawn meanwhile. Look again, then decide.";
            return Err(AppError::Stale(words.to_owned()));
        }
        // What has passed ends at the second at which the rest begins.
        let reader = Reader {
            now: write.at(),
            ..self.reader(&snapshot)
        };
        let request = changed_request(&old, change, reader.now)?;
        if is_as_it_was(&old, &request, reader.now) {
            return Ok(view::view(&old, &snapshot, reader.now, write.revision() - 1));
        }
        let record = self.put_change(&mut write, &snapshot, &old, &request, &reader).await?;
        let revision = self.tandem.commit(write).await?;
        Ok(view::view(&record, &self.tandem.snapshot(), reader.now, revision))
    }

    async fn put_change(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        old: &CoverRecord,
        request: &CoverRequest,
        reader: &Reader,
    ) -> Result<CoverRecord> {
        let image = snapshot
            .rota(old.rota)
            .ok_or_else(|| AppError::NotFound("This rota is not there any more.".to_owned()))?;
        let span = decide::check(request, image, reader)?;
        let facts = Facts::load(write, old.rota, request, span, Some(old)).await?;
        let decision = decide::decide(&facts, self.new_cover_id(), request, snapshot, reader)?;
        let record = CoverRecord {
            rota: old.rota,
            cover: decision.cover,
            reason: request.reason.trim().to_owned(),
            override_reason: decision.override_reason,
            made_by: self.actor.key(),
            made_at: write.at(),
            withdrawn: None,
            from_revision: write.revision(),
            in_place_of: Some(InPlaceOf::of(old)),
        };
        write.withdraw_cover(old.rota, old.cover.id()).await?;
        write.insert_cover(&record).await?;
        self.settle_cover(write, snapshot, &facts.rota, facts.window()).await?;
        let mut detail = serde_json::to_value(view::detail(&record)).unwrap_or_default();
        detail["rota"] = facts.rota.slug.as_str().into();
        detail["before"] = view::detail(old);
        let subject = format!("cover {}", record.cover.id());
        write.audit("cover.changed", &subject, detail).await?;
        Ok(record)
    }
}

/// The whole of what a change asks for. A cover that has begun goes on from now.
fn changed_request(old: &CoverRecord, change: CoverChange, now: Instant) -> Result<CoverRequest> {
    let span = old.cover.span();
    if span.end() <= now {
        return Err(AppError::refused("past", "This cover is over: the past stands."));
    }
    let from = change.from.unwrap_or(span.start());
    let goes_on = span.start() <= now && from == span.start();
    let taken = |role| Some((role, old.cover.takes(role)?));
    Ok(CoverRequest {
        id: None,
        changes: change
            .changes
            .unwrap_or_else(|| Role::BOTH.into_iter().filter_map(taken).collect()),
        from: Some(from).filter(|_| !goes_on),
        to: change.to.unwrap_or(span.end()),
        reason: change.reason.unwrap_or_else(|| old.reason.clone()),
        override_reason: change.override_reason.or_else(|| old.override_reason.clone()),
        if_match: change.if_match,
    })
}

/// Whether a change leaves everything as it is.
fn is_as_it_was(old: &CoverRecord, request: &CoverRequest, now: Instant) -> bool {
    let span = old.cover.span();
    let taker = |role: Role| {
        request
            .changes
            .iter()
            .find(|(of, _)| *of == role)
            .map(|(_, person)| *person)
    };
    let from = request.from.map_or(span.start() <= now, |from| from == span.start());
    from && request.to == span.end()
        && request.reason.trim() == old.reason
        && request
            .override_reason
            .as_deref()
            .map(str::trim)
            .filter(|why| !why.is_empty())
            == old.override_reason.as_deref()
        && Role::BOTH.into_iter().all(|role| old.cover.takes(role) == taker(role))
}

/// The time that a change touches from `now` on.
pub(super) fn touched(old: &CoverRecord, new: Span, now: Instant) -> Span {
    let span = old.cover.span();
    let start = span.start().max(now).min(new.start());
    Span::new(start, span.end().max(new.end())).unwrap_or(new)
}
