//! Alerts go through their escalation: what is due is told, once, by whichever node comes first.
//!
//! Writers are serialised: whoever begins a write sees what those before have done, so that a step is told in the one write
//! that also says what is due next. What dies in between has told nobody, and is done again.

use super::{
    super::{
        Actor, Result,
        escalation::{administrators, standing},
        notices::alert_notice,
    },
    AT_A_TIME,
};
use crate::{
    Tandem,
    store::{AlertRecord, AlertState, Write},
};
use domain::{
    AlertId, Instant, PersonId,
    alert::{Due, why},
    escalation::{Resolved, ResolvedTarget},
};

/// Alerts that are looked at in one go.
const AT_ONCE: i64 = 50;
/// The most steps of one alert that are gone in one write.
const STEPS: usize = 20;

/// Tells whatever is due; answers how many steps were gone. One alert that cannot go on does not stop the others.
///
/// # Errors
/// When the database cannot be reached, or the last of the alerts that could not go on.
pub async fn walk_alerts(tandem: &Tandem) -> Result<usize> {
    let now = tandem.now();
    let due = AlertRecord::due(&mut *tandem.store.read().await?, now, AT_A_TIME, AT_ONCE).await?;
    let (mut gone, mut failed) = (0, None);
    for id in due {
        match go_on(tandem, id, now).await {
            Ok(steps) => gone += steps,
            Err(error) => {
                tracing::error!(%error, %id, "an alert did not go on; it will be tried again");
                failed = Some(error);
            }
        }
    }
    failed.map_or(Ok(gone), Err)
}

/// Everything of one alert that is due, in one write; answers how many steps that was.
async fn go_on(tandem: &Tandem, id: AlertId, now: Instant) -> Result<usize> {
    let mut write = tandem.store.begin(&Actor::Console.key(), now).await?;
    let Some(mut alert) = AlertRecord::find(write.connection(), id).await? else {
        return Ok(0);
    };
    if alert.begun_at.is_none() && AlertRecord::under_way(write.connection(), &alert).await? >= AT_A_TIME {
        return Ok(0);
    }
    let mut steps = 0;
    while steps < STEPS && alert.state == AlertState::Open && alert.next_at.is_some_and(|at| at <= now) {
        alert.next_at = step(tandem, &mut write, &mut alert, now).await?;
        alert.begun_at = alert.begun_at.or(Some(now));
        steps += 1;
    }
    if steps > 0 {
        write.update_alert(&alert).await?;
        tandem.commit(write).await?;
    }
    Ok(steps)
}

/// One step; answers when the next is due.
async fn step(tandem: &Tandem, write: &mut Write, alert: &mut AlertRecord, now: Instant) -> Result<Option<Instant>> {
    match alert.course.next {
        Due::Round => {
            let next = alert.course.begin_round(&people_to_call(tandem, alert, now), now);
            let note = format!("{} of {}", alert.course.round, alert.course.rounds);
            write.log_alert(alert.id, "round", None, &note).await?;
            Ok(next)
        }
        Due::Step(place) => {
            let people = alert.course.steps.get(place).map(|step| step.people.clone());
            let key = format!("{} {place}", alert.course.round);
            tell(tandem, write, alert, &key, people.unwrap_or_default()).await?;
            Ok(alert.course.told(place, now))
        }
        Due::LastResort => {
            write.log_alert(alert.id, "last-resort", None, "").await?;
            let people = last_resort(tandem, alert, now);
            tell(tandem, write, alert, "last resort", people).await?;
            Ok(alert.course.told_last_resort())
        }
        Due::Nothing => Ok(None),
    }
}

/// Who is called in a round that begins now; nobody where the service's rota cannot be read, which leaves it to the last
/// resort.
fn people_to_call(tandem: &Tandem, alert: &AlertRecord, now: Instant) -> Resolved {
    let snapshot = tandem.snapshot();
    let service = snapshot.services().find(|service| service.id == alert.service);
    let standing = service.and_then(|service| standing(&snapshot, &service.as_of(now), alert.severity, now).ok());
    standing.map_or_else(
        || Resolved {
            repeat: 0,
            steps: Vec::new(),
        },
        |standing| standing.explained.resolved,
    )
}

/// Whom the policy's last resort leads to, and the administrators where it cannot be read.
fn last_resort(tandem: &Tandem, alert: &AlertRecord, now: Instant) -> Vec<(PersonId, String)> {
    let snapshot = tandem.snapshot();
    let service = snapshot.services().find(|service| service.id == alert.service);
    let steps = service.and_then(|service| {
        let service = service.as_of(now);
        let asked = service.with_policy(service.policy.only_last_resort());
        let standing = standing(&snapshot, &asked, alert.severity, now).ok()?;
        Some(standing.explained.resolved.steps)
    });
    let named = |target: ResolvedTarget| (target.person, why(&target));
    let people: Vec<_> = steps
        .into_iter()
        .flatten()
        .flat_map(|step| step.targets)
        .map(named)
        .collect();
    if !people.is_empty() {
        return people;
    }
    let administrators = administrators(snapshot.directory()).into_iter();
    administrators
        .map(|id| (id, "last resort: administrator".to_owned()))
        .collect()
}

/// Tells the people of a step, and notes that they were.
async fn tell(
    tandem: &Tandem,
    write: &mut Write,
    alert: &AlertRecord,
    step: &str,
    people: Vec<(PersonId, String)>,
) -> Result<()> {
    if people.is_empty() {
        write.log_alert(alert.id, "nobody", None, "").await?;
    }
    let snapshot = tandem.snapshot();
    for (id, because) in people {
        let here = snapshot.directory().person(id);
        let kind = match here.filter(|person| person.deactivated_at.is_none()) {
            Some(person) => {
                let key = format!("alert {} {step} {id}", alert.id);
                let sent = alert_notice(tandem, write, person, alert.id, &because, key).await?;
                if sent { "called" } else { "not-sent" }
            }
            None => "left",
        };
        write.log_alert(alert.id, kind, Some(id), &because).await?;
    }
    Ok(())
}
