//! An example organisation, made through the same services as people's own.
//!
//! It is the same each time for one seed and day: so are its ids. Time is played through on a clock of its own: the
//! past is planned and published in the past, and covers are made before they begin.

mod chance;
mod life;
mod names;
mod pay;
mod roster;

use super::{Actor, Desk, Result, feeds};
use crate::{
    Tandem,
    secret::random_secret,
    store::{FeedKind, OrganisationRole, PersonRecord},
};
use app::{AppError, setup::NewOrganisation};
use chance::Chance;
use chrono::{NaiveDate, NaiveTime};
use domain::{Instant, Zone, time::FixedClock};
use serde::Serialize;
use std::sync::Arc;

const DAY: i64 = 86_400;
/// How far back its history goes: three months.
const HISTORY_WEEKS: u32 = 13;
/// How many feeds of each kind are made.
const FEEDS: usize = 10;
/// The administrator's address.
const ADMINISTRATOR: &str = "admin@northwind.example";

/// What to make.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// How many teams.
    pub(crate) teams: usize,
    /// How many people in each.
    pub(crate) people: usize,
    /// How many weeks are published from `today` on.
    pub(crate) weeks: u32,
    /// What all chance in it comes from.
    pub(crate) seed: u64,
    /// The day on which it is to be looked at.
    pub(crate) today: NaiveDate,
}

impl Example {
    /// Three teams, as the set-up page offers.
    pub(crate) const fn small(today: NaiveDate) -> Self {
        Self {
            teams: 3,
            people: 8,
            weeks: 26,
            seed: 1,
            today,
        }
    }

    /// The first instant of its day, in UTC: never later than when it is made.
    fn now(&self) -> Instant {
        Zone::utc().instant(self.today.and_time(NaiveTime::MIN))
    }

    fn beginning(&self) -> Instant {
        self.now() - i64::from(HISTORY_WEEKS) * 7 * DAY
    }
}

/// What whoever asked for an example needs to know of it.
#[derive(Debug, Serialize)]
pub(crate) struct Made {
    /// Who can sign in.
    pub(crate) admin: Admin,
    /// A token of each scope.
    pub(crate) tokens: Tokens,
    /// Slugs, by name.
    pub(crate) rotas: Vec<String>,
    /// Slugs, by name.
    pub(crate) services: Vec<String>,
    /// Paths of calendar feeds.
    pub(crate) feeds: Feeds,
}

/// The administrator.
#[derive(Debug, Serialize)]
pub(crate) struct Admin {
    pub(crate) email: String,
    pub(crate) password: String,
}

/// Secrets of tokens.
#[derive(Debug, Serialize)]
pub(crate) struct Tokens {
    pub(crate) read: String,
    pub(crate) write: String,
    pub(crate) oncall: String,
}

/// Paths of feeds.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Feeds {
    pub(crate) person: Vec<String>,
    pub(crate) team: Vec<String>,
    pub(crate) rota: Vec<String>,
}

/// The example while it is made: the application on a clock that this sets.
struct Stage {
    desk: Desk,
    clock: Arc<FixedClock>,
    example: Example,
    chance: Chance,
}

/// Makes a whole example organisation in an empty database.
///
/// # Errors
/// `Forbidden` when the database is not empty.
pub(crate) async fn make_example(tandem: &Arc<Tandem>, example: Example) -> Result<Made> {
    if tandem.snapshot().organisation().is_some() {
        let words = "This database holds an organisation already: an example is only made in an empty one.";
        return Err(AppError::Forbidden(words.into()));
    }
    let mut stage = Stage::set(tandem, example).await?;
    let (administrator, admin) = stage.create_organisation().await?;
    stage.play().await?;
    let tokens = stage.tokens().await?;
    let feeds = stage.feeds(&administrator).await?;
    tandem.catch_up().await?;
    let rotas = stage
        .desk
        .all_rotas()?
        .rotas
        .into_iter()
        .map(|rota| rota.slug)
        .collect();
    let services = stage
        .desk
        .all_services()?
        .services
        .into_iter()
        .map(|service| service.slug)
        .collect();
    Ok(Made {
        admin,
        tokens,
        rotas,
        services,
        feeds,
    })
}

