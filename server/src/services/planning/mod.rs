//! Planning: drafts from a rota's rules.

mod asking;
mod basis;
mod history;
mod job;
mod jobs;
mod outlook;
pub(super) mod request;
mod said;
pub(super) mod summary;
mod turns;
pub(super) mod view;

use super::{Desk, Result, rotas::find, teams::takes_duty};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{DraftRecord, RulesRecord, WishRecord, Write},
};
use app::{
    AppError,
    planning::{JobView, OutlookView, PlanForm, PlanView},
};
pub(crate) use asking::{Again, Asking, Effort, Task, seed};
use async_trait::async_trait;
use basis::Basis;
use domain::{
    DraftId, Instant, ShiftId, Span,
    planner::{self, PassedOver, Plan, PlanningRules, Request, Served, Watch},
    rota::Shift,
    timeline::Cover,
};
pub(crate) use history::{History, LOAD_WEEKS, members};
pub(super) use jobs::Live;
pub(crate) use jobs::{Planners, take_up_waiting};
use request::{AROUND_SECONDS, Facts};
pub(crate) use said::said;
use std::collections::{HashMap, HashSet};
use summary::Summary;
use turns::Asked;

/// The most drafts of one rota that are neither discarded nor published.
const MOST_DRAFTS: i64 = 20;
/// How far back a rotation looks for whose turn it is: thirteen months.
const SERVED_SECONDS: i64 = 395 * 86_400;

#[async_trait]
impl app::planning::Port for Desk {
    async fn plan_view(&self, slug: String) -> Result<PlanView> {
        self.view(&slug, &PlanForm::default()).await
    }

    async fn plan_view_of(&self, slug: String, asked: PlanForm) -> Result<PlanView> {
        self.view(&slug, &asked).await
    }

    async fn look_ahead(&self, slug: String, asked: PlanForm) -> Result<OutlookView> {
        self.outlook_of(&slug, &asked).await
    }

    async fn make_draft(&self, slug: String, form: PlanForm) -> Result<String> {
        let asking = self.asking(&slug, &form).await?;
        Ok(self.plan_rota(&slug, asking).await?.to_string())
    }

    async fn start_plan(&self, slug: String, form: PlanForm) -> Result<String> {
        let asking = self.asking(&slug, &form).await?;
        self.start(&slug, asking).await
    }

    async fn cancel_plan(&self, job: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.cancel(&job).await }).await
    }

    async fn planning_job(&self, job: String) -> Result<JobView> {
        self.one_job(&job).await
    }
}

/// Turns that are to be planned, and all that the planner needs to know.
pub(super) struct Prepared {
    span: Span,
    shifts: Vec<Shift>,
    pub(super) request: Request,
    basis: Basis,
    /// The turns before these: what a rotation goes on from.
    served: Vec<Served>,
}

/// A plan with its people seated.
pub(super) struct Planned {
    prepared: Prepared,
    plan: Plan,
    passed_over: Vec<PassedOver>,
}

impl Prepared {
    /// From the first turn to the last.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// Plans while whoever asks waits, at one of the places that this node has for searches.
    ///
    /// # Errors
    /// `too-many-plans` when too many wait for a place already; `Internal` when the search came to a bad end.
    pub(super) async fn planned(self, planners: &Planners) -> Result<Planned> {
        let _place = planners.place().await?;
        tokio::task::spawn_blocking(move || self.plan(&mut ()))
            .await
            .map_err(|error| super::internal(&error))
    }

    /// Plans while somebody watches: as a rotation where there is an order, fairly where there is none. It takes a while.
    fn plan(mut self, watch: &mut dyn Watch) -> Planned {
        let (plan, passed_over) = if self.basis.orders.is_empty() {
            (planner::plan_watched(&self.request, watch), Vec::new())
        } else {
            let rotated = planner::rotate(&self.request, &self.basis.orders, &self.served);
            (rotated.plan, rotated.passed_over)
        };
        let pairings: HashMap<_, _> = plan.assignments.iter().map(|one| (one.shift, one.pairing)).collect();
        for shift in &mut self.shifts {
            shift.pairing = pairings.get(&shift.id).copied().unwrap_or_default();
        }
        Planned {
            prepared: self,
            plan,
            passed_over,
        }
    }
}

impl Planned {
    /// The shifts with their people.
    pub(super) fn into_shifts(self) -> Vec<Shift> {
        self.prepared.shifts
    }
}

