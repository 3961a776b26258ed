//! Teams, people, rotas and services of an example.

use super::{Stage, names::Names};
use crate::{
    services::{Result, rotas::NewRota, slug::slug},
    store::RulesRecord,
};
use app::{
    AppError,
    escalation::{Port as _, ServiceForm},
    people::Port as _,
    teams::{MemberForm, Port as _},
};
use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use domain::{
    PersonId, Role, RotaId, TeamId,
    escalation::{Hours, Policy, PolicyRule, Severity, Step, Target},
    planner::PlanningRules,
    rota::{Coverage, Handover, HolidayRule, OfficeHours, Unit},
};

/// Name, zone, holiday calendar, and what the team supports.
const TEAMS: [(&str, &str, &str, &str, &str); 8] = [
    (
        "Payments",
        "Europe/London",
        "GB-ENG",
        "Card payments",
        "Taking money by card, and giving it back.",
    ),
    (
        "Platform",
        "Europe/Berlin",
        "",
        "Deployments",
        "Building and shipping everything else.",
    ),
    (
        "Data",
        "America/New_York",
        "",
        "Reporting",
        "Figures for customers and for ourselves.",
    ),
    (
        "Identity",
        "Europe/London",
        "GB-SCT",
        "Signing in",
        "Accounts, sessions and permissions.",
    ),
    (
        "Logistics",
        "Asia/Kolkata",
        "",
        "Deliveries",
        "Orders on their way to customers.",
    ),
    (
        "Mobile",
        "Australia/Sydney",
        "",
        "Mobile apps",
        "The apps on customers’ telephones.",
    ),
    ("Search", "Europe/Madrid", "", "Search", "Finding things in the shop."),
    (
        "Warehouse",
        "America/Sao_Paulo",
        "",
        "Stock",
        "What is where, and how much of it.",
    ),
];
/// With fewer people, everybody has to serve successive turns.
const ENOUGH_PEOPLE: usize = 5;

/// A team of an example.
pub(super) struct Team {
    pub(super) id: TeamId,
    pub(super) slug: String,
    pub(super) name: String,
    /// Its place among the teams.
    pub(super) place: usize,
    /// In the order in which they were hired; the first manages it.
    pub(super) people: Vec<PersonId>,
}

/// A rota of an example.
pub(super) struct Rota {
    pub(super) id: RotaId,
    pub(super) slug: String,
}

fn kind(place: usize) -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
    TEAMS[place % TEAMS.len()]
}

/// A name that no other team has: `Payments`, later `Payments 2`.
fn numbered(name: &str, place: usize) -> String {
    match place / TEAMS.len() {
        0 => name.to_owned(),
        round => format!("{name} {}", round + 1),
    }
}

impl Team {
    /// Whether its turns are days, so that who is away for one leaves a gap of a day and not of a week.
    pub(super) const fn serves_days(&self) -> bool {
        self.place % 3 == 2
    }
}

impl Stage {
    /// Brings teams and their people in, as a file.
    pub(super) async fn hire(&mut self) -> Result<Vec<Team>> {
        let mut file = String::from("name,email,time_zone,phone,team,qualifications,fte_percent\n");
        let (mut names, mut number) = (Names::new(), 0);
        let mut emails: Vec<Vec<String>> = Vec::new();
        let mut given: std::collections::HashSet<String> = std::collections::HashSet::new();
        for place in 0..self.example.teams {
            let mut of_team = Vec::new();
            for seat in 0..self.example.people {
                let name = names.next(&mut self.chance);
                let local = slug(&name, "person", |taken| given.contains(taken));
                given.insert(local.clone());
                let email = format!("{}@northwind.example", local.replace('-', "."));
                file.push_str(&self.line(&name, &email, place, seat, number));
                of_team.push(email);
                number += 1;
            }
            emails.push(of_team);
        }
        let outcome = self.desk.import_people_file(file.into_bytes()).await?;
        if let Some(fault) = outcome.faults.first() {
            return Err(AppError::field(
                &fault.column,
                format!("line {}: {}", fault.line, fault.message),
            ));
        }
        self.teams(&emails).await
    }

    fn line(&self, name: &str, email: &str, place: usize, seat: usize, number: usize) -> String {
        let roles = match seat % 4 {
            2 if self.example.people >= ENOUGH_PEOPLE => "lead",
            3 if self.example.people >= ENOUGH_PEOPLE => "engineer",
            _ => "lead+engineer",
        };
        // Numbers that regulators keep free for stories.
        let phone = match kind(place).1 {
            zone if zone.starts_with("America/") => format!("+1202555{:04}", 100 + number % 100),
            _ => format!("+447700900{:03}", number % 1000),
        };
        let share = if seat % 5 == 4 { 80 } else { 100 };
        format!(
            "{name},{email},{},{phone},{},{roles},{share}\n",
            kind(place).1,
            numbered(kind(place).0, place)
        )
    }

