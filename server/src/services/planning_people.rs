//! What plans know of a team's members, beside their qualifications: days, dates, experience, who is kept apart.

use super::{
    Desk, Faults, Result,
    directory::known_person,
    planning::{History, LOAD_WEEKS},
    rotas::named,
    teams::{check_share, described, known_team},
    wording,
};
use crate::{
    collation,
    snapshot::Snapshot,
    store::{ApartRecord, MemberPlanningRecord, MemberRecord, TeamRecord},
};
use app::{
    AppError,
    planning_people::{ApartRow, PlanningMember, PlanningMemberForm, PlanningPeople},
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{ApartId, PersonId, planner::Experience, rota::Days, time::Style};
use serde_json::json;
use std::collections::HashMap;

/// The most pairs of a team that are kept apart.
const MOST_APART: usize = 100;

#[async_trait]
impl app::planning_people::Port for Desk {
    async fn planning_people(&self, team: String) -> Result<PlanningPeople> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let team = known_team(&snapshot, &team)?;
        let manages = self.manages(&snapshot, team.id);
        let me = self.actor.person();
        if !manages && me.is_none_or(|me| snapshot.directory().member(team.id, me).is_none()) {
            return Err(AppError::Forbidden(format!(
                "Only members of {} and administrators see what its plans know.",
                team.name
            )));
        }
        let sees = |person: PersonId| manages || me == Some(person);
        let members = self.planning_members(&snapshot, &team, sees).await?;
        let apart = ApartRecord::of_team(&mut *self.tandem.store.read().await?, team.id).await?;
        let apart = apart.iter().filter(|pair| pair.people.into_iter().any(sees));
        let row = |pair: &ApartRecord| ApartRow {
            id: pair.id.to_string(),
            one: named(&snapshot, pair.people[0]),
            other: named(&snapshot, pair.people[1]),
        };
        Ok(PlanningPeople {
            members,
            apart: apart.map(row).collect(),
            manages,
            slug: team.slug,
            team: team.name,
        })
    }

    async fn put_planning_member(&self, form: PlanningMemberForm) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_planning_member(&form).await })
            .await
    }

    async fn keep_apart(&self, team: String, one: String, other: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_apart(&team, &one, &other).await })
            .await
    }

    async fn end_apart(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.withdraw_apart(&id).await }).await
    }
}

impl Desk {
    async fn planning_members(
        &self,
        snapshot: &Snapshot,
        team: &TeamRecord,
        sees: impl Fn(PersonId) -> bool,
    ) -> Result<Vec<PlanningMember>> {
        let reader = self.reader(snapshot);
        let known = MemberPlanningRecord::of_team(&mut *self.tandem.store.read().await?, team.id).await?;
        let known: HashMap<PersonId, MemberPlanningRecord> = known.into_iter().map(|one| (one.person, one)).collect();
        let history = History::of(&self.tandem.store, snapshot, team.id, reader.now, &known).await?;
        let today = self.own_zone(snapshot).local(reader.now).date();
        let mut rows: Vec<PlanningMember> = snapshot
            .directory()
            .members(team.id)
            .iter()
            .filter(|member| sees(member.person))
            .map(|member| {
                let known = known.get(&member.person).copied();
                let known = known.unwrap_or_else(|| MemberPlanningRecord::of(team.id, member.person));
                PlanningMember {
                    person: named(snapshot, member.person),
                    words: words(member, &known, today, reader.style),
                    carries: carries(&history, member.person),
                    form: form(&team.slug, member, &known),
                }
            })
            .collect();
        rows.sort_by_cached_key(|row| (collation::key(&row.person.name), row.person.id.clone()));
        Ok(rows)
    }

