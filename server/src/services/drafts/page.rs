//! The page of one draft.

use super::super::{
    Actor, Desk, Reader, Result,
    planning::{
        said,
        summary::Summary,
        view::{changes, fairness, loads, unmet},
    },
    rota_words,
    rotas::named,
    wording,
};
use super::{
    Opened,
    chart::{Marks, draft_chart},
    list::score_words,
    live::Figures,
    words::{EditWords, terms},
};
use crate::store::DraftEditRecord;
use app::drafts::{DraftPage, DraftRow, DraftTurn, SeatView};
use domain::{
    Pairing, Role, ShiftId,
    draft::{Held, Seat},
    planner::Breach,
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
        let live = self.live(snapshot, rota, draft.span, &draft.shifts).await?;
        let figures = live.figures().await?;
        let summary = figures.summary(draft);
        // What was said when it was planned holds until somebody changes it by hand.
        let as_planned: Option<Summary> = serde_json::from_str(&draft.summary).ok();
        let as_planned = as_planned.filter(|_| edits.is_empty());
        let table = Table {
            opened,
            published: published.iter().map(|shift| (shift.id, shift.pairing)).collect(),
            breaches: figures.by_seat(),
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
            trouble: trouble(opened, &figures, reader),
            turns: table.turns(),
            undo: history.undo(),
            redo: history.redo(),
            edits: history.listed(),
            dates: dates(opened),
        })
    }
}

/// The first and last local date of a draft.
pub(super) fn dates(opened: &Opened) -> (String, String) {
    let (zone, span) = (&opened.rota.rules.zone, opened.draft.span);
    let date = |at| zone.local(at).date().to_string();
    (date(span.start()), date(span.end() - 1))
}

/// What is locked or overridden although something speaks against it.
fn trouble(opened: &Opened, figures: &Figures, reader: &Reader) -> Vec<String> {
    let Opened { snapshot, rota, draft } = opened;
    let words = EditWords {
        snapshot,
        rota,
        shifts: &draft.shifts,
        reader,
    };
    let said = figures.breaches.iter().filter_map(|breach| {
        let seat = Seat {
            shift: breach.shift,
            role: breach.role,
        };
        let held = draft.sheet.held(seat)?;
        let why = why(opened, breach, reader);
        let how = match (&held.against, held.locked) {
            (Some(reason), _) => format!("planned all the same: {reason}"),
            (None, true) => "locked: unlock it to plan somebody else".to_owned(),
            (None, false) => "change it, or plan again".to_owned(),
        };
        let name = snapshot.directory().name(breach.person);
        Some(format!("{name} {why} ({}), {how}.", words.seat(seat)))
    });
    said.collect()
}

fn why(opened: &Opened, breach: &Breach, reader: &Reader) -> String {
    let zone = &opened.rota.rules.zone;
    let reasons = breach
        .reasons
        .iter()
        .map(|reason| rota_words::reason(reason, zone, reader));
    reasons.collect::<Vec<_>>().join(" and ")
}

/// The turns of a draft.
struct Table<'a> {
    opened: &'a Opened,
    published: HashMap<ShiftId, Pairing>,
    breaches: HashMap<Seat, &'a Breach>,
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
        let rules = &self.opened.rota.rules;
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
        let gone = person.filter(|person| {
            let members = super::super::planning::request::members(snapshot, rota);
            !members.iter().any(|(member, ..)| member == person)
        });
        let trouble = match (self.breaches.get(&seat), gone) {
            (Some(breach), _) => Some(why(self.opened, breach, self.reader)),
            (None, Some(_)) => Some(format!("may no longer be {role} in this team")),
            (None, None) => None,
        };
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
