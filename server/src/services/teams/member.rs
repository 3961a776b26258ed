//! Members of a team: what they may do there, and from which day to which.

use super::{Desk, Reader, Result, check_share, described, is_open, known_team, person_of, rotas_of, subject};
use crate::{
    services::{Faults, directory::known_person, me::cover_link, wording},
    snapshot::{RotaImage, Snapshot},
    store::{MemberPlanningRecord, MemberRecord, PersonRecord, TeamRecord},
};
use app::{
    AppError,
    teams::{MemberForm, MemberImpact},
    timeline::Unfit,
};
use chrono::NaiveDate;
use domain::{
    CoverId, Instant, PersonId, Qualification, Role, RotaId, Span, Zone,
    conflicts::{Conflict, Kind, Known, TwoRotas, Watched, conflicts},
    membership::ServiceDays,
};
use serde_json::json;

/// Stretches of duty that a preview lists before it counts the rest.
const LISTED: usize = 12;

/// A member's place as a form says that it is to be.
struct Wanted {
    team: TeamRecord,
    person: PersonRecord,
    member: MemberRecord,
    /// `None` where the form says nothing of the days.
    days: [Option<Option<NaiveDate>>; 2],
}

impl Wanted {
    /// The days as they are to be, over those there are.
    fn days(&self, kept: ServiceDays) -> ServiceDays {
        let [first, last] = self.days;
        ServiceDays {
            first: first.unwrap_or(kept.first),
            last: last.unwrap_or(kept.last),
        }
    }
}

