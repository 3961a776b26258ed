//! Which changes of duty are handovers.

use crate::{
    Instant, Pairing, PersonId,
    timeline::{DutyRow, State},
};

/// Seconds before a handover from which on its notes may be acknowledged: an hour.
const NEAR: i64 = 3600;

/// Seconds after it for which notes that were acknowledged may still be added to: an hour.
const OPEN: i64 = 3600;

/// That somebody has read notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acknowledged {
    /// Who.
    pub person: PersonId,
    /// When.
    pub at: Instant,
    /// Whether the notes are still what they read.
    pub latest: bool,
}

/// Duty goes from one pair to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// When the new pair begins.
    pub at: Instant,
    /// When the old one ended: earlier, where coverage pauses between or nobody was there.
    pub ended: Instant,
    /// Who had duty.
    pub outgoing: Pairing,
    /// Who has it from then on.
    pub incoming: Pairing,
}

impl Handover {
    /// Whether somebody was on duty before it.
    pub fn is_outgoing(&self, person: PersonId) -> bool {
        holds(&self.outgoing, person)
    }

    /// Those who come and were not of the pair before: Lead, then Engineer.
    pub fn newcomers(&self) -> Vec<PersonId> {
        let both = [self.incoming.lead(), self.incoming.engineer()].into_iter().flatten();
        both.filter(|person| !self.is_outgoing(*person)).collect()
    }

    /// Whether it is time to acknowledge: from an hour before.
    pub fn is_near(&self, now: Instant) -> bool {
        self.at - NEAR <= now
    }

    /// Those who come and have not acknowledged what is kept for them now. It counts of whoever comes, from when it was near,
    /// and of the notes as they are: not of what they said before, nor of another handover that they were left for at first.
    ///
    /// ```
    /// use domain::{*, handover::{Acknowledged, Handover}};
    /// let [ada, ben, cleo, dan] = [1, 2, 3, 4].map(|n| PersonId::from_uuid(uuid::Uuid::from_u128(n)));
    /// let at = Instant::from_seconds(86_400);
    /// let pair = |lead, engineer| Pairing::new(Some(lead), Some(engineer)).unwrap();
    /// let all = Handover { at, ended: at, outgoing: pair(ada, ben), incoming: pair(cleo, dan) };
    /// let read = Acknowledged { person: cleo, at, latest: true };
    /// assert_eq!(all.waits_for(&[read]), [dan]);
    /// assert_eq!(all.waits_for(&[Acknowledged { at: at - 7200, ..read }]), [cleo, dan], "that was of another handover");
    /// let half = Handover { incoming: pair(ben, dan), ..all };
    /// assert_eq!(half.waits_for(&[]), [dan], "Ben knows what is going on");
    ///
    /// let before = Acknowledged { latest: false, ..read };
    /// assert_eq!((all.waits_for(&[before]), all.asked_again(&[before])), (vec![cleo, dan], vec![cleo]));
    /// ```
    pub fn waits_for(&self, acknowledged: &[Acknowledged]) -> Vec<PersonId> {
        let mut waits = self.newcomers();
        waits.retain(|person| {
            !self
                .counted(acknowledged)
                .any(|one| one.latest && one.person == *person)
        });
        waits
    }

    /// Those of them who have acknowledged what the notes said before.
    pub fn asked_again(&self, acknowledged: &[Acknowledged]) -> Vec<PersonId> {
        let mut again = self.waits_for(acknowledged);
        again.retain(|person| self.counted(acknowledged).any(|one| one.person == *person));
        again
    }

    /// Whether an acknowledgement is one of this handover.
    pub fn counts(&self, one: &Acknowledged) -> bool {
        self.is_incoming(one.person) && self.is_near(one.at)
    }

    fn counted<'a>(&'a self, all: &'a [Acknowledged]) -> impl Iterator<Item = &'a Acknowledged> {
        all.iter().filter(|one| self.counts(one))
    }

