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
    handover::{ChecklistForm, HandoverForm, HandoverHistory, HandoverPage},
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

    async fn acknowledge_handover(&self, slug: String, at: String) -> Result<()> {
        let (_, rota) = self.readable(&slug)?;
        self.may_cover(&self.tandem.snapshot(), rota.record.team)?;
        let at = key(&at)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let turn = desk.open_turn(&mut write, &slug, at).await?;
            desk.may_take_over(&turn)?;
            desk.take_in(&mut write, &turn).await?;
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

    /// Fine for those who hand over, and for those who manage the team, until somebody has acknowledged.
    fn may_write_notes(&self, turn: &Turn) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        if let Some(taken) = turn.taken.first() {
            let by = Actor::describe(&taken.taken_by, &snapshot);
            let words = format!("{by} has acknowledged these notes: they stay as they are.");
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
        turn.taken.is_empty() && ((own && !self.only_reads()) || self.manages(snapshot, turn.team))
    }

    /// Fine for those who come, and for those who manage the team, once there are notes and it is nearly time.
    fn may_take_over(&self, turn: &Turn) -> Result<()> {
        let refuse = |rule, words: &str| Err(AppError::refused(rule, words));
        let own = |me| turn.taken.iter().any(|taken| taken.person == me);
        if turn.note.is_some() && turn.waits_for().is_empty() {
            return refuse("acknowledged", "These notes were acknowledged already.");
        }
        if turn.note.is_none() {
            return refuse("no-notes", "No notes were left: there is nothing to acknowledge.");
        }
        if !turn.is_near(self.tandem.now()) {
            return refuse(
                "too-early",
                "It is too early: notes may still change until the handover is near.",
            );
        }
        if !self.takes_over_for(&self.tandem.snapshot(), turn).is_empty() {
            return Ok(());
        }
        if self.actor.person().is_some_and(own) {
            return refuse("acknowledged", "You have acknowledged these notes already.");
        }
        let words = "Only those who take over, and a manager of their team, acknowledge these notes.";
        refuse("not-on-duty", words)
    }

    /// For whom the actor may acknowledge now: for themselves, or else, managing the team, for all who have not.
    fn takes_over_for(&self, snapshot: &Snapshot, turn: &Turn) -> Vec<PersonId> {
        if turn.note.is_none() || !turn.is_near(self.tandem.now()) {
            return Vec::new();
        }
        let waits = turn.waits_for();
        match self.actor.person().filter(|me| waits.contains(me)) {
            Some(me) if !self.only_reads() => vec![me],
            _ if self.manages(snapshot, turn.team) => waits,
            _ => Vec::new(),
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
        if turn.note.is_none() && turn.handover.at > write.at() {
            self.tell_of_notes(write, turn).await?;
        }
        self.tell_programs(write, turn, "written").await
    }

    /// Tells those who come that notes were left for them, when the first are written before they come.
    async fn tell_of_notes(&self, write: &mut Write, turn: &Turn) -> Result<()> {
        let notice = Notice::HandoverWritten {
            rota: turn.rota,
            at: turn.key,
        };
        for person in turn.handover.newcomers() {
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

    async fn take_in(&self, write: &mut Write, turn: &Turn) -> Result<()> {
        let people = self.takes_over_for(&self.tandem.snapshot(), turn);
        for person in &people {
            let taken = HandoverTaken {
                rota: turn.rota,
                at: turn.key,
                person: *person,
                incoming: turn.handover.incoming,
                taken_by: write.actor().to_owned(),
                taken_at: write.at(),
            };
            write.take_handover(&taken).await?;
        }
        let detail = json!({ "at": turn.key, "for": people });
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
