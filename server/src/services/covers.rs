//! Covers: someone else takes a role for a while, and gives it back.

mod change;
mod changing;
mod decide;
mod form;
mod presets;
mod preview;
mod rest;
mod seen;
mod sent_before;
mod view;
mod withdraw;

use super::{Desk, Reader, Result, conflict, duty, oncall::rota_of};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, RotaRecord, Write},
};
use app::{AppError, covers::CoverView};
use async_trait::async_trait;
pub use change::CoverChange;
pub(crate) use decide::Decision;
use decide::Facts;
pub(super) use decide::zone_of;
use domain::{CoverId, Instant, PersonId, Role, RotaId, Span};
pub(super) use preview::{bars, changed_hours};
pub use seen::Seen;
pub(super) use seen::{mark, must_be_as_seen};
use sent_before::SentBefore;
pub(crate) use withdraw::several;

/// Who should take which role, when and why.
#[derive(Debug, Clone)]
pub struct CoverRequest {
    /// The id that it is to have, chosen by whoever asks, so that the same request sent twice makes one cover.
    pub id: Option<CoverId>,
    /// Who takes which role: one role, or both in one change.
    pub changes: Vec<(Role, PersonId)>,
    /// From when; `None` is now.
    pub from: Option<Instant>,
    /// Until when.
    pub to: Instant,
    /// Why; may be empty.
    pub reason: String,
    /// Why somebody on leave or not qualified is taken all the same.
    pub override_reason: Option<String>,
    /// What the asker has seen: refused when that was changed since.
    pub if_match: Option<Seen>,
}

impl Desk {
    /// Makes a cover on the rota of this slug.
    ///
    /// # Errors
    /// `Invalid` for a span or reason that cannot be; `past` (422); `Stale` (412); then `nothing-to-cover`, `two-people`,
    /// `on-leave` and `not-qualified` (409), all of them listed. Nothing is then written.
    pub async fn make_cover(&self, slug: &str, request: CoverRequest) -> Result<CoverView> {
        let (desk, slug) = (self.clone(), slug.to_owned());
        self.to_the_end(async move { desk.write_cover(&slug, request).await })
            .await
    }

    /// What [`Desk::make_cover`] would do, with nothing written.
    pub(crate) async fn decide_cover(&self, slug: &str, request: &CoverRequest) -> Result<(RotaRecord, Decision)> {
        let snapshot = self.tandem.snapshot();
        let rota = known_rota(&snapshot, slug)?;
        self.may_cover(&snapshot, rota.team)?;
        let reader = self.reader(&snapshot);
        let decision = self
            .decided(&snapshot, rota_of(&snapshot, slug)?, request, &reader)
            .await?;
        Ok((rota, decision))
    }

    /// What a cover would do, whoever asks.
    async fn decided(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        request: &CoverRequest,
        reader: &Reader,
    ) -> Result<Decision> {
        let span = decide::check(request, rota, reader)?;
        let facts = Facts::read(&self.tandem.store, &rota.record, request, span, None).await?;
        decide::decide(&facts, self.new_cover_id(), request, snapshot, reader)
    }

    /// The decision on a cover inside a write, whoever asks.
    pub(super) async fn decide_in(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        rota: RotaId,
        request: &CoverRequest,
    ) -> Result<(RotaRecord, Decision)> {
        let reader = self.reader(snapshot);
        let image = snapshot
            .rota(rota)
            .ok_or_else(|| AppError::NotFound("This rota is not there any more.".to_owned()))?;
        let span = decide::check(request, image, &reader)?;
        let facts = Facts::load(write, rota, request, span, None).await?;
        seen::check_revision(&facts.rota, request.if_match.as_ref(), write.revision())?;
        let id = request.id.unwrap_or_else(|| self.new_cover_id());
        let decision = decide::decide(&facts, id, request, snapshot, &reader)?;
        seen::check_duty(&decision.before, request)?;
        Ok((facts.rota, decision))
    }

    /// Makes a cover inside a write, whoever asks.
    pub(super) async fn put_cover(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        rota: RotaId,
        request: &CoverRequest,
    ) -> Result<CoverRecord> {
        let (rota, decision) = self.decide_in(write, snapshot, rota, request).await?;
        let record = CoverRecord {
            rota: rota.id,
            cover: decision.cover,
            reason: request.reason.trim().to_owned(),
            override_reason: decision.override_reason,
            made_by: self.actor.key(),
            made_at: write.at(),
            withdrawn: None,
            from_revision: write.revision(),
            in_place_of: None,
        };
        write.insert_cover(&record).await?;
        self.settle_cover(write, snapshot, &rota, record.cover.span()).await?;
        let mut detail = serde_json::to_value(view::detail(&record)).unwrap_or_default();
        detail["rota"] = rota.slug.as_str().into();
        let subject = format!("cover {}", record.cover.id());
        write.audit("cover.made", &subject, detail).await?;
        Ok(record)
    }