    async fn write_planning_member(&self, form: &PlanningMemberForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let team = known_team(&snapshot, &form.team)?;
        self.may_manage(&snapshot, team.id)?;
        let person = known_person(&snapshot, &form.person)?;
        let mut write = self.begin().await?;
        let member = MemberRecord::find(write.connection(), team.id, person.id).await?;
        let member = member.ok_or_else(|| AppError::NotFound(format!("{} is not in {}.", person.name, team.name)))?;
        let (share, after) = read(form, &member)?;
        let before = MemberPlanningRecord::find(write.connection(), team.id, person.id).await?;
        let is = before.unwrap_or_else(|| MemberPlanningRecord::of(team.id, person.id));
        if !form.seen.is_empty() && form.seen != mark(&member, &is) {
            let today = self.own_zone(&snapshot).local(self.tandem.now()).date();
            let words = words(&member, &is, today, self.reader(&snapshot).style);
            let refusal = format!(
                "Somebody changed what plans know of {} meanwhile. It is now: {words}. What you entered is kept: tick “Save mine \
                 over it” to have it so, or load the page again.",
                person.name
            );
            // Only over what this very refusal said.
            if form.over != refusal {
                return Err(AppError::Stale(refusal));
            }
        }
        if share != member.share_percent {
            let changed = MemberRecord {
                share_percent: share,
                ..member.clone()
            };
            write.put_member(&changed).await?;
            let detail = json!({ "person": person.id, "before": described(&member), "after": described(&changed) });
            write
                .audit("team.member_put", &format!("team {}", team.id), detail)
                .await?;
        }
        if is != after {
            write.put_member_planning(&after).await?;
            let detail = json!({ "person": person.id, "before": before.as_ref().map(detail), "after": detail(&after) });
            write
                .audit("team.member_planning_put", &format!("team {}", team.id), detail)
                .await?;
        }
        self.tandem.commit(write).await?;
        Ok(())
    }

