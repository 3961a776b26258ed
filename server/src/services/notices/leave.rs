//! Telling those who manage a rota that somebody will be away from their duty.

use super::{Notice, reminders::managers_of};
use crate::{
    services::{
        Desk, Result, me,
        webhooks::{Happened, tell_webhooks},
    },
    snapshot::Snapshot,
    store::{LeaveRecord, Write},
};
use domain::{RotaId, Span, notice::Held};
use std::collections::BTreeMap;

impl Desk {
    /// Tells the managers of each rota on whose published duty leave falls, once for each leave.
    pub(in crate::services) async fn tell_of_leave(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        leave: &LeaveRecord,
    ) -> Result<()> {
        for (rota, held) in duty_in(snapshot, leave, write.at().max(leave.span.start())) {
            let Some(image) = snapshot.rota(rota) else { continue };
            let told = Happened::Leave(leave.person, &held);
            tell_webhooks(&self.tandem, write, rota, &told).await?;
            for manager in managers_of(snapshot, image) {
                let (person, held) = (leave.person, held.clone());
                let notice = Notice::LeaveConflict { rota, person, held };
                self.tandem.inform(write, manager, &notice).await?;
            }
        }
        Ok(())
    }
}

/// The published duty that leave falls on from an instant on, by rota.
fn duty_in(snapshot: &Snapshot, leave: &LeaveRecord, from: domain::Instant) -> BTreeMap<RotaId, Vec<Held>> {
    let mut found: BTreeMap<RotaId, Vec<Held>> = BTreeMap::new();
    let Ok(away) = Span::new(from, leave.span.end()) else {
        return found;
    };
    for turn in me::turns(snapshot, leave.person) {
        let hit: Vec<Span> = turn.spans.iter().filter_map(|span| span.intersection(&away)).collect();
        let (Some(first), Some(last)) = (hit.first(), hit.last()) else {
            continue;
        };
        if let Ok(span) = Span::new(first.start(), last.end()) {
            let (shift, role) = (turn.shift, turn.role);
            found
                .entry(turn.rota.record.id)
                .or_default()
                .push(Held { shift, role, span });
        }
    }
    found
}
