//! What lies ahead: shifts that start soon, and gaps that nobody has filled yet.
//!
//! Every node looks, as often as it likes: the key of an entry says for which stretch and which lead time it is, so that the
//! first one tells and no other can.

use super::{Notice, PayNews, pay_notice};
use crate::{
    Tandem,
    services::{
        Actor, Result,
        handover::{Waiting, waiting},
        payroll::ready_for,
        webhooks::{Happened, gap_keys, tell_webhooks},
    },
    snapshot::{RotaImage, Snapshot},
    store::{Checklist, Delivery, InboxRecord, OrganisationRole, WebhookRecord, kept_choices},
};
use domain::{
    Instant, PersonId, Role, RotaId, Span, TeamId,
    notice::{Choices, LEADS, holdings, tightest},
    timeline::Duty,
    webhook::Event,
};
use std::{collections::HashMap, sync::Arc};

/// How long before a gap its managers are told, in minutes: a week, and a day.
const GAP_LEADS: [i64; 2] = [7 * 1_440, 1_440];

/// What is to be told to whom, once for each key.
struct Reminder {
    key: String,
    person: PersonId,
    notice: Notice,
}

/// Tells everybody what has come near; answers how many were told something.
///
/// # Errors
/// When the database cannot be reached.
pub async fn remind(tandem: &Tandem) -> Result<usize> {
    let (snapshot, now) = (tandem.snapshot(), tandem.now());
    let choices = kept_choices(&mut *tandem.store.read().await?, None).await?;
    let mut due = Vec::new();
    for rota in snapshot.rotas() {
        due.extend(of_rota(&snapshot, rota, &choices, now));
    }
    let checklists = Checklist::all(&mut *tandem.store.read().await?).await?;
    let notes = waiting(&snapshot, &checklists, now).into_iter();
    due.extend(notes.map(|Waiting { key, person, notice }| Reminder { key, person, notice }));
    due.extend(statements_ready(tandem, &snapshot, now).await?);
    let gaps = untold_gaps(tandem, &snapshot, now).await?;
    let keys: Vec<String> = due.iter().map(|reminder| reminder.key.clone()).collect();
    let told = InboxRecord::told(&mut *tandem.store.read().await?, &keys).await?;
    due.retain(|reminder| !told.contains(&reminder.key));
    if due.is_empty() && gaps.is_empty() {
        return Ok(0);
    }
    let mut write = tandem.store.begin(&Actor::Console.key(), now).await?;
    let mut count = 0;
    for Reminder { key, person, notice } in due {
        count += usize::from(tandem.inform_once(&mut write, person, &notice, key).await?);
    }
    for Gap { rota, role, span, lead } in gaps {
        count += tell_webhooks(tandem, &mut write, rota, &Happened::Gap(role, span, lead)).await?;
    }
    // Nobody to tell, such as somebody on duty who has left, is no reason for a revision.
    if count > 0 {
        tandem.commit(write).await?;
    }
    Ok(count)
}

/// Statements of the period that ended last, which wait for those who are paid.
async fn statements_ready(tandem: &Tandem, snapshot: &Arc<Snapshot>, now: Instant) -> Result<Vec<Reminder>> {
    let Some((period, people)) = ready_for(tandem, snapshot, now).await? else {
        return Ok(Vec::new());
    };
    let here = |person: &PersonId| {
        let person = snapshot.directory().person(*person);
        person.is_some_and(|person| person.deactivated_at.is_none())
    };
    let reminder = |person: PersonId| Reminder {
        key: format!("pay_ready {person} {}", period.first()),
        person,
        notice: pay_notice(person, period, PayNews::Ready),
    };
    let mut ready: Vec<Reminder> = people.into_iter().filter(here).map(reminder).collect();
    let keys: Vec<String> = ready.iter().map(|reminder| reminder.key.clone()).collect();
    let told = InboxRecord::told(&mut *tandem.store.read().await?, &keys).await?;
    ready.retain(|reminder| !told.contains(&reminder.key));
    if ready.is_empty() {
        tandem.statements_told(period.first());
    }
    Ok(ready)
}

/// A role that has nobody soon, and the lead time that has come.
struct Gap {
    rota: RotaId,
    role: Role,
    span: Span,
    lead: i64,
}