    async fn write_apart(&self, team: &str, one: &str, other: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let team = known_team(&snapshot, team)?;
        self.may_manage(&snapshot, team.id)?;
        let mut faults = Faults::default();
        let member = |id: &str| {
            let person = id.trim().parse::<PersonId>().ok();
            person
                .filter(|person| snapshot.directory().member(team.id, *person).is_some())
                .ok_or("Choose a member of the team.")
        };
        let (one, other) = (faults.take("one", member(one)), faults.take("other", member(other)));
        faults.check()?;
        let (Some(one), Some(other)) = (one, other) else {
            return Ok(());
        };
        if one == other {
            return Err(AppError::field(
                "other",
                "Choose two different people: nobody is ever on duty with themselves.",
            ));
        }
        let apart = ApartRecord {
            id: ApartId::from_uuid(self.tandem.new_id()),
            team: team.id,
            people: [one.min(other), one.max(other)],
        };
        let mut write = self.begin().await?;
        let kept = ApartRecord::of_team(write.connection(), team.id).await?;
        if kept.iter().any(|kept| kept.people == apart.people) {
            return Ok(());
        }
        if kept.len() >= MOST_APART {
            return Err(AppError::field(
                "other",
                format!("{MOST_APART} pairs are kept apart already: let one be together again first."),
            ));
        }
        write.insert_apart(&apart).await?;
        let detail = json!({ "pair": apart.people });
        write
            .audit("team.kept_apart", &format!("team {}", team.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    async fn withdraw_apart(&self, id: &str) -> Result<()> {
        let unknown = || AppError::NotFound("These two are not kept apart any more.".to_owned());
        let id: ApartId = id.parse().map_err(|_| unknown())?;
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let apart = ApartRecord::find(write.connection(), id).await?.ok_or_else(unknown)?;
        self.may_manage(&snapshot, apart.team)?;
        write.end_apart(id).await?;
        let detail = json!({ "pair": apart.people });
        write
            .audit("team.kept_apart_no_longer", &format!("team {}", apart.team), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// What a form about a member was filled in from, so that one that is out of date is noticed.
fn mark(member: &MemberRecord, known: &MemberPlanningRecord) -> String {
    format!("{} {}", member.share_percent, detail(known))
}

fn detail(known: &MemberPlanningRecord) -> serde_json::Value {
    json!({
        "experience": known.experience, "days_off": known.days_off, "joins_on": known.joins_on,
        "leaves_on": known.leaves_on,
    })
}

fn read(form: &PlanningMemberForm, member: &MemberRecord) -> Result<(u16, MemberPlanningRecord)> {
    let mut faults = Faults::default();
    let share = match form.share_percent.trim() {
        "" => Some(member.share_percent),
        text => faults.take("share_percent", check_share(text)),
    };
    let experience = match form.experience.trim() {
        "newcomer" => Experience::Newcomer,
        "regular" => Experience::Regular,
        "" | "experienced" => Experience::Experienced,
        other => {
            let words = format!("‘{other}’ is not an experience: use newcomer, regular or experienced.");
            faults.note("experience", words);
            Experience::Experienced
        }
    };
    let ticked = Days::ALL.iter().zip(form.ticks()).filter(|(_, tick)| !tick.is_empty());
    let days_off: Days = ticked.map(|(day, _)| day).collect();
    if days_off == Days::ALL {
        faults.note(
            "mon",
            "Somebody who never works on any day takes no duty: take away their qualifications instead.",
        );
    }
    let mut date = |field: &str, text: &str| match text.trim() {
        "" => None,
        text => faults.take(field, wording::day(text)),
    };
    let (joins_on, leaves_on) = (date("joins_on", &form.joins_on), date("leaves_on", &form.leaves_on));
    if let (Some(joins), Some(leaves)) = (joins_on, leaves_on)
        && leaves < joins
    {
        faults.note(
            "leaves_on",
            format!("The last day, {leaves}, is before the first, {joins}."),
        );
    }
    faults.check()?;
    let known = MemberPlanningRecord {
        team: member.team,
        person: member.person,
        experience,
        days_off,
        joins_on,
        leaves_on,
    };
    Ok((share.unwrap_or(member.share_percent), known))
}

fn form(team: &str, member: &MemberRecord, known: &MemberPlanningRecord) -> PlanningMemberForm {
    let experience = match known.experience {
        Experience::Newcomer => "newcomer",
        Experience::Regular => "regular",
        Experience::Experienced => "experienced",
    };
    let date = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
    let mut ticks = Days::ALL.iter().map(|day| match known.days_off.contains(day) {
        true => "on".to_owned(),
        false => String::new(),
    });
    let mut tick = || ticks.next().unwrap_or_default();
    PlanningMemberForm {
        team: team.to_owned(),
        person: member.person.to_string(),
        share_percent: member.share_percent.to_string(),
        experience: experience.to_owned(),
        mon: tick(),
        tue: tick(),
        wed: tick(),
        thu: tick(),
        fri: tick(),
        sat: tick(),
        sun: tick(),
        joins_on: date(known.joins_on),
        leaves_on: date(known.leaves_on),
        seen: mark(member, known),
        over: String::new(),
    }
}

fn words(member: &MemberRecord, known: &MemberPlanningRecord, today: NaiveDate, style: Style) -> String {
    let mut words = vec![format!("{} %", member.share_percent)];
    words.push(
        match known.experience {
            Experience::Newcomer => "new",
            Experience::Regular => "knows the work",
            Experience::Experienced => "experienced",
        }
        .to_owned(),
    );
    if !known.days_off.is_empty() {
        words.push(format!("never {}", known.days_off));
    }
    words.extend(known.joins_on.map(|day| format!("from {}", style.day(day, today))));
    words.extend(known.leaves_on.map(|day| format!("until {}", style.day(day, today))));
    words.join(" · ")
}

fn carries(history: &History, person: PersonId) -> String {
    format!(
        "{} points in {LOAD_WEEKS} weeks · {} of bank holidays in 3 years",
        history.load(person),
        history.holidays(person)
    )
}
