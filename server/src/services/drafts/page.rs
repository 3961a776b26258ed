//! The page of one draft.

use super::super::{
    Actor, Desk, Reader, Result,
    planning::{
        said,
        summary::Summary,
        view::{changes, fairness, loads, unmet},
    },
    rotas::named,
    wording,
};
use super::{
    Opened,
    chart::{Marks, draft_chart},
    list::score_words,
    trouble::{SetAside, Trouble, troubles},
    words::{EditWords, terms},
};
use crate::store::DraftEditRecord;
use app::drafts::{DraftPage, DraftRow, DraftTurn, SeatView};
use domain::{
    Pairing, Role, ShiftId,
    draft::{Held, Seat},
    rota::Shift,
};
use std::collections::HashMap;

/// The most edits that are listed.
const MOST_EDITS: usize = 30;

impl Desk {
    pub(super) async fn draft_page(&self, opened: &Opened) -> Result<DraftPage> {
        let Opened { snapshot, rota, draft } = opened;
        let reader = &self.reader(snapshot);
        let published = self.tandem.store.shifts(rota.record.id, draft.span).await?;
        let edits = DraftEditRecord::of(&mut *self.tandem.store.read().await?, draft.id).await?;
        let live = self
            .live(snapshot, rota, (draft.span, &draft.shifts), Some(draft))
            .await?;
        let figures = live.figures().await?;
        let troubles = troubles(opened, &draft.shifts, &figures, reader);
        let summary = figures.summary(draft);
        // What was said when it was planned holds until somebody changes it by hand.
        let as_planned: Option<Summary> = serde_json::from_str(&draft.summary).ok();
        let as_planned = as_planned.filter(|_| edits.is_empty());
        let table = Table {
            opened,
            published: published.iter().map(|shift| (shift.id, shift.pairing)).collect(),
            troubles: troubles.iter().map(|trouble| (trouble.seat, trouble)).collect(),
            reader,
        };
        let history = History::new(opened, &edits, reader);
        let row = DraftRow {
            score: score_words(&figures, draft),
            ..self.row_of(snapshot, rota, draft, reader).await?
        };
        Ok(DraftPage {
            heading: self.heading(snapshot, rota),
            row,
            fairness: fairness(&summary),
            changes: changes(draft, &published, reader.now),
            chart: draft_chart(opened, &Marks::of(draft, &published), self.actor.person(), reader),
            loads: loads(snapshot, rota, draft, &summary),
            unmet: unmet(snapshot, rota, draft, &summary.unfilled, reader),
            said: as_planned.map_or_else(Vec::new, |kept| said(snapshot, rota, &draft.shifts, &kept, reader)),
            terms: terms(&figures.score),
            trouble: troubles
                .iter()
                .map(|trouble| said_of(opened, trouble, reader))
                .collect(),
            turns: table.turns(),
            undo: history.undo(),
            redo: history.redo(),
            edits: history.listed(),
            dates: dates(opened),
            money: self.draft_money(snapshot, rota, draft).await?,
        })
    }
}

/// The first and last local date of a draft.
pub(super) fn dates(opened: &Opened) -> (String, String) {
    let (zone, span) = (&opened.rota.rules.zone, opened.draft.span);
    let date = |at| zone.local(at).date().to_string();
    (date(span.start()), date(span.end() - 1))
}

/// What speaks against somebody in the draft, and what to do about it.
fn said_of(opened: &Opened, trouble: &Trouble, reader: &Reader) -> String {
    let locked = opened.draft.sheet.held(trouble.seat).is_some_and(|held| held.locked);
    let how = match (&trouble.set_aside, locked) {
        (SetAside::For(reason), _) => format!("Planned all the same: {reason}"),
        (SetAside::ForAnother, _) => "Planned all the same, with the reason for the other role".to_owned(),
        (SetAside::Not, true) => "Locked: unlock it to plan somebody else, or say why they stay".to_owned(),
        (SetAside::Not, false) => "Change it, plan again, or say why they stay".to_owned(),
    };
    format!("{}. {how}.", trouble.words(opened, reader))
}

/// The turns of a draft.
struct Table<'a> {
    opened: &'a Opened,
    published: HashMap<ShiftId, Pairing>,
    troubles: HashMap<Seat, &'a Trouble>,
    reader: &'a Reader,
}