    /// The teams as they are now, each with a manager.
    async fn teams(&self, emails: &[Vec<String>]) -> Result<Vec<Team>> {
        let snapshot = self.desk.tandem.snapshot();
        let directory = snapshot.directory();
        let by_email: std::collections::HashMap<&str, PersonId> = directory
            .people()
            .map(|person| (person.email.as_str(), person.id))
            .collect();
        let by_name: std::collections::HashMap<&str, _> =
            directory.teams().map(|team| (team.name.as_str(), team)).collect();
        let mut teams = Vec::new();
        for (place, of_team) in emails.iter().enumerate() {
            let name = numbered(kind(place).0, place);
            let Some(team) = by_name.get(name.as_str()) else {
                continue;
            };
            let people: Vec<PersonId> = of_team
                .iter()
                .filter_map(|email| by_email.get(email.as_str()).copied())
                .collect();
            teams.push(Team {
                id: team.id,
                slug: team.slug.clone(),
                name,
                place,
                people,
            });
        }
        for team in &teams {
            let Some(manager) = team.people.first() else { continue };
            let on = || Some("on".to_owned());
            let form = MemberForm {
                team: team.slug.clone(),
                person: manager.to_string(),
                lead: on(),
                engineer: on(),
                manager: on(),
                share_percent: "100".to_owned(),
                ..MemberForm::default()
            };
            self.desk.put_member(form).await?;
        }
        Ok(teams)
    }

    /// Makes every team's rotas and the service they serve.
    pub(super) async fn create_rotas(&self, teams: &[Team]) -> Result<Vec<Rota>> {
        let mut rotas = Vec::new();
        for team in teams {
            let mut own = Vec::new();
            for (name, rules) in self.patterns(team)? {
                let rota = self
                    .desk
                    .create_rota(NewRota {
                        team: team.id,
                        name,
                        rules,
                        planning: self.planning(),
                    })
                    .await?;
                own.push(rota.slug.clone());
                rotas.push(Rota {
                    id: rota.id,
                    slug: rota.slug,
                });
            }
            self.create_service(team, &own).await?;
        }
        Ok(rotas)
    }

    async fn create_service(&self, team: &Team, rotas: &[String]) -> Result<()> {
        let (Some(first), Some(last)) = (rotas.first(), rotas.last()) else {
            return Ok(());
        };
        let form = ServiceForm {
            slug: String::new(),
            name: numbered(kind(team.place).3, team.place),
            description: kind(team.place).4.to_owned(),
            team: team.slug.clone(),
            in_hours_rota: first.clone(),
            out_of_hours_rota: last.clone(),
        };
        let slug = self.desk.put_service(form).await?;
        let service = self.desk.tandem.snapshot().service(&slug).cloned();
        match service {
            Some(service) => self.desk.keep_policy(service, policy()?, "").await,
            None => Ok(()),
        }
    }

    /// Names and rules of a team's rotas: office hours and the rest apart, whole weeks, or days.
    fn patterns(&self, team: &Team) -> Result<Vec<(String, RulesRecord)>> {
        let office = OfficeHours::default();
        let holiday = if kind(team.place).2.is_empty() {
            HolidayRule::AsUsual
        } else {
            HolidayRule::Uncovered
        };
        let bad = |error: &dyn std::fmt::Display| AppError::field("coverage", error.to_string());
        let named = |word: &str| format!("{} {word}", team.name);
        Ok(match team.place % 3 {
            0 => {
                let desk = Coverage::new(office.windows.clone(), holiday, Vec::new()).map_err(|error| bad(&error))?;
                let weekly = self.handover(9, Unit::Weeks)?;
                vec![
                    (named("desk"), self.rules(team, desk, weekly.clone(), office.clone())),
                    (
                        named("on call"),
                        self.rules(team, Coverage::out_of_hours(&office), weekly, office),
                    ),
                ]
            }
            1 => vec![(
                named("on call"),
                self.rules(
                    team,
                    Coverage::round_the_clock(),
                    self.handover(10, Unit::Weeks)?,
                    office,
                ),
            )],
            _ => vec![(
                named("round the clock"),
                self.rules(team, Coverage::round_the_clock(), self.handover(9, Unit::Days)?, office),
            )],
        })
    }

    fn rules(&self, team: &Team, coverage: Coverage, handover: Handover, office_hours: OfficeHours) -> RulesRecord {
        RulesRecord {
            // The rota and the revision are filled in when it is made.
            rota: RotaId::from_uuid(uuid::Uuid::nil()),
            starts_at: domain::Instant::MIN,
            from_revision: 0,
            zone: kind(team.place).1.to_owned(),
            coverage,
            handover,
            office_hours,
            holiday_calendar: kind(team.place).2.to_owned(),
        }
    }

    /// What plans must respect where so few people serve that turns have to follow each other.
    fn planning(&self) -> Option<PlanningRules> {
        (self.example.people < ENOUGH_PEOPLE).then(|| PlanningRules {
            allow_back_to_back: true,
            weekly_rest_hours: 0,
            ..PlanningRules::default()
        })
    }

    /// Every week on Monday, or every day, at this hour.
    fn handover(&self, hour: u32, unit: Unit) -> Result<Handover> {
        let monday = monday_before(self.example.today);
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let anchor = NaiveDateTime::new(monday, time);
        Handover::new(anchor, 1, unit, Vec::new()).map_err(|error| AppError::field("handover", error.to_string()))
    }
}

fn monday_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().days_since(Weekday::Mon))))
        .unwrap_or(day)
}

/// Both at once when it is bad, one after the other when it is not.
fn policy() -> Result<Policy> {
    let step = |minutes: u32, targets: Vec<Target>| Step {
        after_seconds: minutes * 60,
        targets,
    };
    let both = vec![Target::Role(Role::Lead), Target::Role(Role::Engineer)];
    let worst = PolicyRule {
        severities: vec![Severity::P1],
        hours: Hours::Any,
        steps: vec![step(0, both), step(10, vec![Target::Managers])],
        repeat: 2,
    };
    let usual = Policy::default_for_new_service();
    let rules = std::iter::once(worst).chain(usual.rules().iter().cloned()).collect();
    Policy::new(rules, usual.last_resort().to_vec()).map_err(|error| AppError::field("policy", error.to_string()))
}
