//! The drafts of a rota.

use super::super::{
    Actor, Desk, Reader, Result,
    planning::view::{fairness, stale},
    rotas::find,
    wording::{self, span_words},
};
use super::live::Figures;
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use app::drafts::{DraftRow, DraftsPage};
use domain::{
    Span,
    draft::{Kind, difference},
};

/// The most drafts that a page lists, the newest first.
const MOST_LISTED: i64 = 40;

impl Desk {
    pub(super) async fn list_drafts(&self, slug: &str, compare: &[String]) -> Result<DraftsPage> {
        let snapshot = self.tandem.snapshot();
        let reader = &self.reader(&snapshot);
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let drafts = DraftRecord::of(&mut *self.tandem.store.read().await?, rota.record.id, MOST_LISTED).await?;
        let (mut open, mut earlier) = (Vec::new(), Vec::new());
        for draft in &drafts {
            let row = self.row_of(&snapshot, &rota, draft, reader).await?;
            match draft.is_open() {
                true => {
                    let live = self
                        .live(&snapshot, &rota, (draft.span, &draft.shifts), Some(draft))
                        .await?;
                    let figures = live.figures().await?;
                    open.push(DraftRow {
                        score: score_words(&figures, draft),
                        ..row
                    });
                }
                false => earlier.push(row),
            }
        }
        Ok(DraftsPage {
            heading: self.heading(&snapshot, &rota),
            open,
            earlier,
            published: rota.record.planned.is_some(),
            compared: self.compared(&snapshot, &rota, &drafts, compare).await?,
        })
    }

    pub(super) async fn row_of(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        draft: &DraftRecord,
        reader: &Reader,
    ) -> Result<DraftRow> {
        let moved = draft.has_moved(&mut *self.tandem.store.read().await?).await?;
        // What has become as the draft has it is no news to whoever works on the draft.
        let moved = moved && self.differs(draft).await?;
        let zone = &rota.rules.zone;
        let made_at = wording::stamp(draft.made_at, zone, reader).text;
        let state = match (draft.discarded_at, draft.published_at) {
            (Some(_), _) => "discarded",
            (None, Some(_)) => "published",
            (None, None) => "open",
        };
        Ok(DraftRow {
            id: draft.id.to_string(),
            name: draft.name.clone(),
            made: format!("Drafted by {} {made_at}", Actor::describe(&draft.made_by, snapshot)),
            span: span_words(draft.span, zone, reader),
            shifts: draft.shifts.len(),
            gaps: draft.shifts.iter().map(|shift| shift.pairing.gaps().count()).sum(),
            score: String::new(),
            locked: draft.sheet.seats().filter(|(_, held)| held.locked).count(),
            moved,
            state: state.to_owned(),
            stale: stale(rota, draft, reader.now),
            revision: draft.revision.to_string(),
        })
    }
}

impl Desk {
    /// Whether a published turn of the draft's time that lies ahead is not as the draft has it.
    async fn differs(&self, draft: &DraftRecord) -> Result<bool> {
        let Ok(ahead) = Span::new(draft.span.start().max(self.tandem.now()), draft.span.end()) else {
            return Ok(false);
        };
        let published = self.tandem.store.shifts(draft.rota, ahead).await?;
        let changed = difference(&published, &draft.shifts, ahead);
        Ok(changed.iter().any(|one| one.kind != Kind::New))
    }
}

/// `score 96, everybody within 4 points`.
pub(super) fn score_words(figures: &Figures, draft: &DraftRecord) -> String {
    format!("score {}, {}", figures.score.cost(), fairness(&figures.summary(draft)))
}

/// The open drafts of a rota, for the pages that lead to them.
pub(crate) async fn rows(desk: &Desk, snapshot: &Snapshot, rota: &RotaImage) -> Result<Vec<DraftRow>> {
    let reader = &desk.reader(snapshot);
    let drafts = DraftRecord::of(&mut *desk.tandem.store.read().await?, rota.record.id, MOST_LISTED).await?;
    let mut rows = Vec::new();
    for draft in drafts.iter().filter(|draft| draft.is_open()) {
        rows.push(desk.row_of(snapshot, rota, draft, reader).await?);
    }
    Ok(rows)
}
