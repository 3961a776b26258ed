//! Handovers: notes from those who go to those who come.

mod cards;
mod due;
mod page;
mod settings;
mod turn;

pub(in crate::services) use cards::{all_names, names, waits_for};
pub(in crate::services) use due::{Waiting, waiting};

use super::{Actor, Desk, Others, Result, notices::Notice, rotas::find};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{HandoverNote, HandoverTaken, Ticked, Write, rotas_without_notes},
};
use app::{
    AppError,
    handover::{AcknowledgeForm, ChecklistForm, HandoverForm, HandoverHistory, HandoverPage},
};
use async_trait::async_trait;
use domain::{Instant, PersonId, handover::NOTES_CHARACTERS};
use serde_json::json;
use std::sync::Arc;
use turn::{Turn, present};

#[async_trait]
impl app::handover::Port for Desk {
    async fn handover(&self, slug: String) -> Result<HandoverPage> {
        let (snapshot, rota) = self.readable(&slug)?;
        self.handover_page(&snapshot, &rota).await
    }

    async fn handovers(&self, slug: String, before: String) -> Result<HandoverHistory> {
        let (snapshot, rota) = self.readable(&slug)?;
        self.handover_history(&snapshot, &rota, &before).await
    }

    async fn write_handover(&self, slug: String, form: HandoverForm) -> Result<()> {
        let (_, rota) = self.readable(&slug)?;
        self.may_cover(&self.tandem.snapshot(), rota.record.team)?;
        let at = key(&form.at)?;
        check_notes(&form.notes)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let turn = desk.open_turn(&mut write, &slug, at).await?;
            desk.may_write_notes(&turn)?;
            desk.write_in(&mut write, &turn, &form).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn acknowledge_handover(&self, slug: String, form: AcknowledgeForm) -> Result<()> {
        let (_, rota) = self.readable(&slug)?;
        self.may_cover(&self.tandem.snapshot(), rota.record.team)?;
        let (at, whom) = (key(&form.at)?, whom(&form.person)?);
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let turn = desk.open_turn(&mut write, &slug, at).await?;
            let person = desk.may_take_over(&turn, whom)?;
            desk.has_read(&turn, &form.seen)?;
            desk.take_in(&mut write, &turn, person).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn use_handover_notes(&self, slug: String, uses: bool) -> Result<()> {
        self.set_handover_notes(slug, uses).await
    }

    async fn change_checklist(&self, team: String, form: ChecklistForm) -> Result<()> {
        self.set_checklist(team, form).await
    }
}

impl Desk {
    /// A rota whose handovers the actor may read: those of its team, administrators, and machines that may write.
    fn readable(&self, slug: &str) -> Result<(Arc<Snapshot>, Arc<RotaImage>)> {
        self.may_try()?;
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        if self.reads_handovers(&snapshot, &rota) {
            return Ok((snapshot, rota));
        }
        Err(AppError::Forbidden(
            "Only members of the team read its handover notes.".to_owned(),
        ))
    }

    /// Whether the actor may read them.
    pub(in crate::services) fn reads_handovers(&self, snapshot: &Snapshot, rota: &RotaImage) -> bool {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.write,
            _ => Others::InTeam.include(&self.standing_in(snapshot, rota.record.team)),
        }
    }

    /// The latest or the next handover of a rota, by its key, inside a write.
    async fn open_turn(&self, write: &mut Write, slug: &str, at: Instant) -> Result<Turn> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        if rotas_without_notes(write.connection()).await?.contains(&rota.record.id) {
            let words = "This rota does without handover notes.";
            return Err(AppError::refused("no-handover-notes", words));
        }
        let now = write.at();
        let turns = present(write.connection(), &rota, now).await?;
        let found = [turns.taking, turns.giving];
        let turn = found.into_iter().flatten().find(|turn| turn.key == at);
        turn.ok_or_else(|| {
            AppError::Stale("This handover has moved meanwhile: load the page again to see when it is now.".to_owned())
        })
    }