/// Fills an organisation that has just been set up.
///
/// # Errors
/// When the database cannot be written.
pub(crate) async fn fill_example(tandem: &Arc<Tandem>, example: Example) -> Result<()> {
    Stage::set(tandem, example).await?.play().await?;
    tandem.catch_up().await?;
    Ok(())
}

impl Stage {
    async fn set(tandem: &Arc<Tandem>, example: Example) -> Result<Self> {
        let clock = Arc::new(FixedClock::at(example.beginning()));
        let seed = format!("{} {} {}", example.seed, example.today, example.teams);
        let played = tandem
            .replay(clock.clone(), seed)
            .await
            .map_err(|error| super::internal(&error))?;
        let chance = Chance::new(example.seed);
        Ok(Self {
            desk: Desk::new(played, Actor::Console, None),
            clock,
            example,
            chance,
        })
    }

    async fn create_organisation(&self) -> Result<(PersonRecord, Admin)> {
        let link = self
            .desk
            .tandem
            .new_setup_link()
            .await
            .map_err(|error| super::internal(&error))?;
        let key = link
            .as_deref()
            .and_then(|link| link.split_once("key="))
            .map(|(_, key)| key.to_owned());
        let password = random_secret()?;
        let new = NewOrganisation {
            key: key.unwrap_or_default(),
            organisation: "Northwind".to_owned(),
            zone: "Europe/London".to_owned(),
            holiday_calendar: "GB-ENG".to_owned(),
            name: "Robin Hale".to_owned(),
            email: ADMINISTRATOR.to_owned(),
            password: password.clone(),
            example: None,
        };
        let administrator = self.desk.create_organisation(new).await?;
        Ok((
            administrator,
            Admin {
                email: ADMINISTRATOR.to_owned(),
                password,
            },
        ))
    }

    /// Everything from three months ago until today and beyond.
    async fn play(&mut self) -> Result<()> {
        let teams = self.hire().await?;
        let rotas = self.create_rotas(&teams).await?;
        self.enter_leave(&teams).await?;
        self.day_away(&teams, false).await?;
        self.publish(&rotas, HISTORY_WEEKS).await?;
        self.cover_the_past(&rotas).await?;
        self.clock.set(self.example.now());
        self.publish(&rotas, self.example.weeks).await?;
        self.day_away(&teams, true).await?;
        self.cover_what_comes(&rotas).await?;
        self.draft(&rotas).await?;
        self.pay().await
    }

    async fn tokens(&self) -> Result<Tokens> {
        let secret = async |name: &str, scope: &str| {
            Ok::<_, AppError>(self.desk.make_token(name, &format!("{scope} unlimited"), "").await?.1)
        };
        Ok(Tokens {
            read: secret("Status page", "read").await?,
            write: secret("Rota sync", "write").await?,
            oncall: secret("Alerting", "oncall").await?,
        })
    }

    async fn feeds(&self, administrator: &PersonRecord) -> Result<Feeds> {
        let tandem = &self.desk.tandem;
        let snapshot = tandem.snapshot();
        let path = async |owner: &PersonRecord, kind: FeedKind, subject: String| {
            let desk = Desk::new(Arc::clone(tandem), Actor::of(owner), None);
            Ok::<_, AppError>(feeds::path(
                &tandem.key,
                &desk.ensure_feed(owner.id, kind, subject).await?,
            ))
        };
        let mut found = Feeds::default();
        let members = snapshot
            .directory()
            .people()
            .filter(|person| person.role == OrganisationRole::Member);
        let mut people: Vec<&PersonRecord> = members.collect();
        people.sort_by_key(|person| person.email.clone());
        for person in people.into_iter().take(FEEDS) {
            found
                .person
                .push(path(person, FeedKind::Person, person.id.to_string()).await?);
        }
        let mut teams: Vec<_> = snapshot.directory().teams().collect();
        teams.sort_by_key(|team| team.slug.clone());
        for team in teams.into_iter().take(FEEDS) {
            found
                .team
                .push(path(administrator, FeedKind::Team, team.id.to_string()).await?);
        }
        let mut rotas: Vec<_> = snapshot.rotas().collect();
        rotas.sort_by_key(|rota| rota.record.slug.clone());
        for rota in rotas.into_iter().take(FEEDS) {
            found
                .rota
                .push(path(administrator, FeedKind::Rota, rota.record.id.to_string()).await?);
        }
        Ok(found)
    }
}
