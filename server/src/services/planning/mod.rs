//! Planning: drafts from a rota's rules.

mod outlook;
pub(super) mod request;
pub(super) mod summary;
mod turns;
pub(super) mod view;

use super::{Desk, Result, rotas::find, teams::takes_duty};
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
use domain::{DraftId, Instant, Span, planner, rota::Shift, timeline::Cover};
use request::{AROUND_SECONDS, Facts};
use std::collections::HashMap;
use summary::Summary;
use turns::{Asked, MOST_WEEKS};

/// The most drafts of one rota that are neither discarded nor published.
const MOST_DRAFTS: i64 = 20;

#[async_trait]
impl app::planning::Port for Desk {
    async fn plan_view(&self, slug: String) -> Result<PlanView> {
        self.view(&slug).await
    }

    async fn make_draft(&self, slug: String, form: PlanForm) -> Result<String> {
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
        Ok(self.plan_rota(&slug, from, weeks, seed).await?.to_string())
    }
}

impl Desk {
    /// Plans `weeks` weeks from the first handover on or after `from` (or where the published plan ends), and keeps the
    /// plan as a draft beside the others.
    ///
    /// # Errors
    /// For somebody who may not, for a start that would leave time out, and when no pairing is possible at all.
    pub(crate) async fn plan_rota(
        &self,
        slug: &str,
        from: Option<NaiveDate>,
        weeks: u32,
        seed: u64,
    ) -> Result<DraftId> {
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
        };
        let (span, mut shifts, request) = self.prepare(&snapshot, &rota, &asked, seed).await?;
        takes_duty(&snapshot, rota.record.team, span.end())?;
        let plan = planned(request, &mut shifts).await?;
        let summary = Summary::of(&plan, seed, weeks, from);
        let draft = DraftRecord {
            rules_revision: rota.kept_rules.from_revision,
            summary: serde_json::to_string(&summary).map_err(|error| super::internal(&error))?,
            made_by: self.actor.key(),
            made_at: now,
            ..DraftRecord::new(DraftId::from_uuid(self.tandem.new_id()), rota.record.id, span, shifts)
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

        let request = self.request_for(snapshot, rota, span, &shifts, seed).await?;
        Ok((span, shifts, request))
    }

    /// What the planner needs to know to plan, score and change these shifts.
    pub(super) async fn request_for(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        span: Span,
        shifts: &[Shift],
        seed: u64,
    ) -> Result<planner::Request> {
        let around = Span::new(span.start() - AROUND_SECONDS, span.end() + AROUND_SECONDS).unwrap_or(span);
        let members: Vec<_> = request::members(snapshot, rota)
            .into_iter()
            .map(|(person, ..)| person)
            .collect();
        let facts = Facts {
            snapshot,
            rota,
            span,
            shifts,
            around: &self.tandem.store.shifts(rota.record.id, around).await?,
            covers: &self.covers_in(rota.record.id, span).await?,
            leave: &self.tandem.store.leave(around).await?,
            wishes: &WishRecord::of(&mut *self.tandem.store.read().await?, &members).await?,
        };
        Ok(facts.request(seed))
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

    /// Keeps a draft beside the others; one without a name is given the next number.
    ///
    /// # Errors
    /// `Stale` when the rota's rules are others by now, and `too-many-drafts` when there are as many drafts as anybody can tell
    /// apart.
    pub(super) async fn keep_draft(&self, mut draft: DraftRecord) -> Result<DraftId> {
        let mut write = self.begin().await?;
        let current = RulesRecord::current(write.connection(), draft.rota).await?;
        if current.is_none_or(|rules| rules.from_revision != draft.rules_revision) {
            return Err(AppError::Stale(
                "The rota's rules were changed while it was planned. Plan again.".into(),
            ));
        }
        let (made, open) = DraftRecord::count(write.connection(), draft.rota).await?;
        if open >= MOST_DRAFTS {
            return Err(AppError::refused(
                "too-many-drafts",
                format!("This rota has {open} drafts already. Discard or publish some of them first."),
            ));
        }
        if draft.name.is_empty() {
            draft.name = format!("Draft {}", made + 1);
        }
        write.insert_draft(&draft).await?;
        let detail = serde_json::json!({ "rota": draft.rota, "name": draft.name, "span": draft.span, "shifts": draft.shifts.len() });
        write
            .audit("draft.made", &format!("draft {}", draft.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(draft.id)
    }
}

/// Plans the request, and seats whom the plan names on the shifts.
pub(super) async fn planned(request: planner::Request, shifts: &mut [Shift]) -> Result<planner::Plan> {
    let plan = tokio::task::spawn_blocking(move || planner::plan(&request))
        .await
        .map_err(|error| super::internal(&error))?;
    let pairings: HashMap<_, _> = plan.assignments.iter().map(|one| (one.shift, one.pairing)).collect();
    for shift in shifts {
        shift.pairing = pairings.get(&shift.id).copied().unwrap_or_default();
    }
    Ok(plan)
}