    /// Whether its notes stay as they are: somebody who came has acknowledged them, and it is an hour ago.
    ///
    /// ```
    /// use domain::{*, handover::{Acknowledged, Handover}};
    /// let [ada, ben, cleo] = [1, 2, 3].map(|n| PersonId::from_uuid(uuid::Uuid::from_u128(n)));
    /// let at = Instant::from_seconds(86_400);
    /// let pair = |lead, engineer| Pairing::new(Some(lead), Some(engineer)).unwrap();
    /// let handover = Handover { at, ended: at, outgoing: pair(ada, ben), incoming: pair(cleo, ben) };
    /// let read = Acknowledged { person: cleo, at, latest: true };
    /// assert!(!handover.is_closed(&[read], at + 3599) && handover.is_closed(&[read], at + 3600));
    /// assert!(!handover.is_closed(&[Acknowledged { person: ada, ..read }], at + 3600), "she does not come");
    /// ```
    pub fn is_closed(&self, acknowledged: &[Acknowledged], now: Instant) -> bool {
        now >= self.at + OPEN && self.counted(acknowledged).any(|one| one.latest)
    }

    /// Whether somebody is on duty after it.
    pub fn is_incoming(&self, person: PersonId) -> bool {
        holds(&self.incoming, person)
    }
}

fn holds(pairing: &Pairing, person: PersonId) -> bool {
    pairing.lead() == Some(person) || pairing.engineer() == Some(person)
}

fn is_somebody(pairing: &Pairing) -> bool {
    *pairing != Pairing::GAP
}

/// The handovers of duty rows in order, each row in force until the next: wherever somebody comes who was not of the pair
/// before, in whichever role. Time outside coverage and stretches without anybody lie between two pairs and are none of
/// theirs. Two who exchange their roles, or one who leaves the other alone, hand nothing over.
///
/// ```
/// use domain::{*, handover::handovers, timeline::{DutyRow, State}};
/// let at = |text: &str| text.parse::<Instant>().unwrap();
/// let [grace, alan, edsger] = [1, 2, 3].map(|n| PersonId::from_uuid(uuid::Uuid::from_u128(n)));
/// let row = |from, lead, engineer| DutyRow {
///     state: State::Covered,
///     pairing: Pairing::new(lead, engineer).unwrap(),
///     ..DutyRow::unplanned(at(from))
/// };
/// let off = DutyRow { state: State::Off, ..DutyRow::unplanned(at("2026-11-25T09:00:00Z")) };
/// let found = handovers(&[
///     row("2026-11-24T17:00:00Z", Some(grace), Some(alan)),
///     row("2026-11-24T20:00:00Z", Some(alan), Some(grace)),
///     off,
///     row("2026-11-25T17:00:00Z", Some(grace), None),
///     row("2026-11-26T17:00:00Z", Some(edsger), Some(alan)),
/// ]);
/// assert_eq!(found.len(), 1, "they exchange, pause, and one leaves: nothing is handed over");
/// assert_eq!((found[0].at, found[0].outgoing.lead()), (at("2026-11-26T17:00:00Z"), Some(grace)));
/// assert!(found[0].is_incoming(edsger) && !found[0].is_incoming(grace));
/// ```
pub fn handovers(rows: &[DutyRow]) -> Vec<Handover> {
    let mut found = Vec::new();
    let mut before: Option<(Pairing, Instant)> = None;
    for (index, row) in rows.iter().enumerate() {
        if row.state != State::Covered || !is_somebody(&row.pairing) {
            continue;
        }
        if let Some((outgoing, ended)) = before {
            let incoming = row.pairing;
            let new = [incoming.lead(), incoming.engineer()].into_iter().flatten();
            if new.clone().any(|person| !holds(&outgoing, person)) {
                let at = row.starts_at;
                found.push(Handover {
                    at,
                    ended,
                    outgoing,
                    incoming,
                });
            }
        }
        let end = rows.get(index + 1).map_or(Instant::MAX, |next| next.starts_at);
        before = Some((row.pairing, end));
    }
    found
}

/// The latest of some handovers, in order, that is not after an instant.
pub fn last_before(handovers: &[Handover], now: Instant) -> Option<&Handover> {
    let after = handovers.partition_point(|handover| handover.at <= now);
    handovers.get(after.checked_sub(1)?)
}

/// The first of them after an instant.
pub fn next_after(handovers: &[Handover], now: Instant) -> Option<&Handover> {
    handovers.get(handovers.partition_point(|handover| handover.at <= now))
}
