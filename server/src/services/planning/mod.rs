//! Planning: a draft from a rota's rules, and what happens when it is published.

mod outlook;
mod publish;
mod request;
mod summary;
mod turns;
mod view;

use super::{Desk, Result, rotas::find};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{DraftRecord, RulesRecord, WishRecord},
};
use app::{
    AppError,
    planning::{PlanForm, PlanView},
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{Instant, Span, planner, rota::Shift, timeline::Cover};
use request::{AROUND_SECONDS, Facts};
use std::collections::HashMap;
use summary::Summary;
use turns::{Asked, MOST_WEEKS};

#[async_trait]
impl app::planning::Port for Desk {
    async fn plan_view(&self, slug: String) -> Result<PlanView> {
        self.view(&slug).await
    }

    async fn make_draft(&self, slug: String, form: PlanForm) -> Result<()> {
        let weeks = form
            .weeks
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|weeks| (1..=MOST_WEEKS).contains(weeks));
        let weeks = weeks.ok_or_else(|| {
            AppError::field(
                "weeks",
                format!(
                    "‘{}’ is not a number of weeks: use 1 to {MOST_WEEKS}.",
                    form.weeks.trim()
                ),
            )
        })?;
        let from = match form.from.trim() {
            "" => None,
            text => Some(
                text.parse::<NaiveDate>()
                    .map_err(|_| AppError::field("from", format!("‘{text}’ is not a date: write it as 2026-11-30.")))?,
            ),
        };
        let seed = form.seed.trim().parse::<u64>().unwrap_or(1);
        self.plan_rota(&slug, from, weeks, seed).await
    }

    async fn publish(&self, slug: String, draft: String) -> Result<()> {
        let seen = match draft.trim() {
            "" => None,
            revision => Some(revision.parse().unwrap_or_default()),
        };
        self.publish_draft(&slug, seen).await
    }

    async fn discard(&self, slug: String) -> Result<()> {
        self.discard_draft(&slug).await
    }
}

impl Desk {
    /// Plans `weeks` weeks from the first handover on or after `from` (or where the published plan ends), and keeps the
    /// plan as the rota's draft.
    ///
    /// # Errors
    /// For somebody who may not, for a start that would leave time out, and when no pairing is possible at all.
    pub(crate) async fn plan_rota(&self, slug: &str, from: Option<NaiveDate>, weeks: u32, seed: u64) -> Result<()> {
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        if let Some(words) = request::too_few(&snapshot, &rota) {
            return Err(AppError::refused("too-few", words));
        }
        let asked = Asked {
            rota: rota.record.id,
            rules: &rota.rules,
            planned: rota.record.planned,
            from,
            weeks,
            now,
            style: self.reader(&snapshot).style,
        };
        let (span, mut shifts, request) = self.prepare(&snapshot, &rota, &asked, seed).await?;
        let plan = tokio::task::spawn_blocking(move || planner::plan(&request))
            .await
            .map_err(|error| super::internal(&error))?;
        let pairings: HashMap<_, _> = plan.assignments.iter().map(|one| (one.shift, one.pairing)).collect();
        for shift in &mut shifts {
            shift.pairing = pairings.get(&shift.id).copied().unwrap_or_default();
        }
        let summary = Summary::of(&plan, seed, weeks, from);
        let draft = DraftRecord {
            rota: rota.record.id,
            span,
            rules_revision: rota.kept_rules.from_revision,
            summary: serde_json::to_string(&summary).map_err(|error| super::internal(&error))?,
            made_by: self.actor.key(),
            made_at: now,
            revision: 0,
            shifts,
        };
        let desk = self.clone();
        self.to_the_end(async move { desk.keep_draft(draft).await }).await
    }

    /// The turns that are asked for, with nobody on them yet, and what the planner needs to know for them.
    ///
    /// # Errors
    /// `Invalid` for a start that would leave time out, or when there are no turns or too many.
    async fn prepare(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        asked: &Asked<'_>,
        seed: u64,
    ) -> Result<(Span, Vec<Shift>, planner::Request)> {
        let fault = |(field, words): turns::Fault| AppError::field(field, words);
        let wanted = asked.wanted().map_err(fault)?;
        let published = self.shifts_from(rota.record.id, wanted).await?;
        let (span, shifts) = asked.turns(wanted, &published).map_err(fault)?;

        let around = Span::new(span.start() - AROUND_SECONDS, span.end() + AROUND_SECONDS).unwrap_or(span);
        let members: Vec<_> = request::members(snapshot, rota)
            .into_iter()
            .map(|(person, ..)| person)
            .collect();
        let facts = Facts {
            snapshot,
            rota,
            span,
            shifts: &shifts,
            around: &self.tandem.store.shifts(rota.record.id, around).await?,
            covers: &self.covers_in(rota.record.id, span).await?,
            leave: &self.tandem.store.leave(around).await?,
            wishes: &WishRecord::of(&mut *self.tandem.store.read().await?, &members).await?,
        };
        let request = facts.request(seed);
        Ok((span, shifts, request))
    }

    /// The published shifts that end after `at`, in order.
    async fn shifts_from(&self, rota: domain::RotaId, at: Instant) -> Result<Vec<Shift>> {
        match Span::new(at, Instant::MAX) {
            Ok(window) => Ok(self.tandem.store.shifts(rota, window).await?),
            Err(_) => Ok(Vec::new()),
        }
    }

    async fn covers_in(&self, rota: domain::RotaId, span: Span) -> Result<Vec<Cover>> {
        let covers = self.tandem.store.covers(rota, span).await?;
        Ok(covers.into_iter().map(|record| record.cover).collect())
    }

    async fn keep_draft(&self, draft: DraftRecord) -> Result<()> {
        let mut write = self.begin().await?;
        let current = RulesRecord::current(write.connection(), draft.rota).await?;
        if current.is_none_or(|rules| rules.from_revision != draft.rules_revision) {
            return Err(AppError::Stale(
                "The rota's rules were changed while it was planned. Plan again.".into(),
            ));
        }
        write.put_draft(&draft).await?;
        let detail = serde_json::json!({ "span": draft.span, "shifts": draft.shifts.len() });
        write
            .audit("draft.made", &format!("rota {}", draft.rota), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Throws the rota's draft away.
    ///
    /// # Errors
    /// For somebody who may not, and when there is none.
    pub(crate) async fn discard_draft(&self, slug: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let (desk, id) = (self.clone(), rota.record.id);
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            if DraftRecord::find(write.connection(), id).await?.is_none() {
                return Err(AppError::NotFound("There is no draft to discard.".into()));
            }
            write.remove_draft(id).await?;
            write
                .audit("draft.discarded", &format!("rota {id}"), serde_json::json!({}))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}
