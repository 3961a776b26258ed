//! Editing a draft by hand, undoing and doing again.

use super::super::{Actor, Desk, Reader, Result, setup::check_name, wording};
use super::{
    Opened, no_such_draft,
    words::{EditWords, breach, rule},
};
use crate::store::{DraftEditRecord, DraftRecord, Write};
use app::{AppError, drafts::EditForm};
use chrono::{NaiveDate, NaiveTime};
use domain::{
    DraftId, Instant, PersonId, Role,
    draft::{Command, Edit, Refused, Seat},
    planner::{Change, Editor, NoSuchChange, Reason},
};
use std::collections::BTreeSet;

/// The longest reason that is kept.
const REASON_CHARACTERS: usize = 500;

/// What a form asks for.
enum Asked {
    Edit(Command),
    Undo,
    Redo,
    Rename(String),
}

impl Desk {
    /// Edits a draft: whoever asks has been found to manage its rota.
    ///
    /// # Errors
    /// `Stale` when the draft was changed since it was looked at; `two-people` when one person would be in both roles;
    /// `on-leave`, `not-qualified` or `against-rules` when rules would be broken without a reason. Nothing is written then.
    pub(super) async fn edit(&self, slug: &str, id: DraftId, form: EditForm) -> Result<()> {
        let mut write = self.begin().await?;
        let snapshot = self.tandem.snapshot();
        let reader = &self.reader(&snapshot);
        let rota = super::find(&snapshot, slug)?;
        let draft = DraftRecord::find(write.connection(), id).await?;
        let draft = draft.filter(|draft| draft.rota == rota.record.id);
        let draft = draft.ok_or_else(|| no_such_draft(&id.to_string()))?;
        let mut opened = Opened { snapshot, rota, draft };
        self.seen(&mut write, &opened, &form.seen).await?;
        match asked(&opened, &form)? {
            Asked::Edit(command) => {
                let edit = self.decide(&opened, &command, &form.reason, reader).await?;
                self.keep_edit(&mut write, &mut opened, &edit).await?;
            }
            Asked::Undo => self.step(&mut write, &mut opened, true).await?,
            Asked::Redo => self.step(&mut write, &mut opened, false).await?,
            Asked::Rename(name) => {
                opened.draft.name = name;
                write.update_draft(&opened.draft).await?;
                let detail = serde_json::json!({ "name": opened.draft.name });
                write.audit("draft.renamed", &format!("draft {id}"), detail).await?;
            }
        }
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Refuses to change a draft that is closed, or not as it was looked at.
    async fn seen(&self, write: &mut Write, opened: &Opened, seen: &str) -> Result<()> {
        let draft = &opened.draft;
        if !draft.is_open() {
            let words = "This draft is discarded or published. Restore it, or plan again.";
            return Err(AppError::refused("closed", words));
        }
        if seen.trim() == draft.revision.to_string() {
            return Ok(());
        }
        let edits = DraftEditRecord::of(write.connection(), draft.id).await?;
        let last = edits.iter().find(|edit| edit.position == draft.edits_in_force);
        let did = last.map(|edit| {
            let words = opened.words(&self.reader(&opened.snapshot)).edit(&edit.edit);
            format!(
                " The last edit is by {}: {words}.",
                Actor::describe(&edit.made_by, &opened.snapshot)
            )
        });
        Err(AppError::Stale(format!(
            "This draft was changed meanwhile, in another tab or by somebody else.{} Nothing of yours is lost: look at it as it is now, and choose again.",
            did.unwrap_or_default()
        )))
    }

    /// The edit that a command makes, if it may be made.
    async fn decide(&self, opened: &Opened, command: &Command, reason: &str, reader: &Reader) -> Result<Edit> {
        let draft = &opened.draft;
        let words = opened.words(reader);
        let refused = |error| words.refused(error);
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        let edit = match draft.sheet.edit(command, None) {
            // Whoever is there stays, for the reason that is given.
            Err(Refused::Nothing) => draft.sheet.edit(command, reason),
            edit => edit,
        };
        let edit = edit.map_err(refused)?;
        let Some(change) = change(command) else { return Ok(edit) };
        not_over(opened, &edit, reader)?;
        let broken = self.broken(opened, change).await?;
        if broken.is_empty()
            && edit
                .changes
                .iter()
                .all(|change| change.before.person == change.after.person)
        {
            let words = "Nothing speaks against whoever is there: no reason is needed.";
            return Err(AppError::refused("nothing", words));
        }
        if broken.is_empty() {
            return Ok(edit);
        }
        let Some(reason) = reason else {
            return Err(against_rules(
                opened,
                &broken,
                "Give a reason to do it all the same.",
                reader,
            ));
        };
        if reason.chars().count() > REASON_CHARACTERS {
            let words = format!("A reason has at most {REASON_CHARACTERS} characters.");
            return Err(AppError::field("reason", words));
        }
        draft.sheet.edit(command, Some(reason)).map_err(refused)
    }

    /// Refuses to take an edit back, or to make it again, where that breaks a rule by now for which no reason stands with
    /// it.
    async fn judge_again(&self, opened: &Opened, edit: &Edit) -> Result<()> {
        let reader = &self.reader(&opened.snapshot);
        let Some(change) = change_of(edit) else { return Ok(()) };
        not_over(opened, edit, reader)?;
        let mut broken = self.broken(opened, change).await?;
        let reasoned = |person: PersonId| {
            let mut given = edit.changes.iter().map(|change| &change.after);
            given.any(|held| held.person == Some(person) && held.against.is_some())
        };
        broken.retain(|(person, _)| !reasoned(*person));
        match broken.is_empty() {
            true => Ok(()),
            false => Err(against_rules(
                opened,
                &broken,
                "Choose who is to be there yourself, with a reason.",
                reader,
            )),
        }
    }

    /// The rules that a change would break.
    async fn broken(&self, opened: &Opened, change: Change) -> Result<Vec<(PersonId, Reason)>> {
        let Opened { snapshot, rota, draft } = opened;
        let live = self
            .live(snapshot, rota, (draft.span, &draft.shifts), Some(draft))
            .await?;
        let tried = Editor::new(&live.request, &live.assignments).open().try_change(change);
        match tried {
            Ok(what_if) => Ok(what_if.broken),
            Err(NoSuchChange::Person(person)) => Err(AppError::field(
                "person",
                format!("{} may not be planned in this team.", snapshot.directory().name(person)),
            )),
            Err(error) => Err(AppError::refused("two-people", format!("{error}."))),
        }
    }

    async fn keep_edit(&self, write: &mut Write, opened: &mut Opened, edit: &Edit) -> Result<()> {
        self.lay_down(write, opened, edit).await?;
        let draft = &mut opened.draft;
        draft.edits_in_force += 1;
        write.insert_draft_edit(draft.id, draft.edits_in_force, edit).await?;
        write.update_draft(draft).await?;
        let detail = serde_json::json!({ "changes": edit.changes });
        Ok(write
            .audit("draft.edited", &format!("draft {}", draft.id), detail)
            .await?)
    }

    /// One edit back, or forward again.
    async fn step(&self, write: &mut Write, opened: &mut Opened, back: bool) -> Result<()> {
        let edits = DraftEditRecord::of(write.connection(), opened.draft.id).await?;
        let position = opened.draft.edits_in_force + i64::from(!back);
        let Some(record) = edits.into_iter().find(|edit| edit.position == position) else {
            let words = if back {
                "There is nothing to undo."
            } else {
                "There is nothing to do again."
            };
            return Err(AppError::refused("nothing", words));
        };
        let edit = if back { record.edit.reversed() } else { record.edit };
        self.judge_again(opened, &edit).await?;
        self.lay_down(write, opened, &edit).await?;
        let draft = &mut opened.draft;
        draft.edits_in_force += if back { -1 } else { 1 };
        write.update_draft(draft).await?;
        let action = if back { "draft.undone" } else { "draft.redone" };
        let detail = serde_json::json!({ "changes": edit.changes });
        Ok(write.audit(action, &format!("draft {}", draft.id), detail).await?)
    }

    async fn lay_down(&self, write: &mut Write, opened: &mut Opened, edit: &Edit) -> Result<()> {
        let mut sheet = opened.draft.sheet.clone();
        sheet
            .apply(edit)
            .map_err(|error| opened.words(&self.reader(&opened.snapshot)).refused(error))?;
        let touched: BTreeSet<_> = edit.changes.iter().map(|change| change.seat.shift).collect();
        for shift in touched {
            write.update_draft_shift(opened.draft.id, shift, &sheet).await?;
        }
        opened.draft.sheet = sheet;
        Ok(())
    }
}

impl Opened {
    pub(super) fn words<'a>(&'a self, reader: &'a Reader) -> EditWords<'a> {
        EditWords {
            snapshot: &self.snapshot,
            rota: &self.rota,
            shifts: &self.draft.shifts,
            reader,
        }
    }
}

/// The change that the planner is asked about; locks change nothing for it.
fn change(command: &Command) -> Option<Change> {
    Some(match command {
        Command::Give { seat, person } => match person {
            Some(person) => Change::Assign {
                shift: seat.shift,
                role: seat.role,
                person: *person,
            },
            None => Change::Unassign {
                shift: seat.shift,
                role: seat.role,
            },
        },
        Command::Swap { one, other } => Change::Swap {
            one: (one.shift, one.role),
            other: (other.shift, other.role),
        },
        Command::Lock { .. } => return None,
    })
}

/// The change that an edit makes; reasons and locks change nothing for the planner.
fn change_of(edit: &Edit) -> Option<Change> {
    let mut moved = edit
        .changes
        .iter()
        .filter(|change| change.before.person != change.after.person);
    let first = moved.next()?;
    let command = match moved.next() {
        Some(second) => Command::Swap {
            one: first.seat,
            other: second.seat,
        },
        None => Command::Give {
            seat: first.seat,
            person: first.after.person,
        },
    };
    change(&command)
}

/// Refuses an edit of a turn that is over.
fn not_over(opened: &Opened, edit: &Edit, reader: &Reader) -> Result<()> {
    let over = |seat: Seat| {
        let mut shifts = opened.draft.shifts.iter();
        shifts.any(|shift| shift.id == seat.shift && shift.span.end() <= reader.now)
    };
    match edit.changes.iter().find(|change| over(change.seat)) {
        Some(change) => {
            let words = format!("{} is over: the past stands.", opened.words(reader).seat(change.seat));
            Err(AppError::refused("past", words))
        }
        None => Ok(()),
    }
}

fn against_rules(opened: &Opened, broken: &[(PersonId, Reason)], advice: &str, reader: &Reader) -> AppError {
    let all: Vec<(String, String)> = broken
        .iter()
        .map(|(person, reason)| {
            let words = breach(&opened.snapshot, &opened.rota, *person, reason, reader);
            (rule(reason).to_owned(), format!("{words}."))
        })
        .collect();
    let message: Vec<&str> = all.iter().map(|(_, words)| words.as_str()).collect();
    AppError::Refused {
        rule: all
            .first()
            .map_or_else(|| "against-rules".to_owned(), |(rule, _)| rule.clone()),
        message: format!("{} {advice}", message.join(" ")),
        all,
    }
}

fn asked(opened: &Opened, form: &EditForm) -> Result<Asked> {
    let seat = |field: &str, text: &str| -> Result<Seat> {
        text.parse()
            .map_err(|error| AppError::field(field, format!("{error}.")))
    };
    Ok(match form.what.trim() {
        "give" => Asked::Edit(Command::Give {
            seat: seat("seat", &form.seat)?,
            person: person(&form.person)?,
        }),
        "swap" => Asked::Edit(Command::Swap {
            one: seat("seat", &form.seat)?,
            other: seat("other", &form.other)?,
        }),
        what @ ("lock" | "unlock") => Asked::Edit(Command::Lock {
            seats: match form.seat.trim() {
                "" => stretch(opened, form)?,
                one => vec![seat("seat", one)?],
            },
            locked: what == "lock",
        }),
        "undo" => Asked::Undo,
        "redo" => Asked::Redo,
        "rename" => Asked::Rename(check_name(&form.name).map_err(|words| AppError::field("name", words))?),
        other => {
            let words = format!("‘{other}’ is no edit: use give, swap, lock, unlock, undo, redo or rename.");
            return Err(AppError::field("what", words));
        }
    })
}

fn person(text: &str) -> Result<Option<PersonId>> {
    let parse = |text: &str| {
        text.parse()
            .map_err(|error| AppError::field("person", format!("{error}.")))
    };
    (!text.trim().is_empty()).then(|| parse(text.trim())).transpose()
}

/// The seats of the turns that begin from one day to another.
fn stretch(opened: &Opened, form: &EditForm) -> Result<Vec<Seat>> {
    let day = |field: &str, text: &str| wording::day(text).map_err(|words| AppError::field(field, words));
    let roles = match form.role.trim() {
        "" => Role::BOTH.to_vec(),
        word => vec![
            word.parse()
                .map_err(|error| AppError::field("role", format!("{error}.")))?,
        ],
    };
    let (first, last) = (day("from", &form.from)?, day("to", &form.to)?);
    let zone = &opened.rota.rules.zone;
    let within = |at: Instant| (first..=last).contains(&zone.local(at).date());
    let shifts = opened.draft.shifts.iter().filter(|shift| within(shift.span.start()));
    let seats: Vec<Seat> = shifts
        .flat_map(|shift| {
            roles.iter().map(|role| Seat {
                shift: shift.id,
                role: *role,
            })
        })
        .collect();
    match seats.is_empty() {
        true => Err(AppError::field("from", "No turn of this draft begins in these days.")),
        false => Ok(seats),
    }
}

/// From the first instant of one local date to the last of another.
pub(super) fn days(opened: &Opened, first: NaiveDate, last: NaiveDate) -> Option<domain::Span> {
    let zone = &opened.rota.rules.zone;
    let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
    domain::Span::new(midnight(first), midnight(last.succ_opt().unwrap_or(last))).ok()
}