impl Table<'_> {
    fn turns(&self) -> Vec<DraftTurn> {
        let mut month = String::new();
        let rows = self.opened.draft.shifts.iter().map(|shift| {
            let local = self.opened.rota.rules.zone.local(shift.span.start());
            let name = local.format("%B %Y").to_string();
            let begins = (name != month).then(|| name.clone());
            month = name;
            self.turn(shift, begins)
        });
        rows.collect()
    }

    fn turn(&self, shift: &Shift, month: Option<String>) -> DraftTurn {
        let rules = &self.opened.rota.ahead;
        // The month and its year stand above.
        let then = Reader {
            now: shift.span.start(),
            ..self.reader.clone()
        };
        let stamp = |at| wording::stamp(at, &rules.zone, &then).text;
        let (first, last) = (
            rules.zone.local(shift.span.start()).date(),
            rules.zone.local(shift.span.end() - 1).date(),
        );
        let mut holidays = first.iter_days().take_while(|date| *date <= last).take(40);
        DraftTurn {
            month,
            from: stamp(shift.span.start()),
            to: stamp(shift.span.end()),
            special: holidays.find_map(|date| rules.holidays.name(date).map(str::to_owned)),
            past: shift.span.end() <= self.reader.now,
            seats: Role::BOTH.map(|role| self.seat(shift, role)).to_vec(),
        }
    }

    fn seat(&self, shift: &Shift, role: Role) -> SeatView {
        let Opened { snapshot, rota, draft } = self.opened;
        let seat = Seat { shift: shift.id, role };
        let Held {
            person,
            locked,
            against,
        } = draft.sheet.held(seat).cloned().unwrap_or_default();
        let published = self.published.get(&shift.id).map(|pairing| pairing.holder(role));
        let published = published.filter(|published| *published != person).map(|published| {
            published.map_or("nobody".to_owned(), |person| {
                snapshot.directory().name(person).to_owned()
            })
        });
        let trouble = self.troubles.get(&seat).map(|trouble| trouble.why.clone());
        let who = person.map_or("Gap", |person| snapshot.directory().name(person));
        let mut label = vec![
            format!("{role}: {who}"),
            wording::stamp(shift.span.start(), &rota.rules.zone, self.reader).text,
        ];
        label.extend(locked.then(|| "locked".to_owned()));
        label.extend(published.as_ref().map(|name| format!("published: {name}")));
        label.extend(trouble.clone());
        SeatView {
            seat: seat.to_string(),
            role,
            person: person.map(|person| named(snapshot, person)),
            locked,
            against,
            published,
            trouble,
            label: label.join(", "),
        }
    }
}

/// The edits of a draft in words.
struct History<'a> {
    opened: &'a Opened,
    edits: &'a [DraftEditRecord],
    words: EditWords<'a>,
    reader: &'a Reader,
}

impl<'a> History<'a> {
    fn new(opened: &'a Opened, edits: &'a [DraftEditRecord], reader: &'a Reader) -> Self {
        let words = EditWords {
            snapshot: &opened.snapshot,
            rota: &opened.rota,
            shifts: &opened.draft.shifts,
            reader,
        };
        Self {
            opened,
            edits,
            words,
            reader,
        }
    }

    fn at(&self, position: i64) -> Option<String> {
        let edit = self.edits.iter().find(|edit| edit.position == position)?;
        Some(self.words.edit(&edit.edit))
    }

    fn undo(&self) -> Option<String> {
        self.at(self.opened.draft.edits_in_force)
    }

    fn redo(&self) -> Option<String> {
        self.at(self.opened.draft.edits_in_force + 1)
    }

    fn listed(&self) -> Vec<(String, String)> {
        let in_force = |edit: &&DraftEditRecord| edit.position <= self.opened.draft.edits_in_force;
        let edits = self.edits.iter().rev().filter(in_force).take(MOST_EDITS);
        edits
            .map(|edit| {
                let at = wording::stamp(edit.made_at, &self.opened.rota.rules.zone, self.reader).text;
                let by = Actor::describe(&edit.made_by, &self.opened.snapshot);
                (self.words.edit(&edit.edit), format!("{by}, {at}"))
            })
            .collect()
    }
}