impl Desk {
    /// What a form asks of a rota.
    ///
    /// # Errors
    /// For somebody who may not, and `Invalid` with every field that cannot be read.
    async fn asking(&self, slug: &str, form: &PlanForm) -> Result<Asking> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let mut connection = self.tandem.store.read().await?;
        let (kept, _) = super::planning_rules::of_rota(&mut connection, rota.record.id).await?;
        Asking::read(form, &kept)
    }

    /// Plans what is asked for and keeps the plan as a draft beside the others, while whoever asks waits.
    ///
    /// # Errors
    /// For somebody who may not, for a start that would leave time out, and when nobody could serve at all.
    pub(crate) async fn plan_rota(&self, slug: &str, asking: Asking) -> Result<DraftId> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        let prepared = self.prepare(&snapshot, &rota, &asking).await?;
        let draft = self.draft_of(&rota, &asking, prepared.planned(&self.tandem.planners).await?)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.keep_draft(draft).await }).await
    }

    /// The turns that are asked for, with nobody on them yet, and what the planner needs to know for them.
    ///
    /// # Errors
    /// For somebody who may not; `too-few` when nobody could serve at all; `Invalid` for a start that would leave time out,
    /// or when there are no turns or too many.
    pub(super) async fn prepare(&self, snapshot: &Snapshot, rota: &RotaImage, asking: &Asking) -> Result<Prepared> {
        self.may_manage(snapshot, rota.record.team)?;
        request::anybody(snapshot, rota)?;
        let fault = |(field, words): turns::Fault| AppError::field(field, words);
        let asked = Asked {
            rota: rota.record.id,
            rules: &rota.ahead,
            planned: rota.record.planned,
            from: asking.from,
            weeks: asking.weeks,
            until: asking.until,
            now: self.tandem.now(),
            style: self.reader(snapshot).style,
        };
        // What lies before the rota's last rules is published by those before them.
        let wanted = asked.wanted().map_err(fault)?.max(rota.ahead_from());
        let published = self.shifts_from(rota.record.id, wanted).await?;
        let (span, shifts) = asked.turns(wanted, &published).map_err(fault)?;
        takes_duty(snapshot, rota.record.team, span.end())?;
        self.prepared_for(snapshot, rota, (span, shifts), asking).await
    }

    /// These turns, and what the planner needs to know to plan them as is asked for.
    pub(super) async fn prepared_for(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        (span, shifts): (Span, Vec<Shift>),
        asking: &Asking,
    ) -> Result<Prepared> {
        let store = &self.tandem.store;
        let basis = Basis::load(store, snapshot, rota, span.start(), asking.rules.clone()).await?;
        let request = self.request_on(snapshot, rota, span, &shifts, &basis).await?;
        let request = Request {
            seed: asking.seed,
            iterations: asking.effort.iterations(shifts.len()),
            ..request
        };
        let served = self.served(rota, span, &basis).await?;
        Ok(Prepared {
            span,
            shifts,
            request,
            basis,
            served,
        })
    }

    /// What the planner needs to know to score and change these shifts by the rota's rules, or by `rules` in their place.
    pub(super) async fn request_for(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        (span, shifts): (Span, &[Shift]),
        rules: Option<PlanningRules>,
    ) -> Result<Request> {
        let basis = Basis::load(&self.tandem.store, snapshot, rota, span.start(), rules).await?;
        self.request_on(snapshot, rota, span, shifts, &basis).await
    }

    async fn request_on(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        span: Span,
        shifts: &[Shift],
        basis: &Basis,
    ) -> Result<Request> {
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
            basis,
        };
        Ok(facts.request(1))
    }

    /// The published turns before a plan, for a rotation. It has planned those that were published since there is an order.
    async fn served(&self, rota: &RotaImage, span: Span, basis: &Basis) -> Result<Vec<Served>> {
        let (id, store) = (rota.record.id, &self.tandem.store);
        let before = Span::new(span.start() - SERVED_SECONDS, span.start());
        let Some((before, since)) = before.ok().zip(basis.ordered_since) else {
            return Ok(Vec::new());
        };
        let shifts = store.shifts(id, before).await?;
        let in_order: HashSet<ShiftId> = store.shifts_since(id, before, since).await?.into_iter().collect();
        let before = shifts.iter().filter(|shift| shift.span.start() < span.start());
        let served = before.map(|shift| Served {
            from: shift.span.start(),
            pairing: shift.pairing,
            in_order: in_order.contains(&shift.id),
        });
        Ok(served.collect())
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

    /// The draft that a plan makes.
    fn draft_of(&self, rota: &RotaImage, asking: &Asking, planned: Planned) -> Result<DraftRecord> {
        let summary = Summary::of(&planned, asking);
        let (id, span) = (DraftId::from_uuid(self.tandem.new_id()), planned.prepared.span);
        Ok(DraftRecord {
            rules_revision: rota.kept_rules.from_revision,
            summary: serde_json::to_string(&summary).map_err(|error| super::internal(&error))?,
            made_by: self.actor.key(),
            made_at: self.tandem.now(),
            ..DraftRecord::new(id, rota.record.id, span, planned.into_shifts())
        })
    }

    /// Keeps a draft beside the others; one without a name is given the next number.
    ///
    /// # Errors
    /// `Stale` when the rota's rules are others by now, and `too-many-drafts` when there are as many as anybody can tell
    /// apart.
    pub(super) async fn keep_draft(&self, draft: DraftRecord) -> Result<DraftId> {
        let mut write = self.begin().await?;
        let id = self.keep_draft_in(&mut write, draft).await?;
        self.tandem.commit(write).await?;
        Ok(id)
    }

    /// The same as a part of a write.
    async fn keep_draft_in(&self, write: &mut Write, mut draft: DraftRecord) -> Result<DraftId> {
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
        Ok(draft.id)
    }
}
