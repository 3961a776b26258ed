//! Covers: someone else takes a role for a while, and gives it back.

mod decide;
mod form;
mod preview;
mod view;

use super::{Desk, Result, conflict, duty, oncall::rota_of};
use crate::{
    snapshot::Snapshot,
    store::{CoverRecord, RotaRecord, Write},
};
use app::{AppError, covers::CoverView};
use async_trait::async_trait;
pub(crate) use decide::Decision;
use decide::Facts;
use domain::{CoverId, Instant, PersonId, Role, Span, timeline::Conflict};
pub(super) use preview::bars;

/// Who should take which role, when and why.
#[derive(Debug, Clone)]
pub struct CoverRequest {
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
    /// The revision the asker has seen: refused when the rota was changed since.
    pub if_match: Option<i64>,
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
        let span = decide::check(request, rota_of(&snapshot, slug)?, &reader)?;
        let facts = Facts::read(&self.tandem.store, &rota, request, span).await?;
        let decision = decide::decide(&facts, self.new_cover_id(), request, &snapshot, &reader)?;
        Ok((rota, decision))
    }

    fn new_cover_id(&self) -> CoverId {
        CoverId::from_uuid(self.tandem.new_id())
    }

    async fn write_cover(&self, slug: &str, request: CoverRequest) -> Result<CoverView> {
        let snapshot = self.tandem.snapshot();
        let rota = known_rota(&snapshot, slug)?;
        self.may_cover(&snapshot, rota.team)?;
        let reader = self.reader(&snapshot);
        let span = decide::check(&request, rota_of(&snapshot, slug)?, &reader)?;

        let mut write = self.begin().await?;
        let facts = Facts::load(&mut write, rota.id, &request, span).await?;
        check_fresh(&facts.rota, request.if_match, write.revision())?;
        let decision = decide::decide(&facts, self.new_cover_id(), &request, &snapshot, &reader)?;
        let record = CoverRecord {
            rota: rota.id,
            cover: decision.cover,
            reason: request.reason.trim().to_owned(),
            override_reason: decision.override_reason,
            made_by: self.actor.key(),
            made_at: write.at(),
            withdrawn: None,
            from_revision: write.revision(),
        };
        write.insert_cover(&record).await?;
        self.settle_cover(&mut write, &snapshot, &facts.rota, span).await?;
        let mut detail = serde_json::to_value(view::detail(&record)).unwrap_or_default();
        detail["rota"] = rota.slug.as_str().into();
        write
            .audit("cover.made", &format!("cover {}", record.cover.id()), detail)
            .await?;
        let revision = self.tandem.commit(write).await?;
        Ok(view::view(&record, &self.tandem.snapshot(), reader.now, revision))
    }

    /// Withdraws a cover: what of it has passed stands, the rest goes back.
    ///
    /// # Errors
    /// `two-people` (409), naming the cover in the way; `past` (422) for a cover that is over.
    pub async fn withdraw_cover(&self, id: CoverId) -> Result<CoverView> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_withdrawal(id).await }).await
    }

    async fn write_withdrawal(&self, id: CoverId) -> Result<CoverView> {
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let mut write = self.begin().await?;
        let record = CoverRecord::find(write.connection(), id)
            .await?
            .ok_or_else(|| unknown_cover(id))?;
        let rota = RotaRecord::find(write.connection(), record.rota)
            .await?
            .ok_or_else(|| unknown_cover(id))?;
        self.may_cover(&snapshot, rota.team)?;
        if record.withdrawn.is_some() {
            return Ok(view::view(&record, &snapshot, now, write.revision() - 1));
        }
        let span = Span::new(record.cover.span().start().max(now), record.cover.span().end())
            .map_err(|_| AppError::refused("past", "This cover is over: the past stands."))?;
        write.withdraw_cover(rota.id, id).await?;
        self.settle_withdrawal(&mut write, &snapshot, &rota, span).await?;
        write
            .audit(
                "cover.withdrawn",
                &format!("cover {id}"),
                serde_json::json!({ "rota": rota.slug, "from": span.start() }),
            )
            .await?;
        let record = CoverRecord::find(write.connection(), id)
            .await?
            .ok_or_else(|| unknown_cover(id))?;
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
        let found = CoverRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let record = found.ok_or_else(|| unknown_cover(id))?;
        Ok(view::view(&record, &snapshot, self.tandem.now(), snapshot.revision()))
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

    async fn settle_withdrawal(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        rota: &RotaRecord,
        span: Span,
    ) -> Result<()> {
        let covers = CoverRecord::current(write.connection(), rota.id, span).await?;
        let (zone, reader) = (decide::zone_of(snapshot, rota.id), self.reader(snapshot));
        let words = |found: &Conflict| conflict::conflict_words_among(found, &covers, snapshot, &zone, &reader);
        let settled = duty::settle(write, rota, span, |found| {
            format!("{}{}", words(found), in_the_way(found))
        })
        .await;
        settled.map_err(|error| match error {
            AppError::Refused { rule, all, .. } => {
                let message = "Withdrawing this cover alone would put one person into both roles.".to_owned();
                let message = all
                    .iter()
                    .fold(message, |message, (_, words)| format!("{message} {words}"));
                AppError::Refused { rule, message, all }
            }
            other => other,
        })?;
        Ok(write.update_rota(rota).await?)
    }
}

/// Which covers have to go first.
fn in_the_way(conflict: &Conflict) -> String {
    let ids: Vec<String> = [conflict.lead_cover, conflict.engineer_cover]
        .into_iter()
        .flatten()
        .map(|id| id.to_string())
        .collect();
    if ids.is_empty() {
        String::new()
    } else {
        format!(" Withdraw cover {} first.", ids.join(" or "))
    }
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

fn check_fresh(rota: &RotaRecord, seen: Option<i64>, next: i64) -> Result<()> {
    match seen {
        Some(seen) if seen >= next => Err(AppError::Stale(format!(
            "There has been no revision {seen} yet: the latest is {}.",
            next - 1
        ))),
        Some(seen) if rota.revision > seen => Err(AppError::Stale(format!(
            "{} was changed meanwhile (revision {}, you have seen {seen}). Look again, then decide.",
            rota.name, rota.revision
        ))),
        _ => Ok(()),
    }
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

    async fn withdraw(&self, id: String) -> Result<CoverView> {
        let id = id
            .parse()
            .map_err(|_| AppError::NotFound(format!("There is no cover ‘{id}’.")))?;
        self.withdraw_cover(id).await
    }
}
