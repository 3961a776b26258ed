//! What a calendar finds at a feed's address.

use super::super::events::{Stretch, stretches};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{FeedKind, FeedRecord},
};
use domain::{
    Instant, PersonId, Role, Span, TeamId,
    calendar::{Event, Feed},
    timeline::Duty,
};
use std::sync::Arc;

/// The feed as it stands, from `since` on; `None` when what it shows is gone.
pub(crate) fn feed(snapshot: &Snapshot, feed: &FeedRecord, base_url: &str, since: Instant) -> Option<Feed> {
    let directory = snapshot.directory();
    let (name, person) = match feed.kind {
        FeedKind::Person => {
            let person = directory.person(feed.subject.parse().ok()?)?;
            (format!("Support duty: {}", person.name), Some(person.id))
        }
        FeedKind::Team => (
            format!("Support rota: {}", directory.team(shown_team(snapshot, feed)?)?.name),
            None,
        ),
        FeedKind::Rota => (
            format!(
                "Support rota: {}",
                snapshot.rota(feed.subject.parse().ok()?)?.record.name
            ),
            None,
        ),
    };
    let mut events: Vec<Event> = rotas(snapshot, feed)
        .iter()
        .flat_map(|rota| events(snapshot, rota, person, base_url, since))
        .collect();
    events.sort_by(|a, b| (a.start, a.role, &a.uid).cmp(&(b.start, b.role, &b.uid)));
    Some(Feed { name, events })
}

/// When anything a feed could show was last changed.
pub(crate) fn changed_at(snapshot: &Snapshot, feed: &FeedRecord) -> Instant {
    let marks = rotas(snapshot, feed);
    let latest = marks
        .iter()
        .flat_map(|rota| rota.marks.iter())
        .map(|mark| mark.last_modified)
        .max();
    latest.unwrap_or_else(|| beginning(snapshot))
}

fn rotas<'s>(snapshot: &'s Snapshot, feed: &FeedRecord) -> Vec<&'s Arc<RotaImage>> {
    let team = shown_team(snapshot, feed);
    let wanted = |rota: &&Arc<RotaImage>| match feed.kind {
        FeedKind::Person => true,
        FeedKind::Team => Some(rota.record.team) == team,
        FeedKind::Rota => rota.record.id.to_string() == feed.subject,
    };
    snapshot.rotas().filter(wanted).collect()
}

/// The team that a team's feed shows: the one that took it over, if it was merged.
fn shown_team(snapshot: &Snapshot, feed: &FeedRecord) -> Option<TeamId> {
    Some(snapshot.directory().successor(feed.subject.parse().ok()?))
}

fn beginning(snapshot: &Snapshot) -> Instant {
    snapshot
        .organisation()
        .map_or(Instant::from_seconds(0), |organisation| organisation.created_at)
}

fn events(
    snapshot: &Snapshot,
    rota: &RotaImage,
    person: Option<PersonId>,
    base_url: &str,
    since: Instant,
) -> Vec<Event> {
    rota_stretches(rota, person)
        .into_iter()
        .filter(|stretch| stretch.piece.span.end() > since)
        .map(|stretch| event(snapshot, rota, &stretch, person.is_some(), base_url))
        .collect()
}

/// The stretches of a rota's duty, of one person or of everybody.
pub(crate) fn rota_stretches(rota: &RotaImage, person: Option<PersonId>) -> Vec<Stretch> {
    let serves = |id: PersonId| rota.duty.iter().any(|row| row.pairing.role_of(id).is_some());
    if !person.is_none_or(serves) {
        return Vec::new();
    }
    let ends = rota.duty.first().zip(rota.duty.last());
    let Some(window) = ends.and_then(|(first, last)| Span::new(first.starts_at, last.starts_at).ok()) else {
        return Vec::new();
    };
    let mut found = stretches(&Duty::from_rows(window, &rota.duty));
    found.retain(|stretch| person.is_none_or(|person| stretch.piece.person == person));
    found
}

fn event(snapshot: &Snapshot, rota: &RotaImage, stretch: &Stretch, own: bool, base_url: &str) -> Event {
    let piece = &stretch.piece;
    let (name, role) = (snapshot.directory().name(piece.person), piece.role);
    let mark = rota.mark(piece.span.start(), role);
    let summary = match own {
        true => format!("Support {role}: {}", rota.record.name),
        false => format!("{name}, {role}: {}", rota.record.name),
    };
    Event {
        uid: piece.uid(),
        start: piece.span.start(),
        end: piece.span.end(),
        summary,
        description: partner_words(snapshot, stretch),
        categories: vec![rota.record.name.clone(), format!("Support {role}")],
        url: Some(format!("{base_url}/rotas/{}", rota.record.slug)),
        rota: rota.record.id.to_string(),
        role,
        person: piece.person.to_string(),
        sequence: mark.map_or(0, |mark| mark.sequence),
        last_modified: mark.map_or_else(|| beginning(snapshot), |mark| mark.last_modified),
    }
}

/// `With Tomás Oliveira as Engineer.`
fn partner_words(snapshot: &Snapshot, stretch: &Stretch) -> String {
    let other: Role = stretch.piece.role.other();
    let names: Vec<&str> = stretch
        .partners
        .iter()
        .map(|partner| partner.map_or("nobody (a gap)", |id| snapshot.directory().name(id)))
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("With {one} as {other}."),
        several => format!("With {} as {other}, one after the other.", several.join(", ")),
    }
}
