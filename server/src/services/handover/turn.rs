//! The latest and the next handover of a rota, with their notes.

use crate::{
    snapshot::RotaImage,
    store::{Connection, HandoverNote, HandoverTaken, StoreError},
};
use domain::{
    Instant, PersonId, RotaId, TeamId,
    handover::{Acknowledged, Handover, handovers, last_before, next_after},
    timeline::DutyRow,
};

/// Seconds of duty that are looked at behind and ahead: two months each.
const AROUND: i64 = 62 * 86_400;

/// A handover with its notes.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) rota: RotaId,
    pub(super) team: TeamId,
    pub(super) handover: Handover,
    /// What names it: when its notes are for, which may be another instant than when it is now.
    pub(super) key: Instant,
    pub(super) note: Option<HandoverNote>,
    /// Who has acknowledged its notes, as they are or were: of those who come now, from when it was near.
    pub(super) taken: Vec<HandoverTaken>,
}

impl Turn {
    /// The same, as rules take it.
    pub(super) fn acknowledged(&self) -> Vec<Acknowledged> {
        acknowledged(self.note.as_ref(), &self.taken)
    }

    /// Those who come and have not acknowledged.
    pub(super) fn waits_for(&self) -> Vec<PersonId> {
        self.handover.waits_for(&self.acknowledged())
    }
}

/// What was acknowledged, beside the notes as they are.
pub(super) fn acknowledged(note: Option<&HandoverNote>, taken: &[HandoverTaken]) -> Vec<Acknowledged> {
    let written = note.map_or(i64::MAX, |note| note.revision);
    taken.iter().map(|taken| taken.of_notes(written)).collect()
}

/// The latest and the next.
pub(super) struct Turns {
    pub(super) taking: Option<Turn>,
    pub(super) giving: Option<Turn>,
}

/// The handovers of a rota around an instant.
pub(super) fn around(rota: &RotaImage, now: Instant) -> Vec<Handover> {
    let first = rota.duty.partition_point(|row| row.starts_at < now - AROUND);
    let last = rota.duty.partition_point(|row| row.starts_at <= now + AROUND);
    let rows: &[DutyRow] = rota.duty.get(first.saturating_sub(1)..last).unwrap_or_default();
    handovers(rows)
}

/// The latest and the next handover, with the notes that are for them: those of their own instant or, where duty has moved
/// since they were written, the latest since the handover before.
pub(super) async fn present(connection: &mut Connection, rota: &RotaImage, now: Instant) -> Result<Turns, StoreError> {
    let all = around(rota, now);
    let latest = last_before(&all, now).copied();
    let before = latest.and_then(|latest| last_before(&all, latest.at - 1)).copied();
    let next = next_after(&all, now).copied();
    let taking = match latest {
        Some(handover) => Some(turn(connection, rota, handover, before).await?),
        None => None,
    };
    let giving = match next {
        Some(handover) => Some(turn(connection, rota, handover, latest).await?),
        None => None,
    };
    Ok(Turns { taking, giving })
}

async fn turn(
    connection: &mut Connection,
    rota: &RotaImage,
    handover: Handover,
    before: Option<Handover>,
) -> Result<Turn, StoreError> {
    let id = rota.record.id;
    let since = before.map_or(Instant::MIN, |before| before.at);
    let mut notes = HandoverNote::before(connection, id, handover.at + 1, 1).await?;
    let note = notes.pop().filter(|note| note.at > since);
    let key = note.as_ref().map_or(handover.at, |note| note.at);
    let mut taken = HandoverTaken::of(connection, id, key).await?;
    // Notes go along when duty moves; what somebody else has acknowledged, or long before, was another handover.
    taken.retain(|taken| handover.counts(&taken.of_notes(i64::MAX)));
    Ok(Turn {
        rota: id,
        team: rota.record.team,
        handover,
        key,
        note,
        taken,
    })
}
