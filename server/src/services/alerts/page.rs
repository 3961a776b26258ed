//! The page of alerts.

use super::{
    super::{Actor, Desk, Others, Reader, Result, access::Right, wording},
    unknown,
};
use crate::{
    snapshot::Snapshot,
    store::{AlertEntry, AlertRecord, AlertState},
};
use app::{
    AppError,
    alerts::{AlertLine, AlertView, AlertsPage, AlertsQuestion},
};
use async_trait::async_trait;
use domain::{AlertId, Instant, Zone};

/// Alerts of one page.
const SHOWN: usize = 30;

#[async_trait]
impl app::alerts::Port for Desk {
    async fn alerts(&self, asked: AlertsQuestion) -> Result<AlertsPage> {
        self.may_look()?;
        let all = match asked.state.as_str() {
            "" | "open" => false,
            "all" => true,
            other => return Err(AppError::field("state", format!("‘{other}’: write open or all."))),
        };
        let before = read_after(&asked.after)?;
        let mut connection = self.tandem.store.read().await?;
        let mut records = if asked.id.is_empty() {
            AlertRecord::latest(&mut connection, all, before, SHOWN as i64 + 1).await?
        } else {
            let id = asked.id.parse::<AlertId>().map_err(|_| unknown())?;
            vec![AlertRecord::find(&mut connection, id).await?.ok_or_else(unknown)?]
        };
        let unresolved = AlertRecord::unresolved_count(&mut connection).await?;
        let more = records.len() > SHOWN;
        records.truncate(SHOWN);
        let last = records.last().filter(|_| more);
        let next = last.map(|last| format!("{} {}", last.opened_at.seconds(), last.id));
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut alerts = Vec::new();
        for record in &records {
            let log = AlertEntry::of(&mut connection, record.id).await?;
            alerts.push(view(&snapshot, &reader, record, &log));
        }
        Ok(AlertsPage {
            alerts,
            unresolved,
            next,
            state: if all { "all" } else { "open" }.to_owned(),
            one: !asked.id.is_empty(),
            may_act: self.may_take_alerts(&snapshot),
        })
    }

    async fn act_on_alert(&self, id: String, act: String) -> Result<()> {
        self.may_try()?;
        if !self.may_take_alerts(&self.tandem.snapshot()) {
            return Err(AppError::Forbidden("You may look, and change nothing.".into()));
        }
        let id = id.parse::<AlertId>().map_err(|_| unknown())?;
        let desk = self.clone();
        self.to_the_end(async move { desk.change_alert(id, act).await }).await
    }
}

impl Desk {
    /// Whoever may change anything may take an alert, whatever their team: at night it matters that somebody does.
    fn may_take_alerts(&self, snapshot: &Snapshot) -> bool {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.check(Right::Change).is_ok(),
            Actor::Console => true,
            _ => Others::AnyMembers.include(&self.standing_anywhere(snapshot)),
        }
    }
}

/// What the answer before said is next.
fn read_after(text: &str) -> Result<Option<(Instant, AlertId)>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let parts = text.trim().split_once([' ', '+']);
    let read = parts.and_then(|(at, id)| Some((Instant::from_seconds(at.parse().ok()?), id.parse().ok()?)));
    let bad = || AppError::field("after", format!("‘{text}’ was not answered as `next`."));
    read.map(Some).ok_or_else(bad)
}

fn view(snapshot: &Snapshot, reader: &Reader, alert: &AlertRecord, log: &[AlertEntry]) -> AlertView {
    let service = snapshot.services().find(|service| service.id == alert.service);
    let rota = service.and_then(|service| snapshot.rota(service.in_hours_rota));
    let zone = rota.map_or_else(Zone::utc, |rota| rota.rules.zone.clone());
    let said = |at: Instant| wording::said(at, &zone, reader);
    let line = |entry: &AlertEntry| AlertLine {
        at: said(entry.at),
        kind: entry.kind.clone(),
        words: words(snapshot, entry),
    };
    AlertView {
        id: alert.id.to_string(),
        service: service.map(|service| service.name.clone()).unwrap_or_default(),
        service_slug: service.map(|service| service.slug.clone()).unwrap_or_default(),
        severity: alert.severity.to_string(),
        title: alert.title.clone(),
        detail: alert.detail.clone(),
        state: alert.state.key().to_owned(),
        opened: said(alert.opened_at),
        opened_at: alert.opened_at.to_string(),
        taken_by: alert
            .taken_by
            .as_ref()
            .map(|by| Actor::describe(by, snapshot))
            .unwrap_or_default(),
        next: match (alert.state, alert.next_at) {
            (AlertState::Open, Some(_)) if alert.begun_at.is_none() => {
                "Nobody is called about it yet: it waits until fewer others of this service are open".to_owned()
            }
            (AlertState::Open, Some(at)) => format!("Next calls: {}", said(at)),
            (AlertState::Open, None) => "Everybody was told, and nobody has taken it".to_owned(),
            _ => String::new(),
        },
        seen: u32::try_from(alert.seen).unwrap_or(u32::MAX),
        log: log.iter().map(line).collect(),
    }
}

fn words(snapshot: &Snapshot, entry: &AlertEntry) -> String {
    let name = || {
        entry
            .person
            .map(|id| snapshot.directory().name_in_words(id).into_owned())
            .unwrap_or_default()
    };
    match entry.kind.as_str() {
        "opened" => "Opened".to_owned(),
        "round" => format!("Round {} begins", entry.note),
        "called" => format!("{} is told: {}", name(), entry.note),
        "not-sent" => format!("{} should be told, and mail is not set up: {}", name(), entry.note),
        "left" => format!("{} should be told, and has left: {}", name(), entry.note),
        "nobody" => "There is nobody to tell".to_owned(),
        "last-resort" => "Nobody has taken it: the last resort".to_owned(),
        "acknowledged" => format!("Taken by {}", Actor::describe(&entry.note, snapshot)),
        "resolved" if entry.note == "source" => "Over, says its source".to_owned(),
        "resolved" => format!("Ended by {}", Actor::describe(&entry.note, snapshot)),
        other => format!("{other} {}", entry.note),
    }
}
