//! What people are told of handover notes.

use super::letters::{Scene, Words};
use crate::{
    services::{
        Actor,
        handover::{all_names, names, waits_for},
        wording,
    },
    store::{HandoverNote, StoreError},
};
use domain::{Instant, PersonId, RotaId};

type Said = Result<Result<Words, &'static str>, StoreError>;

/// Notes that somebody who came has not acknowledged.
struct Open {
    /// The rota's name.
    name: String,
    /// Who left them.
    from: String,
    /// For when.
    when: String,
    /// Who has not acknowledged them.
    waits: Vec<PersonId>,
}

impl Scene<'_> {
    /// That notes were left for whoever reads, who comes later.
    pub(super) async fn handover_written(&self, rota: RotaId, at: Instant) -> Said {
        let note = HandoverNote::find(&mut *self.tandem.store.read().await?, rota, at).await?;
        let snapshot = self.tandem.snapshot();
        let Some((note, image)) = note.zip(snapshot.rota(rota)) else {
            return Ok(Err("There are no such notes any more."));
        };
        let when = wording::said(at, &image.rules.zone, &self.reader());
        let by = Actor::describe(&note.written_by, &snapshot);
        Ok(Ok(Words {
            subject: format!("Handover notes for {}, {when}", image.record.name),
            text: format!(
                "{by} left notes for you, who come on duty then. Read them, and acknowledge them when it is near."
            ),
        }))
    }

    /// That notes which whoever reads has acknowledged have changed.
    pub(super) async fn handover_changed(&self, rota: RotaId, at: Instant) -> Said {
        let note = HandoverNote::find(&mut *self.tandem.store.read().await?, rota, at).await?;
        let snapshot = self.tandem.snapshot();
        let Some((note, image)) = note.zip(snapshot.rota(rota)) else {
            return Ok(Err("There are no such notes any more."));
        };
        let by = Actor::describe(&note.written_by, &snapshot);
        Ok(Ok(Words {
            subject: format!("Handover notes for {} have changed", image.record.name),
            text: format!(
                "{by} has changed the notes that you acknowledged: read what they say now, and acknowledge them again."
            ),
        }))
    }

    /// That notes wait for whoever reads.
    pub(super) async fn handover_left(&self, rota: RotaId, at: Instant) -> Said {
        let open = self.open_notes(rota, at).await?;
        let Some(open) = open.filter(|open| open.waits.contains(&self.person.id)) else {
            return Ok(Err("The notes were acknowledged."));
        };
        Ok(Ok(Words {
            subject: format!("Handover notes for {} wait for you", open.name),
            text: format!("{} left notes for you: read and acknowledge them.", open.from),
        }))
    }

    /// That not everybody has acknowledged them.
    pub(super) async fn handover_waits(&self, rota: RotaId, at: Instant) -> Said {
        let Some(open) = self.open_notes(rota, at).await? else {
            return Ok(Err("The notes were acknowledged."));
        };
        let who = all_names(&self.tandem.snapshot(), &open.waits);
        let have = if open.waits.len() == 1 { "has" } else { "have" };
        Ok(Ok(Words {
            subject: format!("Handover notes for {} are not acknowledged", open.name),
            text: format!(
                "{} left notes for the handover of {}, and {who} {have} not acknowledged them yet.",
                open.from, open.when
            ),
        }))
    }

    /// The notes of a handover; `None` once everybody has acknowledged them, or they are gone.
    async fn open_notes(&self, rota: RotaId, at: Instant) -> Result<Option<Open>, StoreError> {
        let note = HandoverNote::find(&mut *self.tandem.store.read().await?, rota, at).await?;
        let snapshot = self.tandem.snapshot();
        let Some((note, image)) = note.zip(snapshot.rota(rota)) else {
            return Ok(None);
        };
        let waits = waits_for(&snapshot, image, at, self.tandem.now());
        Ok((!waits.is_empty()).then(|| Open {
            name: image.record.name.clone(),
            from: names(&snapshot, &note.outgoing),
            when: wording::said(at, &image.rules.zone, &self.reader()),
            waits,
        }))
    }
}
