//! Published duty of people who should not hold it: on leave, not qualified, or gone. It stands until it is covered.

use super::{Desk, Reader, Result, me, wording};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, LeaveRecord},
};
use app::timeline::Unfit;
use domain::{CoverId, PersonId, Role, Span, timeline::Duty};
use std::collections::{BTreeSet, HashSet};

/// How far ahead it is looked for: a quarter.
const AHEAD_SECONDS: i64 = 92 * 86_400;

impl Desk {
    /// The coming duty on a rota that its holder should not have, the earliest first. What an override with a reason put
    /// there is left out.
    pub(super) async fn unfit_ahead(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        reader: &Reader,
    ) -> Result<Vec<Unfit>> {
        let now = reader.now;
        let Ok(window) = Span::new(now, now + AHEAD_SECONDS) else {
            return Ok(Vec::new());
        };
        let leave = self.tandem.store.leave(window).await?;
        let covers = self.tandem.store.covers(rota.record.id, window).await?;
        let overridden = covers.iter().filter(|record| record.override_reason.is_some());
        let facts = Facts {
            snapshot,
            rota,
            window,
            leave: &leave,
            overridden: overridden.map(|record: &CoverRecord| record.cover.id()).collect(),
        };
        let mut found: Vec<(Span, Unfit)> = facts
            .people()
            .into_iter()
            .flat_map(|person| facts.of(person, reader))
            .collect();
        found.sort_by(|(one, a), (other, b)| (one, &a.words).cmp(&(other, &b.words)));
        Ok(found.into_iter().map(|(_, unfit)| unfit).collect())
    }
}

struct Facts<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    window: Span,
    leave: &'a [LeaveRecord],
    overridden: HashSet<CoverId>,
}

impl Facts<'_> {
    /// Everybody on duty in the window.
    fn people(&self) -> BTreeSet<PersonId> {
        let duty = Duty::from_rows(self.window, &self.rota.duty);
        let holders = duty
            .rows()
            .iter()
            .flat_map(|row| Role::BOTH.map(|role| row.pairing.holder(role)));
        holders.flatten().collect()
    }

    /// What one person should not hold, turn by turn.
    fn of(&self, person: PersonId, reader: &Reader) -> Vec<(Span, Unfit)> {
        let turns = me::turns(self.snapshot, person);
        let own = turns
            .into_iter()
            .filter(|turn| turn.rota.record.id == self.rota.record.id);
        own.filter_map(|turn| {
            let ahead: Vec<Span> = turn
                .spans
                .iter()
                .filter_map(|span| span.intersection(&self.window))
                .collect();
            let ahead: Vec<Span> = ahead
                .into_iter()
                .filter(|span| !self.is_overridden(*span, turn.role))
                .collect();
            let (why, hit) = self.why(person, turn.role, &ahead)?;
            let span = Span::new(hit.first()?.start().max(reader.now), hit.last()?.end()).ok()?;
            let zone = &self.rota.rules.zone;
            let words = format!(
                "{} {why}: {}, {}",
                self.snapshot.directory().name_in_words(person),
                turn.role,
                wording::span_words(span, zone, reader)
            );
            let cover = me::cover_link(&self.rota.record.slug, turn.role, span, zone);
            Some((span, Unfit { words, cover }))
        })
        .collect()
    }

    /// Whether an override with a reason put somebody there.
    fn is_overridden(&self, span: Span, role: Role) -> bool {
        let duty = Duty::from_rows(span, &self.rota.duty);
        duty.rows()
            .iter()
            .any(|row| row.cover(role).is_some_and(|cover| self.overridden.contains(&cover)))
    }

    /// Why a person should not hold a role, and when.
    fn why(&self, person: PersonId, role: Role, ahead: &[Span]) -> Option<(String, Vec<Span>)> {
        let directory = self.snapshot.directory();
        if directory
            .person(person)
            .is_none_or(|person| person.deactivated_at.is_some())
        {
            return Some(("has been deactivated".to_owned(), ahead.to_vec()));
        }
        let team = self.rota.record.team;
        let qualified = directory.member(team, person).and_then(|member| member.qualification);
        if !qualified.is_some_and(|qualification| qualification.allows(role)) {
            return Some((format!("is not qualified as {role}"), ahead.to_vec()));
        }
        let leave = self.leave.iter().filter(|leave| leave.person == person);
        let hit: Vec<Span> = leave
            .flat_map(|leave| ahead.iter().filter_map(|span| span.intersection(&leave.span)))
            .collect();
        (!hit.is_empty()).then(|| ("is on leave".to_owned(), hit))
    }
}
