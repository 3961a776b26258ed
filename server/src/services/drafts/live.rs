//! A draft under today's rules, leave and wishes: its score, and what speaks against it.

use super::super::{
    Desk, Result, internal,
    planning::{
        Asking,
        summary::{Summary, Unfilled},
    },
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use domain::{
    Role, ShiftId, Span,
    draft::Seat,
    planner::{Assignment, Breach, Editor, Load, PlanningRules, Reason, Request, Score, Unfilled as Gap},
    rota::Shift,
};
use std::collections::HashSet;

/// Shifts with their people, and everything that they are judged by.
pub(super) struct Live {
    pub(super) request: Request,
    pub(super) assignments: Vec<Assignment>,
    /// The roles for which somebody gave a reason.
    set_aside: Vec<(ShiftId, Role)>,
}

/// What there is to say of them.
pub(super) struct Figures {
    pub(super) score: Score,
    pub(super) loads: Vec<Load>,
    pub(super) gaps: Vec<Gap>,
    pub(super) breaches: Vec<Breach>,
    /// Those of them that no reason sets aside.
    pub(super) standing: Vec<Breach>,
}

impl Desk {
    /// Shifts laid under today's rules: those of the draft that they are of, where it has its own.
    pub(super) async fn live(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        (span, shifts): (Span, &[Shift]),
        draft: Option<&DraftRecord>,
    ) -> Result<Live> {
        let rules = draft.and_then(own_rules);
        let request = self.request_for(snapshot, rota, (span, shifts), rules).await?;
        let assignments = shifts
            .iter()
            .map(|shift| Assignment {
                shift: shift.id,
                pairing: shift.pairing,
            })
            .collect();
        let held = draft.into_iter().flat_map(|draft| draft.sheet.seats());
        let reasoned = held.filter(|(_, held)| held.against.is_some());
        Ok(Live {
            request,
            assignments,
            set_aside: reasoned.map(|(seat, _)| (seat.shift, seat.role)).collect(),
        })
    }
}

/// What was asked for when a draft was planned.
pub(super) fn asked_for(draft: &DraftRecord) -> Option<Asking> {
    let summary: Option<Summary> = serde_json::from_str(&draft.summary).ok();
    summary?.asking
}

/// The rules that hold for a draft alone, if it was asked for with any.
fn own_rules(draft: &DraftRecord) -> Option<PlanningRules> {
    asked_for(draft)?.rules
}

impl Live {
    /// Works out what there is to say.
    pub(super) async fn figures(self) -> Result<Figures> {
        let figures = tokio::task::spawn_blocking(move || {
            let editor = Editor::new(&self.request, &self.assignments);
            let mut desk = editor.open();
            let taken: HashSet<Seat> = self.taken();
            let mut gaps = desk.unfilled();
            // Somebody who has left the team is no candidate any more: their role is in trouble, and no gap.
            gaps.retain(|gap| {
                !taken.contains(&Seat {
                    shift: gap.shift,
                    role: gap.role,
                })
            });
            Figures {
                score: Score {
                    unfilled: u32::try_from(gaps.len()).unwrap_or(u32::MAX),
                    ..desk.score().clone()
                },
                loads: desk.loads(),
                breaches: desk.breaches(),
                standing: desk.standing_breaches(&self.set_aside),
                gaps,
            }
        });
        figures.await.map_err(|error| internal(&error))
    }

    fn taken(&self) -> HashSet<Seat> {
        let seats = self.assignments.iter().flat_map(|one| {
            domain::Role::BOTH
                .into_iter()
                .filter(|role| one.pairing.holder(*role).is_some())
                .map(|role| Seat { shift: one.shift, role })
        });
        seats.collect()
    }
}

impl Figures {
    /// What was kept with the draft, as it is by now.
    pub(super) fn summary(&self, draft: &DraftRecord) -> Summary {
        let kept: Option<Summary> = serde_json::from_str(&draft.summary).ok();
        let unfilled = self.gaps.iter().map(|gap| Unfilled {
            shift: gap.shift,
            role: gap.role,
            reasons: gap.reasons.clone(),
        });
        let kept = kept.unwrap_or_default();
        Summary {
            loads: self.loads.clone(),
            unfilled: unfilled.collect(),
            score: self.score.clone(),
            ..kept
        }
    }

    /// Leaves out some of the reasons.
    pub(super) fn retain(&mut self, keeps: impl Fn(&Breach, &Reason) -> bool) {
        for breaches in [&mut self.breaches, &mut self.standing] {
            for breach in breaches.iter_mut() {
                let mut reasons = std::mem::take(&mut breach.reasons);
                reasons.retain(|reason| keeps(breach, reason));
                breach.reasons = reasons;
            }
            breaches.retain(|breach| !breach.reasons.is_empty());
        }
    }
}
