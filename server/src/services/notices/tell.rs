//! Telling those whose duty a write changes: every write passes here before it is durable, whatever it is about.

use super::Notice;
use crate::{
    Tandem,
    secret::fingerprint,
    services::webhooks::{Happened, tell_webhooks},
    store::{DutyNews, RotaRecord, StoreError, Write},
};
use chrono::NaiveDate;
use domain::{
    Instant, PersonId, Zone,
    notice::{Turns, turns_changed},
};
use std::collections::BTreeMap;

/// Tells everybody whose duty ahead the write changes, or whose past it corrects, what they gain and lose, and the members of a team that their rota was
/// published.
pub(crate) async fn tell_of_duty(tandem: &Tandem, write: &mut Write) -> Result<(), StoreError> {
    for news in write.take_duty_news() {
        // A correction changes what has passed; everything else changes what is ahead.
        let since = match news.corrected {
            Some(_) => Instant::MIN,
            None => write.at(),
        };
        let mut concerned = turns_changed(&news.before, &news.after, since);
        tell_programs(tandem, write, &news, &concerned).await?;
        if news.published.is_some() {
            for member in members(tandem, write, &news).await? {
                concerned.entry(member).or_default();
            }
        }
        tell(tandem, write, &news, concerned).await?;
    }
    Ok(())
}

/// Tells webhooks.
async fn tell_programs(
    tandem: &Tandem,
    write: &mut Write,
    news: &DutyNews,
    changes: &BTreeMap<PersonId, Turns>,
) -> Result<(), StoreError> {
    let happened = match news.published {
        Some(span) => Happened::Published(span, changes),
        None if changes.is_empty() => return Ok(()),
        None => Happened::Duty(changes),
    };
    tell_webhooks(tandem, write, news.rota, &happened).await?;
    Ok(())
}

async fn tell(
    tandem: &Tandem,
    write: &mut Write,
    news: &DutyNews,
    concerned: BTreeMap<PersonId, Turns>,
) -> Result<(), StoreError> {
    let (rota, by) = (news.rota, write.actor().to_owned());
    for (person, turns) in concerned {
        if write.has_told_why(person) && news.published.is_none() {
            continue;
        }
        let by = by.clone();
        let corrected = news.corrected.is_some().then(|| dates(&turns)).flatten();
        let notice = match (news.published, news.corrected.clone()) {
            (Some(span), _) => Notice::RotaPublished { rota, span, by, turns },
            (None, Some(reason)) => Notice::DutyCorrected {
                rota,
                by,
                reason,
                turns,
            },
            (None, None) => Notice::DutyChanged { rota, by, turns },
        };
        let facts = fingerprint(&format!("{notice:?}"));
        let key = format!("{} {person} {} {facts}", notice.key(), write.revision());
        tandem.inform_once(write, person, &notice, key).await?;
        if let Some(dates) = corrected {
            tandem.tell_of_late_pay(write, person, dates).await?;
        }
    }
    Ok(())
}

/// The dates that turns touch, with a day on either side: whoever reads them may live in another zone.
fn dates(turns: &Turns) -> Option<(NaiveDate, NaiveDate)> {
    let all = || turns.gained.iter().chain(&turns.lost).map(|held| held.span);
    let utc = Zone::utc();
    let first = utc.local(all().map(|span| span.start()).min()?).date();
    let last = utc.local(all().map(|span| span.end()).max()?).date();
    Some((first.pred_opt()?, last.succ_opt()?))
}

/// Who belongs to the team of a rota.
async fn members(tandem: &Tandem, write: &mut Write, news: &DutyNews) -> Result<Vec<PersonId>, StoreError> {
    let snapshot = tandem.snapshot();
    let rota = RotaRecord::find(write.connection(), news.rota).await?;
    let team = rota.map(|rota| rota.team);
    let members = team.map_or(&[][..], |team| snapshot.directory().members(team));
    Ok(members.iter().map(|member| member.person).collect())
}