    /// Fine for those who hand over, and for those who manage the team, until it is a while ago and somebody has acknowledged.
    fn may_write_notes(&self, turn: &Turn) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        if turn.handover.is_closed(&turn.acknowledged(), self.tandem.now()) {
            let taken = turn.taken.iter().max_by_key(|taken| taken.revision);
            let by = taken.map_or_else(String::new, |taken| Actor::describe(&taken.taken_by, &snapshot));
            let words = format!(
                "{by} has acknowledged these notes, and that was more than an hour ago for this handover: they stay as they are."
            );
            return Err(AppError::refused("acknowledged", words));
        }
        if self.writes_notes(&snapshot, turn) {
            return Ok(());
        }
        let words = "Only those who hand over, and a manager of their team, write these notes.";
        Err(AppError::refused("not-on-duty", words))
    }

    fn writes_notes(&self, snapshot: &Snapshot, turn: &Turn) -> bool {
        let own = self.actor.person().is_some_and(|me| turn.handover.is_outgoing(me));
        let open = !turn.handover.is_closed(&turn.acknowledged(), self.tandem.now());
        open && ((own && !self.only_reads()) || self.manages(snapshot, turn.team))
    }

    /// For whom the actor acknowledges: fine for those who come, and for those who manage the team in the name of one of them,
    /// once there are notes and it is nearly time.
    fn may_take_over(&self, turn: &Turn, whom: Option<PersonId>) -> Result<PersonId> {
        let refuse = |rule, words: &str| Err(AppError::refused(rule, words));
        let (me, waits) = (self.actor.person(), turn.waits_for());
        if turn.note.is_none() {
            return refuse("no-notes", "No notes were left: there is nothing to acknowledge.");
        }
        if waits.is_empty() {
            return refuse("acknowledged", "These notes were acknowledged already.");
        }
        if !turn.handover.is_near(self.tandem.now()) {
            return refuse(
                "too-early",
                "It is too early: notes may still change until the handover is near.",
            );
        }
        let snapshot = self.tandem.snapshot();
        let may = self.takes_over_for(&snapshot, turn);
        let known = |person| turn.handover.is_incoming(person) && !waits.contains(&person);
        match whom.or_else(|| me.filter(|me| turn.handover.is_incoming(*me))) {
            Some(person) if may.contains(&person) => Ok(person),
            Some(person) if known(person) && me == Some(person) => {
                refuse("acknowledged", "You have acknowledged these notes already.")
            }
            Some(person) if known(person) && !may.is_empty() => {
                let name = snapshot.directory().name_in_words(person).into_owned();
                refuse("acknowledged", &format!("{name} has acknowledged these notes already."))
            }
            None if !may.is_empty() => {
                let names = all_names(&snapshot, &may);
                let words = format!("Say for whom: {names} {} not acknowledged these notes.", have(&may));
                Err(AppError::field("person", words))
            }
            _ => refuse(
                "not-on-duty",
                "Only those who take over, and a manager of their team, acknowledge these notes.",
            ),
        }
    }

    /// For whom the actor may acknowledge now: for themselves, and, managing the team, for whoever has not.
    fn takes_over_for(&self, snapshot: &Snapshot, turn: &Turn) -> Vec<PersonId> {
        if turn.note.is_none() || !turn.handover.is_near(self.tandem.now()) {
            return Vec::new();
        }
        let manages = self.manages(snapshot, turn.team);
        let own = |person: &PersonId| self.actor.person() == Some(*person) && !self.only_reads();
        let mut waits = turn.waits_for();
        waits.retain(|person| manages || own(person));
        waits
    }

    /// Nobody acknowledges what they have not read.
    fn has_read(&self, turn: &Turn, seen: &str) -> Result<()> {
        match &turn.note {
            Some(note) if seen.trim() == note.revision.to_string() => Ok(()),
            Some(note) => {
                let by = match note.written_by == self.actor.key() {
                    true => "You have".to_owned(),
                    false => format!("{} has", Actor::describe(&note.written_by, &self.tandem.snapshot())),
                };
                Err(AppError::Stale(format!(
                    "{by} changed these notes meanwhile: read what they say now, then acknowledge them."
                )))
            }
            None => Ok(()),
        }
    }

    async fn write_in(&self, write: &mut Write, turn: &Turn, form: &HandoverForm) -> Result<()> {
        let seen = form.seen.trim();
        let known = turn.note.as_ref().map(|note| note.revision.to_string());
        if seen != known.as_deref().unwrap_or_default() {
            return Err(AppError::Stale(self.changed_meanwhile(turn)));
        }
        let checklist = crate::store::Checklist::of_team(write.connection(), turn.team).await?;
        let items = match &turn.note {
            // What was gone through stays, when the team has another checklist meanwhile.
            Some(note) => note.checklist.iter().map(|ticked| ticked.item.clone()).collect(),
            None => checklist.items,
        };
        let ticked = |item: String| Ticked {
            done: form.done.contains(&item),
            item,
        };
        let note = HandoverNote {
            rota: turn.rota,
            at: turn.key,
            revision: write.revision(),
            outgoing: turn.handover.outgoing,
            notes: form.notes.replace("\r\n", "\n").trim_end().to_owned(),
            checklist: items.into_iter().map(ticked).collect(),
            written_by: write.actor().to_owned(),
            written_at: write.at(),
        };
        write.put_handover_note(&note).await?;
        let detail = json!({ "at": note.at, "characters": note.notes.chars().count() });
        write
            .audit("handover.written", &format!("rota {}", turn.rota), detail)
            .await?;
        self.tell_of_notes(write, turn).await?;
        self.tell_programs(write, turn, "written").await
    }

    /// Tells those who come that notes were left for them, when the first are written before they come, and whoever has
    /// acknowledged them that they have changed.
    async fn tell_of_notes(&self, write: &mut Write, turn: &Turn) -> Result<()> {
        let (rota, at) = (turn.rota, turn.key);
        let (people, notice) = match &turn.note {
            None if turn.handover.at <= write.at() => return Ok(()),
            None => (turn.handover.newcomers(), Notice::HandoverWritten { rota, at }),
            Some(_) => {
                let mut all = turn.handover.newcomers();
                let read = turn.acknowledged();
                all.retain(|person| read.iter().any(|one| one.latest && one.person == *person));
                (all, Notice::HandoverChanged { rota, at })
            }
        };
        for person in people {
            if self.actor.person() != Some(person) {
                self.tandem.inform(write, person, &notice).await?;
            }
        }
        Ok(())
    }

    /// Who has changed the notes that somebody writes.
    fn changed_meanwhile(&self, turn: &Turn) -> String {
        let kept = "What you typed is kept below; nothing was overwritten.";
        match &turn.note {
            Some(note) if note.written_by == self.actor.key() => {
                format!("You have changed these notes in another window meanwhile. {kept}")
            }
            Some(note) => {
                let by = Actor::describe(&note.written_by, &self.tandem.snapshot());
                format!("{by} has changed these notes while you wrote. {kept}")
            }
            None => format!("These notes are not those that you have changed. {kept}"),
        }
    }

    async fn take_in(&self, write: &mut Write, turn: &Turn, person: PersonId) -> Result<()> {
        let taken = HandoverTaken {
            rota: turn.rota,
            at: turn.key,
            person,
            incoming: turn.handover.incoming,
            taken_by: write.actor().to_owned(),
            taken_at: write.at(),
            revision: write.revision(),
        };
        write.take_handover(&taken).await?;
        let version = turn.note.as_ref().map(|note| note.revision);
        let detail = json!({ "at": turn.key, "for": [person], "version": version });
        write
            .audit("handover.acknowledged", &format!("rota {}", turn.rota), detail)
            .await?;
        self.tell_programs(write, turn, "acknowledged").await
    }

    async fn tell_programs(&self, write: &mut Write, turn: &Turn, news: &'static str) -> Result<()> {
        let happened = super::webhooks::Happened::Handover(turn.handover, turn.key, news);
        super::webhooks::tell_webhooks(&self.tandem, write, turn.rota, &happened).await?;
        Ok(())
    }
}

/// The instant by which a page names a handover.
fn key(text: &str) -> Result<Instant> {
    let words = || format!("‘{text}’ names no handover: take `key` of one that is shown.");
    text.trim().parse().map_err(|_| AppError::field("at", words()))
}

/// For whom somebody acknowledges; nobody named is whoever asks.
fn whom(text: &str) -> Result<Option<PersonId>> {
    let words = || format!("‘{text}’ is no id of a person: take one of `may_take_for`.");
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| AppError::field("person", words())),
    }
}

const fn have(people: &[PersonId]) -> &'static str {
    if people.len() == 1 { "has" } else { "have" }
}

fn check_notes(notes: &str) -> Result<()> {
    let count = notes.chars().count();
    let bad = |words: String| Err(AppError::field("notes", words));
    if notes.trim().is_empty() {
        return bad("Write something: that all is quiet is worth knowing, too.".to_owned());
    }
    if count > NOTES_CHARACTERS {
        return bad(format!("{count} characters: notes have at most {NOTES_CHARACTERS}."));
    }
    if notes
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return bad("Notes are plain text, without control characters.".to_owned());
    }
    Ok(())
}