impl Desk {
    pub(super) async fn write_member(&self, form: MemberForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let wanted = self.wanted_place(&snapshot, &form)?;
        let Wanted {
            team, person, member, ..
        } = &wanted;
        let mut write = self.begin().await?;
        // Another node may have archived the team or deactivated the person since the snapshot was taken.
        let now = TeamRecord::these(write.connection(), &[team.id]).await?;
        is_open(now.first().unwrap_or(team))?;
        let before = MemberRecord::find(write.connection(), team.id, person.id).await?;
        let person_now = PersonRecord::find(write.connection(), person.id).await?;
        if before.is_none() && person_now.is_none_or(|person| person.deactivated_at.is_some()) {
            let words = format!("{} is deactivated: an administrator can reactivate them.", person.name);
            return Err(AppError::field("person", words));
        }
        let known = MemberPlanningRecord::find(write.connection(), team.id, person.id).await?;
        let known = known.unwrap_or_else(|| MemberPlanningRecord::of(team.id, person.id));
        let seen = form.seen.as_deref().filter(|seen| !seen.is_empty());
        if seen.is_some_and(|seen| seen != mark(before.as_ref(), known.days())) {
            let refusal = self.place_was_changed(&snapshot, (person, team), before.as_ref(), known.days());
            // Only over what this very refusal said.
            if form.over.as_ref() != Some(&refusal) {
                return Err(AppError::Stale(refusal));
            }
        }
        let days = wanted.days(known.days());
        in_order(days)?;
        write.put_member(member).await?;
        let mut detail =
            json!({ "person": person.id, "before": before.as_ref().map(described), "after": described(member) });
        if days != known.days() {
            let (joins_on, leaves_on) = (days.first, days.last);
            detail["days"] = json!({ "before": days_detail(known.days()), "after": days_detail(days) });
            let after = MemberPlanningRecord {
                joins_on,
                leaves_on,
                ..known
            };
            write.put_member_planning(&after).await?;
        }
        write.audit("team.member_put", &subject(team.id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Takes somebody out of a team; the days on which they served are no more.
    pub(super) async fn take_out(&self, team: &str, person: &str, seen: Option<String>) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let team = known_team(&snapshot, team)?;
        self.may_manage(&snapshot, team.id)?;
        let person = known_person(&snapshot, person)?;
        let mut write = self.begin().await?;
        let Some(before) = MemberRecord::find(write.connection(), team.id, person.id).await? else {
            return Ok(());
        };
        let known = MemberPlanningRecord::find(write.connection(), team.id, person.id).await?;
        let days = known.as_ref().map(MemberPlanningRecord::days).unwrap_or_default();
        if seen.is_some_and(|seen| !seen.is_empty() && seen != mark(Some(&before), days)) {
            let is = self.place_words(&snapshot, Some(&before), days, (&person, &team));
            return Err(AppError::Stale(format!(
                "Somebody changed the place of {} in {} meanwhile. {is} Look again, then decide.",
                person.name, team.name
            )));
        }
        write.remove_member(team.id, person.id).await?;
        if let Some(known) = known.filter(|_| days != ServiceDays::default()) {
            let (joins_on, leaves_on) = (None, None);
            let after = MemberPlanningRecord {
                joins_on,
                leaves_on,
                ..known
            };
            write.put_member_planning(&after).await?;
        }
        let mut detail = json!({ "person": person.id, "before": described(&before) });
        if days != ServiceDays::default() {
            detail["days"] = json!({ "before": days_detail(days) });
        }
        write.audit("team.member_removed", &subject(team.id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// What a member's place as a form has it would make of their published duty; nothing is written.
    pub(super) fn member_impact(&self, form: &MemberForm) -> Result<MemberImpact> {
        let snapshot = self.tandem.snapshot();
        let wanted = self.wanted_place(&snapshot, form)?;
        let (team, person) = (wanted.team.id, wanted.person.id);
        let days = wanted.days(snapshot.directory().days(team, person));
        in_order(days)?;
        let supposed = Supposed {
            snapshot: &snapshot,
            person,
            qualification: wanted.member.qualification,
            days,
        };
        let reader = self.reader(&snapshot);
        let rotas: Vec<&RotaImage> = rotas_of(&snapshot, team).map(AsRef::as_ref).collect();
        let (before, after) = (
            unfit(&rotas, &*snapshot, person, reader.now),
            unfit(&rotas, &supposed, person, reader.now),
        );
        let row = |one: &Conflict| {
            let rota = snapshot.rota(one.rota)?;
            Some(row(rota, one, &reader))
        };
        Ok(MemberImpact {
            name: wanted.person.name,
            rows: after.iter().filter_map(row).take(LISTED).collect(),
            more: after.len().saturating_sub(LISTED),
            before: before.len(),
        })
    }

    /// Why a form about somebody's place is out of date, and what the place is now.
    fn place_was_changed(
        &self,
        snapshot: &Snapshot,
        who: (&PersonRecord, &TeamRecord),
        is: Option<&MemberRecord>,
        days: ServiceDays,
    ) -> String {
        format!(
            "Somebody changed the place of {} in {} meanwhile. {} What you entered is kept: tick “Save mine over it” to have \
             it so, or load the page again.",
            who.0.name,
            who.1.name,
            self.place_words(snapshot, is, days, who)
        )
    }

    /// `It is now: lead, 100 %, from Tue 1 Dec.`
    fn place_words(
        &self,
        snapshot: &Snapshot,
        is: Option<&MemberRecord>,
        days: ServiceDays,
        (person, team): (&PersonRecord, &TeamRecord),
    ) -> String {
        let Some(member) = is else {
            return format!("{} is not in {} now.", person.name, team.name);
        };
        let today = self.own_zone(snapshot).local(self.tandem.now()).date();
        let style = self.reader(snapshot).style;
        let mut words = vec![member.qualification.map_or("no duty", Qualification::key).to_owned()];
        words.extend(member.manager.then(|| "manager".to_owned()));
        words.push(format!("{} %", member.share_percent));
        words.extend(days.first.map(|day| format!("from {}", style.day(day, today))));
        words.extend(days.last.map(|day| format!("last day {}", style.day(day, today))));
        format!("It is now: {}.", words.join(", "))
    }

    fn wanted_place(&self, snapshot: &Snapshot, form: &MemberForm) -> Result<Wanted> {
        let team = known_team(snapshot, &form.team)?;
        self.may_manage(snapshot, team.id)?;
        let person = person_of(snapshot, &form.person)?;
        let mut faults = Faults::default();
        let share = faults.take("share_percent", check_share(&form.share_percent));
        let mut day = |field: &str, text: &Option<String>| match text.as_deref().map(str::trim) {
            None => form.days.as_ref().map(|_| None),
            Some("") => Some(None),
            Some(text) => faults.take(field, wording::day(text)).map(Some),
        };
        let days = [day("first_day", &form.first_day), day("last_day", &form.last_day)];
        faults.check()?;
        let member = MemberRecord {
            team: team.id,
            person: person.id,
            qualification: Qualification::new(ticked(&form.lead), ticked(&form.engineer)),
            manager: ticked(&form.manager),
            share_percent: share.unwrap_or(100),
        };
        Ok(Wanted {
            team,
            person,
            member,
            days,
        })
    }
}

/// Whether a box is ticked: browsers leave out one that is not, programs say so.
fn ticked(said: &Option<String>) -> bool {
    let said = said.as_deref().map(str::trim);
    said.is_some_and(|said| !["", "false", "off", "no", "0"].contains(&said.to_ascii_lowercase().as_str()))
}

/// The days as the audit keeps them.
fn days_detail(days: ServiceDays) -> serde_json::Value {
    json!({ "joins_on": days.first, "leaves_on": days.last })
}

fn in_order(days: ServiceDays) -> Result<()> {
    match (days.first, days.last) {
        (Some(first), Some(last)) if last < first => {
            let words = format!("The last day, {last}, is before the first, {first}.");
            Err(AppError::field("last_day", words))
        }
        _ => Ok(()),
    }
}

/// What a form about somebody's place was filled in from, so that one that is out of date is noticed.
pub(super) fn mark(member: Option<&MemberRecord>, days: ServiceDays) -> String {
    let Some(member) = member else {
        return "none".to_owned();
    };
    let qualification = member.qualification.map_or("no duty", Qualification::key);
    let manager = if member.manager { "manager" } else { "member" };
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let (first, last) = (day(days.first), day(days.last));
    format!("{qualification} {manager} {} {first} {last}", member.share_percent)
}

/// The organisation, if somebody had another place in a team.
struct Supposed<'a> {
    snapshot: &'a Snapshot,
    person: PersonId,
    qualification: Option<Qualification>,
    days: ServiceDays,
}

impl Known for Supposed<'_> {
    fn has_left(&self, _: PersonId) -> bool {
        // Who has left is no matter of their place in a team.
        false
    }

    fn is_qualified(&self, rota: RotaId, person: PersonId, role: Role) -> bool {
        match person == self.person {
            true => self.qualification.is_some_and(|it| it.allows(role)),
            false => Known::is_qualified(self.snapshot, rota, person, role),
        }
    }

    fn serves(&self, rota: RotaId, person: PersonId) -> Span {
        let rota = self.snapshot.rota(rota).filter(|_| person == self.person);
        rota.map_or(Span::ALWAYS, |rota| self.days.span(&rota.ahead.zone))
    }

    fn leave(&self, _: PersonId) -> &[Span] {
        &[]
    }

    fn is_accepted(&self, rota: RotaId, cover: CoverId) -> bool {
        self.snapshot.is_accepted(rota, cover)
    }
}

/// The published duty of somebody on some rotas that they should not hold by their place in the team.
fn unfit(rotas: &[&RotaImage], known: &impl Known, person: PersonId, now: Instant) -> Vec<Conflict> {
    let watched: Vec<Watched<'_>> = rotas
        .iter()
        .map(|rota| Watched {
            rota: rota.record.id,
            duty: &rota.duty,
            min_rest_seconds: 0,
        })
        .collect();
    let ends = rotas
        .iter()
        .filter_map(|rota| rota.record.planned)
        .map(|planned| planned.end());
    let Some(window) = ends.max().and_then(|end| Span::new(now, end).ok()) else {
        return Vec::new();
    };
    let mut found = conflicts(&watched, known, TwoRotas::Allow, window);
    found.retain(|one| one.person == Some(person) && one.kind == Kind::NotQualified && one.accepted.is_none());
    found
}

fn row(rota: &RotaImage, conflict: &Conflict, reader: &Reader) -> Unfit {
    let (role, zone) = (conflict.role.unwrap_or(Role::Lead), &rota.rules.zone);
    let when = wording::span_words(conflict.span, zone, reader);
    Unfit {
        words: format!("{role} of {}, {when}", rota.record.name),
        cover: cover_link(&rota.record.slug, role, conflict.span, zone),
    }
}

/// Why somebody does not serve in a stretch of duty on a rota: `Ben’s last day in Payments is Mon 30 Nov`.
pub(crate) fn not_serving(
    snapshot: &Snapshot,
    rota: &RotaImage,
    person: PersonId,
    span: Span,
    reader: &Reader,
) -> Option<String> {
    let directory = snapshot.directory();
    let days = directory.days(rota.record.team, person);
    let team = directory
        .team(rota.record.team)
        .map_or("the team", |team| team.name.as_str());
    let zone = &rota.ahead.zone;
    let outside = span.outside(&days.span(zone)).next()?;
    days_words(&directory.name_in_words(person), team, &days, outside, zone, reader)
}

/// The same for a stretch that lies before the first day, or after the last.
pub(crate) fn days_words(
    name: &str,
    team: &str,
    days: &ServiceDays,
    outside: Span,
    zone: &Zone,
    reader: &Reader,
) -> Option<String> {
    let today = zone.local(reader.now).date();
    let (which, day) = match days.first.filter(|_| outside.start() < days.span(zone).start()) {
        Some(first) => ("first", first),
        None => ("last", days.last?),
    };
    Some(format!(
        "{name}’s {which} day in {team} is {}",
        reader.style.day(day, today)
    ))
}
