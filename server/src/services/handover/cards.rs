//! Handovers in a sentence, for the board and for one's own shifts.

use super::{
    super::{Desk, Reader, wording},
    turn::around,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::HandoverMark,
};
use app::handover::HandoverCard;
use domain::{
    Instant, Pairing, PersonId,
    handover::{Handover, last_before, next_after},
};

/// Seconds before a handover from which on those who go are reminded to leave notes: three hours.
const SOON: i64 = 3 * 3600;

/// Seconds for which notes that nobody has acknowledged stay on the board: a week.
const STAYS: i64 = 7 * 86_400;

/// Where the handovers of a rota stand, without the notes.
pub(super) struct Standing {
    pub(super) latest: Option<(Handover, Option<HandoverMark>)>,
    pub(super) next: Option<(Handover, Option<HandoverMark>)>,
}

impl Standing {
    pub(super) fn of(snapshot: &Snapshot, rota: &RotaImage, now: Instant) -> Self {
        let all = around(rota, now);
        let latest = last_before(&all, now).copied();
        let before = latest.and_then(|latest| last_before(&all, latest.at - 1));
        let marks = snapshot.handover_marks(rota.record.id);
        // As `turn::present` finds the notes of a handover.
        let mark = |handover: Handover, before: Option<Instant>| {
            let since = before.unwrap_or(Instant::MIN);
            let own = marks.iter().filter(|mark| mark.at > since && mark.at <= handover.at);
            (handover, own.max_by_key(|mark| mark.at).cloned())
        };
        let next = next_after(&all, now).copied();
        Self {
            latest: latest.map(|handover| mark(handover, before.map(|before| before.at))),
            next: next.map(|handover| mark(handover, latest.map(|latest| latest.at))),
        }
    }

    /// The latest, while its notes wait to be acknowledged, and by whom.
    pub(super) fn waiting(&self, now: Instant) -> Option<(Handover, &HandoverMark, Vec<PersonId>)> {
        let (handover, mark) = self.latest.as_ref()?;
        let mark = mark.as_ref().filter(|_| now - handover.at <= STAYS)?;
        let waits = handover.waits_for(&mark.acknowledged);
        (!waits.is_empty()).then_some((*handover, mark, waits))
    }
}

impl Desk {
    /// What there is to do about the handover of a rota, for somebody who may read its notes.
    pub(in crate::services) fn handover_card(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        me: Option<PersonId>,
        reader: &Reader,
    ) -> Option<HandoverCard> {
        if !snapshot.uses_handover_notes(rota.record.id) || !self.reads_handovers(snapshot, rota) {
            return None;
        }
        let standing = Standing::of(snapshot, rota, reader.now);
        let card = |words: String, action: &str, mine| HandoverCard {
            slug: rota.record.slug.clone(),
            words,
            action: action.to_owned(),
            mine,
        };
        if let Some((handover, mark, waits)) = standing.waiting(reader.now) {
            let from = names(snapshot, &handover.outgoing);
            let mine = me.is_some_and(|me| waits.contains(&me));
            let by = all_names(snapshot, &waits);
            let words = match handover.asked_again(&mark.acknowledged).is_empty() {
                true => format!("Notes from {from} are not acknowledged yet by {by}."),
                false => format!("Notes from {from} have changed, and are not acknowledged yet by {by}."),
            };
            return Some(card(words, if mine { "Read and acknowledge" } else { "Read" }, mine));
        }
        let (next, mark) = standing
            .next
            .as_ref()
            .filter(|(next, _)| next.at - reader.now <= SOON)?;
        let me = me.filter(|_| !self.only_reads())?;
        let at = wording::soon_said(next.at, &rota.rules.zone, reader);
        if mark.is_some() && next.newcomers().contains(&me) {
            let from = names(snapshot, &next.outgoing);
            return Some(card(
                format!("You take over from {from}, {at}."),
                "Read their notes",
                true,
            ));
        }
        (mark.is_none() && next.is_outgoing(me)).then(|| {
            let to = names(snapshot, &next.incoming);
            card(format!("You hand over to {to}, {at}."), "Leave notes", true)
        })
    }
}

/// Those who have not acknowledged the notes of a rota that are named by an instant; nobody once they are no longer the
/// latest.
pub(in crate::services) fn waits_for(
    snapshot: &Snapshot,
    rota: &RotaImage,
    at: Instant,
    now: Instant,
) -> Vec<PersonId> {
    let standing = Standing::of(snapshot, rota, now);
    let found = standing.waiting(now).filter(|(_, mark, _)| mark.at == at);
    found.map(|(_, _, waits)| waits).unwrap_or_default()
}

/// `Ada and Ben`.
pub(in crate::services) fn names(snapshot: &Snapshot, pairing: &Pairing) -> String {
    let both = [pairing.lead(), pairing.engineer()].into_iter().flatten();
    all_names(snapshot, &both.collect::<Vec<_>>())
}

/// The same of any people.
pub(in crate::services) fn all_names(snapshot: &Snapshot, people: &[PersonId]) -> String {
    let names: Vec<String> = people
        .iter()
        .map(|person| snapshot.directory().name_in_words(*person).into_owned())
        .collect();
    if names.is_empty() {
        "nobody".to_owned()
    } else {
        names.join(" and ")
    }
}
