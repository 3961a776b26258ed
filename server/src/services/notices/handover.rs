//! What people are told of handover notes.

use super::letters::{Scene, Words};
use crate::{
    services::{handover::names, wording},
    store::{HandoverNote, HandoverTaken, StoreError},
};
use domain::{Instant, RotaId};

type Said = Result<Result<Words, &'static str>, StoreError>;

impl Scene<'_> {
    /// That notes wait for whoever reads.
    pub(super) async fn handover_left(&self, rota: RotaId, at: Instant) -> Said {
        let Some((name, from, _)) = self.open_notes(rota, at).await? else {
            return Ok(Err("The notes were acknowledged."));
        };
        Ok(Ok(Words {
            subject: format!("Handover notes for {name} wait for you"),
            text: format!("{from} left notes for you: read and acknowledge them."),
        }))
    }

    /// That nobody has acknowledged them.
    pub(super) async fn handover_waits(&self, rota: RotaId, at: Instant) -> Said {
        let Some((name, from, when)) = self.open_notes(rota, at).await? else {
            return Ok(Err("The notes were acknowledged."));
        };
        Ok(Ok(Words {
            subject: format!("Handover notes for {name} are not acknowledged"),
            text: format!(
                "{from} left notes for the handover of {when}, and nobody who came has acknowledged them yet."
            ),
        }))
    }

    /// The rota's name, who left notes, and for when; `None` once they are acknowledged or gone.
    async fn open_notes(&self, rota: RotaId, at: Instant) -> Result<Option<(String, String, String)>, StoreError> {
        let mut connection = self.tandem.store.read().await?;
        let taken = HandoverTaken::find(&mut connection, rota, at).await?;
        let note = HandoverNote::find(&mut connection, rota, at).await?;
        drop(connection);
        let snapshot = self.tandem.snapshot();
        let Some((note, image)) = note.filter(|_| taken.is_none()).zip(snapshot.rota(rota)) else {
            return Ok(None);
        };
        let when = wording::said(at, &image.rules.zone, &self.reader());
        Ok(Some((
            image.record.name.clone(),
            names(&snapshot, &note.outgoing),
            when,
        )))
    }
}