    fn new_cover_id(&self) -> CoverId {
        CoverId::from_uuid(self.tandem.new_id())
    }

    async fn write_cover(&self, slug: &str, request: CoverRequest) -> Result<CoverView> {
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let rota = known_rota(&snapshot, slug)?;
        self.may_cover(&snapshot, rota.team)?;
        let mut write = self.begin().await?;
        let id = match self.sent_before(&mut write, rota.id, &request).await? {
            SentBefore::Same(made) => return Ok(view::view(&made, &snapshot, now, write.revision() - 1)),
            SentBefore::No(id) => id,
        };
        let request = CoverRequest {
            id: Some(id),
            ..request
        };
        let record = self.put_cover(&mut write, &snapshot, rota.id, &request).await?;
        let revision = self.tandem.commit(write).await?;
        Ok(view::view(&record, &self.tandem.snapshot(), now, revision))
    }

    /// One cover, withdrawn or not.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn cover(&self, id: CoverId) -> Result<CoverView> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let record = self.known_cover(id).await?;
        Ok(view::view(&record, &snapshot, self.tandem.now(), snapshot.revision()))
    }

    /// A cover as it is kept, withdrawn or not.
    async fn known_cover(&self, id: CoverId) -> Result<CoverRecord> {
        let found = CoverRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        found.ok_or_else(|| unknown_cover(id))
    }

    /// Brings duty up to date and marks the rota changed, so that a stale `If-Match` is noticed.
    async fn settle_cover(&self, write: &mut Write, snapshot: &Snapshot, rota: &RotaRecord, span: Span) -> Result<()> {
        let (zone, reader) = (decide::zone_of(snapshot, rota.id), self.reader(snapshot));
        duty::settle(write, rota, span, |found| {
            conflict::conflict_words(found, snapshot, &zone, &reader)
        })
        .await?;
        Ok(write.update_rota(rota).await?)
    }
}

/// The id that a text is.
pub(crate) fn cover_id(text: &str) -> Result<CoverId> {
    text.trim()
        .parse()
        .map_err(|_| AppError::NotFound(format!("There is no cover ‘{text}’.")))
}

fn unknown_cover(id: CoverId) -> AppError {
    AppError::NotFound(format!("There is no cover {id}."))
}

/// The rota of a slug.
pub(crate) fn known_rota(snapshot: &Snapshot, slug: &str) -> Result<RotaRecord> {
    snapshot
        .rota_by_slug(slug)
        .map(|rota| rota.record.clone())
        .ok_or_else(|| AppError::NotFound(format!("There is no rota ‘{slug}’.")))
}

#[async_trait]
impl app::covers::Port for Desk {
    async fn cover_page(&self, slug: String, asked: app::covers::Asked) -> Result<app::covers::CoverPage> {
        self.show_cover_page(&slug, asked).await
    }

    async fn create_cover(&self, slug: String, form: app::covers::CoverForm) -> Result<CoverView> {
        let snapshot = self.tandem.snapshot();
        let rota = known_rota(&snapshot, &slug)?;
        let request = form::request(&snapshot, &rota, form, self.tandem.now())?;
        self.make_cover(&slug, request).await
    }

    async fn change_cover(&self, id: String, form: app::covers::CoverForm, seen: Option<i64>) -> Result<CoverView> {
        let id = cover_id(&id)?;
        let snapshot = self.tandem.snapshot();
        let old = self.known_cover(id).await?;
        let rota = snapshot.rota(old.rota).ok_or_else(|| unknown_cover(id))?;
        self.may_cover(&snapshot, rota.record.team)?;
        let change = form::change(&snapshot, &old, form, seen)?;
        Desk::change_cover(self, id, change).await
    }

    async fn withdraw(&self, id: String) -> Result<CoverView> {
        self.withdraw_cover(cover_id(&id)?).await
    }

    async fn withdraw_together(&self, ids: Vec<String>) -> Result<Vec<CoverView>> {
        let ids: Result<Vec<CoverId>> = ids.iter().map(|id| cover_id(id)).collect();
        self.withdraw_covers(ids?).await
    }
}
