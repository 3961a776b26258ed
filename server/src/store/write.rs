//! One write: a transaction that holds the organisation's revision.

use super::{OfferRecord, Part, RequestKey, Result, Store};
use domain::{Instant, PersonId, RotaId, Span, timeline::Duty};
use sqlx::{Any, AnyConnection, Row as _, Transaction};
use std::{collections::BTreeSet, sync::Arc};

/// What a write does to the duty of a rota within a window.
#[derive(Debug, Clone)]
pub struct DutyNews {
    /// Whose duty.
    pub rota: RotaId,
    /// As it was.
    pub before: Duty,
    /// As the write leaves it.
    pub after: Duty,
    /// What was published, when that is why.
    pub published: Option<Span>,
    /// Why the past was corrected, when that is what it does.
    pub corrected: Option<String>,
}

/// A transaction that owns the next revision of the organisation. Dropped without [`Write::commit`], it leaves nothing.
///
/// Taking the revision is its first statement, so writers queue behind one row on both engines: what a writer then
/// reads cannot change under it.
pub struct Write {
    transaction: Transaction<'static, Any>,
    revision: i64,
    at: Instant,
    actor: String,
    audited: i64,
    touched: BTreeSet<Part>,
    brings_post: bool,
    left_behind: Vec<OfferRecord>,
    duty_news: Vec<DutyNews>,
    told_why: BTreeSet<PersonId>,
    request: Option<Arc<RequestKey>>,
}

impl Store {
    /// Begins a write by `actor` (a person's id, `token …` or `console`) at `at`.
    pub async fn begin(&self, actor: &str, at: Instant) -> Result<Write> {
        let mut transaction = self.writers.begin().await?;
        let revision = sqlx::query("UPDATE organisation SET revision = revision + 1 RETURNING revision")
            .fetch_optional(&mut *transaction)
            .await?
            .map_or(Ok(1), |row| row.try_get(0))?;
        Ok(Write {
            transaction,
            revision,
            at,
            actor: actor.to_owned(),
            audited: 0,
            touched: BTreeSet::new(),
            brings_post: false,
            left_behind: Vec::new(),
            duty_news: Vec::new(),
            told_why: BTreeSet::new(),
            request: None,
        })
    }
}

impl Write {
    /// The revision every row of this write carries.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// When it was begun.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Who writes.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The connection inside the transaction, for reading what is about to be changed.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Says which request with a key leads to it, if one does.
    pub(crate) fn belong_to(&mut self, request: Option<Arc<RequestKey>>) {
        self.request = request;
    }

    /// Notes what changed, so that snapshots read it again.
    pub(super) fn touch(&mut self, part: Part) {
        self.touched.insert(part);
    }

    /// Notes that a rota goes by something that changed, so that snapshots read it again.
    pub fn touch_rota(&mut self, rota: RotaId) {
        self.touch(Part::Rota(rota));
    }

    /// Notes that there is something to send once it is durable.
    pub(super) fn bring_post(&mut self) {
        self.brings_post = true;
    }

    /// Whether there is something to send once it is durable.
    pub fn brings_post(&self) -> bool {
        self.brings_post
    }

    /// Notes an offer that this write has cancelled, for those concerned to be told before the commit.
    pub fn leave_behind(&mut self, offer: OfferRecord) {
        self.left_behind.push(offer);
    }

    /// The offers that this write has cancelled and of which nobody is told yet.
    pub fn take_left_behind(&mut self) -> Vec<OfferRecord> {
        std::mem::take(&mut self.left_behind)
    }

    /// Notes what it does to duty, so that those whom it concerns are told in it.
    pub(crate) fn note_duty(&mut self, news: DutyNews) {
        self.duty_news.push(news);
    }

    /// Notes that what it does to the duty of a rota is a publication.
    pub(crate) fn note_published(&mut self, rota: RotaId, span: Span) {
        let news = self.duty_news.iter_mut().filter(|news| news.rota == rota);
        news.for_each(|news| news.published = Some(span));
    }

    /// Notes that what it does to the duty of a rota corrects the past, and why.
    pub(crate) fn note_corrected(&mut self, rota: RotaId, reason: &str) {
        let news = self.duty_news.iter_mut().filter(|news| news.rota == rota);
        news.for_each(|news| news.corrected = Some(reason.to_owned()));
    }

    /// Notes that somebody is told by it why their duty changes, and need not be told once more that it does.
    pub(crate) fn note_told_why(&mut self, person: PersonId) {
        self.told_why.insert(person);
    }

    /// Whether somebody is told by it why their duty changes.
    pub(crate) fn has_told_why(&self, person: PersonId) -> bool {
        self.told_why.contains(&person)
    }

    /// What it does to duty, once: whoever asks tells those whom it concerns.
    pub(crate) fn take_duty_news(&mut self) -> Vec<DutyNews> {
        std::mem::take(&mut self.duty_news)
    }

    pub(super) fn next_audit_position(&mut self) -> i64 {
        self.audited += 1;
        self.audited
    }

    /// Makes it durable as the write of a request with a key.
    ///
    /// # Errors
    /// As [`Write::commit`], and when another has begun the request anew: then nothing is written.
    pub async fn committed_for(mut self, request: RequestKey) -> Result<i64> {
        self.belong_to(Some(Arc::new(request)));
        self.commit().await
    }

    /// Makes it durable: once this returns, the write is never lost. Answers its revision.
    pub async fn commit(mut self) -> Result<i64> {
        for part in std::mem::take(&mut self.touched) {
            self.note_change(part).await?;
        }
        if let Some(request) = self.request.take() {
            self.note_request(&request).await?;
        }
        self.transaction.commit().await?;
        Ok(self.revision)
    }
}