/// The gaps that have come near and that a webhook which is told of gaps was not told yet.
async fn untold_gaps(tandem: &Tandem, snapshot: &Snapshot, now: Instant) -> Result<Vec<Gap>> {
    let webhooks = WebhookRecord::all(&mut *tandem.store.read().await?).await?;
    if webhooks
        .iter()
        .all(|webhook| !webhook.events.contains(&Event::GapAhead))
    {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for rota in snapshot.rotas() {
        for (person, role, span) in holdings_ahead(rota, now) {
            let lead = tightest(&GAP_LEADS, span.start(), now).filter(|_| person.is_none());
            let Some(lead) = lead else { continue };
            let keys = gap_keys(&webhooks, &rota.record, role, span, lead);
            let rota = rota.record.id;
            found.push((keys, Gap { rota, role, span, lead }));
        }
    }
    let keys: Vec<String> = found.iter().flat_map(|(keys, _)| keys.clone()).collect();
    let told = Delivery::put_before(&mut *tandem.store.read().await?, &keys).await?;
    found.retain(|(keys, _)| keys.iter().any(|key| !told.contains(key)));
    Ok(found.into_iter().map(|(_, gap)| gap).collect())
}

/// Who holds what of a rota, as far ahead as anybody is told.
fn holdings_ahead(rota: &RotaImage, now: Instant) -> Vec<(Option<PersonId>, Role, Span)> {
    let furthest = GAP_LEADS.iter().chain(&LEADS).max().copied().unwrap_or_default();
    // A day back, for stretches to begin where they do.
    let Ok(window) = Span::new(now - 86_400, now + furthest * 60 + 86_400) else {
        return Vec::new();
    };
    holdings(&Duty::from_rows(window, &rota.duty))
}

/// What has come near on one rota.
fn of_rota(snapshot: &Snapshot, rota: &RotaImage, choices: &HashMap<PersonId, Choices>, now: Instant) -> Vec<Reminder> {
    let mut due = Vec::new();
    for (person, role, span) in holdings_ahead(rota, now) {
        match person {
            Some(person) => due.extend(starts_soon(rota, choices.get(&person), person, role, span, now)),
            None => due.extend(gap_ahead(snapshot, rota, role, span, now)),
        }
    }
    due
}

fn starts_soon(
    rota: &RotaImage,
    choices: Option<&Choices>,
    person: PersonId,
    role: Role,
    span: Span,
    now: Instant,
) -> Option<Reminder> {
    let usual = Choices::default();
    let lead = tightest(&choices.unwrap_or(&usual).leads, span.start(), now)?;
    let rota = rota.record.id;
    Some(Reminder {
        key: format!(
            "starts_soon {person} {rota} {} {} {lead}",
            role.key(),
            span.start().seconds()
        ),
        person,
        notice: Notice::StartsSoon { rota, role, span },
    })
}

fn gap_ahead(snapshot: &Snapshot, rota: &RotaImage, role: Role, span: Span, now: Instant) -> Vec<Reminder> {
    let Some(lead) = tightest(&GAP_LEADS, span.start(), now) else {
        return Vec::new();
    };
    let id = rota.record.id;
    let reminder = |person| Reminder {
        key: format!(
            "gap_ahead {person} {id} {} {} {lead}",
            role.key(),
            span.start().seconds()
        ),
        person,
        notice: Notice::GapAhead { rota: id, role, span },
    };
    managers_of(snapshot, rota).into_iter().map(reminder).collect()
}

/// Who is told of trouble on a rota: the managers of its team, or the administrators where it has none.
pub(in crate::services) fn managers_of(snapshot: &Snapshot, rota: &RotaImage) -> Vec<PersonId> {
    managers(snapshot, Some(rota.record.team))
}

/// Who is told of something that somebody answers for: they, while they are here, or else those who manage its team.
pub(in crate::services) fn whoever_answers_for(
    snapshot: &Snapshot,
    owner: PersonId,
    team: Option<TeamId>,
) -> Vec<PersonId> {
    let here = snapshot.directory().person(owner);
    if here.is_some_and(|person| person.deactivated_at.is_none()) {
        return vec![owner];
    }
    managers(snapshot, team)
}

/// Those who manage a team, or the administrators where it has no manager.
fn managers(snapshot: &Snapshot, team: Option<TeamId>) -> Vec<PersonId> {
    let directory = snapshot.directory();
    let active = |id: &PersonId| {
        directory
            .person(*id)
            .is_some_and(|person| person.deactivated_at.is_none())
    };
    let members = team.map_or(&[][..], |team| directory.members(team));
    let managers = members.iter().filter(|member| member.manager);
    let mut managers: Vec<PersonId> = managers.map(|member| member.person).filter(active).collect();
    if managers.is_empty() {
        let administrators = directory
            .people()
            .filter(|person| person.role == OrganisationRole::Administrator);
        managers.extend(administrators.map(|person| person.id).filter(active));
    }
    managers.sort_unstable();
    managers
}
