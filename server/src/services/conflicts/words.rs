//! Conflicts in words, each with its fix.

use super::super::{Desk, Reader, access::Others, me::cover_link, rotas::named, teams, wording};
use crate::snapshot::{RotaImage, Snapshot};
use app::{
    conflicts::{ConflictRow, Fix},
    timeline::Unfit,
};
use domain::{
    Role, Span,
    conflicts::{Conflict, Kind},
};

/// Why a stretch of duty has to be mended: `Ben is on leave`.
fn why(snapshot: &Snapshot, conflict: &Conflict, reader: &Reader) -> String {
    let name = conflict.person.map(|person| snapshot.directory().name_in_words(person));
    let (name, role) = (name.unwrap_or("Nobody".into()), conflict.role.unwrap_or(Role::Lead));
    match conflict.kind {
        Kind::Gap => format!("Nobody is {role}"),
        Kind::Left => format!("{name} has been deactivated"),
        Kind::NotQualified => {
            not_serving(snapshot, conflict, reader).unwrap_or_else(|| format!("{name} is not qualified as {role}"))
        }
        Kind::OnLeave => format!("{name} is on leave"),
        Kind::TwoRotas { other, role } => {
            let other = snapshot.rota(other).map(|rota| rota.record.name.clone());
            let other = other.unwrap_or_else(|| "another rota".to_owned());
            format!("{name} is {role} of {other} at the same time")
        }
        Kind::Rest { seconds, needed } => format!(
            "{name} has {} of rest before, not {}",
            wording::hours(seconds),
            wording::hours(needed)
        ),
        Kind::Unplanned => "Nothing is published".to_owned(),
    }
}

/// That somebody who is qualified does not serve then: `Ben’s last day in Payments is Mon 30 Nov`.
fn not_serving(snapshot: &Snapshot, conflict: &Conflict, reader: &Reader) -> Option<String> {
    let (rota, person) = (snapshot.rota(conflict.rota)?, conflict.person?);
    let member = snapshot.directory().member(rota.record.team, person)?;
    let qualified = member.qualification?.allows(conflict.role?);
    qualified
        .then(|| teams::not_serving(snapshot, rota, person, conflict.span, reader))
        .flatten()
}

/// What is left of a conflict's time.
fn ahead(conflict: &Conflict, reader: &Reader) -> Span {
    let span = conflict.span;
    Span::new(span.start().max(reader.now), span.end()).unwrap_or(span)
}

/// Duty that somebody else has to take, for the page of its rota.
pub(super) fn unfit(snapshot: &Snapshot, rota: &RotaImage, conflict: &Conflict, reader: &Reader) -> Option<Unfit> {
    let (role, span, zone) = (conflict.role?, ahead(conflict, reader), &rota.rules.zone);
    Some(Unfit {
        words: format!(
            "{}: {role}, {}",
            why(snapshot, conflict, reader),
            wording::span_words(span, zone, reader)
        ),
        cover: cover_link(&rota.record.slug, role, span, zone),
    })
}

impl Desk {
    pub(super) fn conflict_row(
        &self,
        snapshot: &Snapshot,
        conflict: &Conflict,
        id: String,
        reader: &Reader,
    ) -> Option<ConflictRow> {
        let rota = snapshot.rota(conflict.rota)?;
        let (zone, span) = (&rota.rules.zone, ahead(conflict, reader));
        let on = conflict.is_on(reader.now);
        let team = snapshot.directory().team(rota.record.team);
        let accepted = conflict
            .accepted
            .map(|cover| rota.overridden.get(&cover).cloned().unwrap_or_default());
        let (when, left) = match (conflict.kind, on) {
            (Kind::Unplanned, true) => ("from now on".to_owned(), String::new()),
            (Kind::Unplanned, false) => {
                let from = wording::said(span.start(), zone, reader);
                (
                    format!("from {from}"),
                    format!("in {}", wording::length(span.start() - reader.now)),
                )
            }
            (_, true) => {
                let until = wording::soon_said(span.end(), zone, reader);
                (
                    format!("until {until}"),
                    format!("{} left", wording::length(span.end() - reader.now)),
                )
            }
            _ => {
                let starts = wording::length(span.start() - reader.now);
                (wording::span_words(span, zone, reader), format!("in {starts}"))
            }
        };
        Some(ConflictRow {
            id,
            kind: conflict.kind.key().to_owned(),
            what: why(snapshot, conflict, reader),
            rota: rota.record.slug.clone(),
            rota_name: rota.record.name.clone(),
            team: team.map(|team| team.slug.clone()).unwrap_or_default(),
            team_name: team.map(|team| team.name.clone()).unwrap_or_default(),
            role: conflict.role,
            person: conflict.person.map(|person| named(snapshot, person)),
            now: on,
            from: span.start(),
            to: (conflict.kind != Kind::Unplanned).then_some(span.end()),
            when,
            left,
            accepted,
            fixes: self.fixes(snapshot, rota, conflict, span),
        })
    }

    /// What mends it, for somebody who may: the best first.
    fn fixes(&self, snapshot: &Snapshot, rota: &RotaImage, conflict: &Conflict, span: Span) -> Vec<Fix> {
        let fix = |words: &str, href: String| Fix {
            words: words.to_owned(),
            href,
        };
        let (record, directory) = (&rota.record, snapshot.directory());
        let mut fixes = Vec::new();
        if let Some(role) = conflict.role.filter(|_| self.may_cover(snapshot, record.team).is_ok()) {
            fixes.push(fix(
                "Find cover",
                cover_link(&record.slug, role, span, &rota.rules.zone),
            ));
        }
        let team = directory.team(record.team).map(|team| team.slug.clone());
        let manages = self.manages(snapshot, record.team);
        let in_team = Others::InTeam.include(&self.standing_in(snapshot, record.team));
        match (conflict.kind, team) {
            (Kind::Unplanned, _) if manages => fixes.push(fix("Plan further", format!("/rotas/{}/plan", record.slug))),
            (Kind::OnLeave, Some(team)) if in_team => fixes.push(fix("Open the leave", format!("/teams/{team}/leave"))),
            (Kind::NotQualified, Some(team)) => fixes.push(fix("Open the team", format!("/teams/{team}"))),
            (Kind::TwoRotas { other, .. }, _) => {
                let other = snapshot
                    .rota(other)
                    .map(|other| format!("/rotas/{}", other.record.slug));
                fixes.extend(other.map(|href| fix("Open the other rota", href)));
            }
            (Kind::Left, _) => fixes.extend(
                conflict
                    .person
                    .map(|person| fix("Open the person", format!("/people/{person}"))),
            ),
            _ => {}
        }
        fixes
    }
}
