//! What can be done with one role of a draft, tried out: the best first.

use super::super::{Desk, Reader, Result, internal, rotas::named, wording::span_words};
use super::{
    Opened,
    trouble::troubles,
    words::{EditWords, breach, change, term_changes},
};
use crate::collation;
use app::{
    AppError,
    drafts::{Choice, Choices},
    rotas::Named,
};
use domain::{
    PersonId,
    draft::Seat,
    planner::{Change, Editor, NoSuchChange, Tried},
    rota::Shift,
};

/// With how many roles an exchange is tried: those nearest in time.
const MOST_SWAPS: usize = 160;

impl Desk {
    pub(super) async fn choices_of(&self, opened: &Opened, seat: Seat) -> Result<Choices> {
        let Opened { snapshot, rota, draft } = opened;
        let reader = &self.reader(snapshot);
        let no_seat = || AppError::field("seat", format!("This draft has no role {seat}."));
        let held = draft.sheet.held(seat).cloned().ok_or_else(no_seat)?;
        let shift = shift_of(&draft.shifts, seat).ok_or_else(no_seat)?;
        let options = Options { opened, seat, reader };
        let over = shift.span.end() <= reader.now;
        let trouble = match over {
            true => None,
            false => self.trouble_of(opened, seat, reader).await?,
        };
        let (people, swaps) = match held.locked || over {
            true => (Vec::new(), Vec::new()),
            false => {
                let live = self
                    .live(snapshot, rota, (draft.span, &draft.shifts), Some(draft))
                    .await?;
                let give = options.gives(live.request.people.iter().map(|one| one.person).collect(), held.person);
                let swap = options.swaps(shift, held.person);
                let tried = tokio::task::spawn_blocking(move || {
                    let editor = Editor::new(&live.request, &live.assignments);
                    let mut desk = editor.open();
                    (desk.try_all(give), desk.try_all(swap))
                });
                tried.await.map_err(|error| internal(&error))?
            }
        };
        Ok(Choices {
            seat: seat.to_string(),
            role: seat.role,
            when: span_words(shift.span, &rota.rules.zone, reader),
            person: held.person.map(|person| named(snapshot, person)),
            locked: held.locked,
            against: held.against,
            trouble,
            revision: draft.revision.to_string(),
            people: people.iter().map(|tried| options.choice(tried)).collect(),
            swaps: swaps.iter().map(|tried| options.choice(tried)).collect(),
        })
    }
}

impl Desk {
    /// What speaks against whoever is in a role.
    async fn trouble_of(&self, opened: &Opened, seat: Seat, reader: &Reader) -> Result<Option<String>> {
        let Opened { snapshot, rota, draft } = opened;
        let live = self
            .live(snapshot, rota, (draft.span, &draft.shifts), Some(draft))
            .await?;
        let troubles = troubles(opened, &draft.shifts, &live.figures().await?, reader);
        Ok(troubles
            .into_iter()
            .find(|trouble| trouble.seat == seat)
            .map(|trouble| trouble.why))
    }
}

fn shift_of(shifts: &[Shift], seat: Seat) -> Option<&Shift> {
    shifts.iter().find(|shift| shift.id == seat.shift)
}

struct Options<'a> {
    opened: &'a Opened,
    seat: Seat,
    reader: &'a Reader,
}

impl Options<'_> {
    /// Everybody else by name, and nobody.
    fn gives(&self, mut people: Vec<PersonId>, present: Option<PersonId>) -> Vec<Change> {
        let Seat { shift, role } = self.seat;
        people.retain(|person| Some(*person) != present);
        people.sort_by_cached_key(|person| collation::key(self.opened.snapshot.directory().name(*person)));
        let mut changes: Vec<Change> = people
            .into_iter()
            .map(|person| Change::Assign { shift, role, person })
            .collect();
        if present.is_some() {
            changes.push(Change::Unassign { shift, role });
        }
        changes
    }

    /// The roles of other people that are neither locked nor over, nearest in time.
    fn swaps(&self, own: &Shift, present: Option<PersonId>) -> Vec<Change> {
        let (draft, start) = (&self.opened.draft, own.span.start());
        let mut near: Vec<(i64, Seat)> = Vec::new();
        for shift in draft.shifts.iter().filter(|shift| shift.span.end() > self.reader.now) {
            for role in domain::Role::BOTH {
                let other = Seat { shift: shift.id, role };
                let free = draft
                    .sheet
                    .held(other)
                    .is_some_and(|held| !held.locked && held.person != present);
                if free && other != self.seat {
                    near.push(((shift.span.start() - start).abs(), other));
                }
            }
        }
        near.sort_unstable();
        near.truncate(MOST_SWAPS);
        let one = (self.seat.shift, self.seat.role);
        near.into_iter()
            .map(|(_, other)| Change::Swap {
                one,
                other: (other.shift, other.role),
            })
            .collect()
    }

    fn choice(&self, tried: &Tried) -> Choice {
        let Opened { snapshot, rota, draft } = self.opened;
        let named_option = |person: Option<PersonId>| -> Option<Named> { person.map(|person| named(snapshot, person)) };
        let (other, person) = match tried.change {
            Change::Assign { person, .. } => (None, Some(person)),
            Change::Unassign { .. } => (None, None),
            Change::Swap {
                other: (shift, role), ..
            } => {
                let other = Seat { shift, role };
                (Some(other), draft.sheet.held(other).and_then(|held| held.person))
            }
        };
        let words = EditWords {
            snapshot,
            rota,
            shifts: &draft.shifts,
            reader: self.reader,
        };
        let (verdict, change, terms, broken) = match &tried.outcome {
            Ok(what_if) => {
                let broken: Vec<String> = what_if
                    .broken
                    .iter()
                    .map(|(person, reason)| breach(snapshot, rota, *person, reason, self.reader))
                    .collect();
                let verdict = if broken.is_empty() { "sound" } else { "against" };
                (verdict, change(what_if), term_changes(what_if), broken)
            }
            Err(error) => ("never", String::new(), Vec::new(), vec![self.never(*error)]),
        };
        Choice {
            seat: other.map(|other| other.to_string()),
            person: named_option(person),
            when: other.map(|other| words.seat(other)).unwrap_or_default(),
            verdict: verdict.to_owned(),
            change,
            terms,
            broken,
        }
    }

    fn never(&self, error: NoSuchChange) -> String {
        let name = |person| self.opened.snapshot.directory().name(person);
        match error {
            NoSuchChange::SamePerson(person) => format!("{} would be Lead and Engineer of one shift", name(person)),
            NoSuchChange::Person(person) => format!("{} may not be planned in this team", name(person)),
            NoSuchChange::Locked(..) => "it is locked".to_owned(),
            NoSuchChange::Shift(_) => "its shift is not in this draft".to_owned(),
        }
    }
}
