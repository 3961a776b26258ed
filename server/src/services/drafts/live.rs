//! A draft under today's rules, leave and wishes: its score, and what speaks against it.

use super::super::{
    Desk, Result, internal,
    planning::summary::{Summary, Unfilled},
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use domain::{
    Span,
    draft::Seat,
    planner::{Assignment, Breach, Editor, Load, Request, Score, Unfilled as Gap},
    rota::Shift,
};
use std::collections::{HashMap, HashSet};

/// Shifts with their people, and everything that they are judged by.
pub(super) struct Live {
    pub(super) request: Request,
    pub(super) assignments: Vec<Assignment>,
}

/// What there is to say of them.
pub(super) struct Figures {
    pub(super) score: Score,
    pub(super) loads: Vec<Load>,
    pub(super) gaps: Vec<Gap>,
    pub(super) breaches: Vec<Breach>,
}

impl Desk {
    /// Shifts laid under today's rules.
    pub(super) async fn live(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        span: Span,
        shifts: &[Shift],
    ) -> Result<Live> {
        let request = self.request_for(snapshot, rota, span, shifts).await?;
        let assignments = shifts
            .iter()
            .map(|shift| Assignment {
                shift: shift.id,
                pairing: shift.pairing,
            })
            .collect();
        Ok(Live { request, assignments })
    }
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

    /// What speaks against whoever is in each seat.
    pub(super) fn by_seat(&self) -> HashMap<Seat, &Breach> {
        let seat = |breach: &Breach| Seat {
            shift: breach.shift,
            role: breach.role,
        };
        self.breaches.iter().map(|breach| (seat(breach), breach)).collect()
    }
}
