//! The organisation in memory: what lookups, feeds and the board answer from, without database or lock.

use crate::{
    store::{
        EventMark, FeedRecord, MemberRecord, OrganisationRecord, PersonRecord, Result, RotaRecord, RulesRecord,
        ServiceRecord, Store, StoreError, TeamRecord, TokenRecord, Touched,
    },
    zones,
};
use domain::{FeedId, Instant, PersonId, Role, RotaId, Span, TeamId, Zone, holidays, rota::Rules, timeline::DutyRow};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

/// How far back duty is kept in memory: thirteen months.
const KEPT_SECONDS: i64 = 396 * DAY;
/// How much of the office hours is worked out at once.
const OFFICE_SECONDS: i64 = 400 * DAY;
const DAY: i64 = 86_400;

/// An immutable image of the organisation at one revision.
#[derive(Debug, Clone)]
pub struct Snapshot {
    taken_at: Instant,
    organisation: Option<Arc<OrganisationRecord>>,
    directory: Arc<Directory>,
    rotas: HashMap<RotaId, Arc<RotaImage>>,
    slugs: HashMap<String, RotaId>,
    services: Arc<HashMap<String, ServiceRecord>>,
    tokens: Arc<HashMap<String, TokenRecord>>,
    feeds: Arc<HashMap<FeedId, FeedRecord>>,
}

/// People, teams and who belongs where.
#[derive(Debug, Default)]
pub struct Directory {
    people: HashMap<PersonId, PersonRecord>,
    teams: HashMap<TeamId, TeamRecord>,
    members: HashMap<TeamId, Vec<MemberRecord>>,
}

/// A rota with its rules and its duty.
#[derive(Debug)]
pub struct RotaImage {
    /// Name, team, published span.
    pub record: RotaRecord,
    /// The rules as they are kept.
    pub kept_rules: RulesRecord,
    /// The rules ready to use.
    pub rules: Rules,
    /// Duty from thirteen months back; the last row is unplanned.
    pub duty: Vec<DutyRow>,
    /// When each calendar event was last changed, in order of start and role.
    pub marks: Vec<EventMark>,
    /// From when on `duty` is complete.
    pub since: Instant,
    office: OnceLock<OfficeTimes>,
}

/// The opening times of a year, looked up instead of worked out.
#[derive(Debug)]
struct OfficeTimes {
    window: Option<Span>,
    open: Vec<Span>,
}

impl Snapshot {
    /// Reads everything.
    pub async fn load(store: &Store, now: Instant) -> Result<Self> {
        let everything = Touched {
            organisation: true,
            people: true,
            services: true,
            tokens: true,
            feeds: true,
            ..Touched::default()
        };
        let empty = Self {
            taken_at: now,
            organisation: None,
            directory: Arc::default(),
            rotas: HashMap::new(),
            slugs: HashMap::new(),
            services: Arc::default(),
            tokens: Arc::default(),
            feeds: Arc::default(),
        };
        let mut snapshot = empty.refreshed(store, &everything, now).await?;
        let rotas = RotaRecord::all(&mut *store.read().await?).await?;
        for rota in rotas {
            snapshot.put(RotaImage::load(store, rota, now).await?);
        }
        Ok(snapshot)
    }

    /// The next image: what was touched is read again, the rest is shared with this one.
    pub async fn refreshed(&self, store: &Store, touched: &Touched, now: Instant) -> Result<Self> {
        let mut next = self.clone();
        next.taken_at = now;
        let mut connection = store.read().await?;
        next.organisation = OrganisationRecord::load(&mut connection).await?.map(Arc::new);
        if touched.people {
            next.directory = Arc::new(Directory::new(
                PersonRecord::all(&mut connection).await?,
                TeamRecord::all(&mut connection).await?,
                MemberRecord::all(&mut connection).await?,
            ));
        }
        if touched.services {
            let services = ServiceRecord::all(&mut connection).await?;
            next.services = Arc::new(
                services
                    .into_iter()
                    .map(|service| (service.slug.clone(), service))
                    .collect(),
            );
        }
        if touched.tokens {
            let tokens = TokenRecord::all(&mut connection).await?;
            next.tokens = Arc::new(tokens.into_iter().map(|token| (token.hash.clone(), token)).collect());
        }
        if touched.feeds {
            let feeds = FeedRecord::all(&mut connection).await?;
            next.feeds = Arc::new(feeds.into_iter().map(|feed| (feed.id, feed)).collect());
        }
        for rota in &touched.rotas {
            if let Some(record) = RotaRecord::find(&mut connection, *rota).await? {
                next.put(RotaImage::load(store, record, now).await?);
            }
        }
        Ok(next)
    }

    fn put(&mut self, rota: RotaImage) {
        self.slugs.insert(rota.record.slug.clone(), rota.record.id);
        self.rotas.insert(rota.record.id, Arc::new(rota));
    }

    /// When this image was taken.
    pub fn taken_at(&self) -> Instant {
        self.taken_at
    }

    /// The organisation's revision that it shows; 0 before set-up.
    pub fn revision(&self) -> i64 {
        self.organisation
            .as_ref()
            .map_or(0, |organisation| organisation.revision)
    }

    /// The organisation, or `None` before set-up.
    pub fn organisation(&self) -> Option<&OrganisationRecord> {
        self.organisation.as_deref()
    }

    /// People and teams.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Every rota, in no order.
    pub fn rotas(&self) -> impl Iterator<Item = &Arc<RotaImage>> {
        self.rotas.values()
    }

    /// One rota.
    pub fn rota(&self, id: RotaId) -> Option<&Arc<RotaImage>> {
        self.rotas.get(&id)
    }

    /// The rota of this slug.
    pub fn rota_by_slug(&self, slug: &str) -> Option<&Arc<RotaImage>> {
        self.rotas.get(self.slugs.get(slug)?)
    }

    /// Every service, in no order.
    pub fn services(&self) -> impl Iterator<Item = &ServiceRecord> {
        self.services.values()
    }

    /// The service of this slug.
    pub fn service(&self, slug: &str) -> Option<&ServiceRecord> {
        self.services.get(slug)
    }

    /// The token whose secret has this fingerprint.
    pub fn token(&self, fingerprint: &str) -> Option<&TokenRecord> {
        self.tokens.get(fingerprint)
    }

    /// Every token, in no order.
    pub fn tokens(&self) -> impl Iterator<Item = &TokenRecord> {
        self.tokens.values()
    }

    /// A feed.
    pub fn feed(&self, id: FeedId) -> Option<&FeedRecord> {
        self.feeds.get(&id)
    }

    /// Every feed, in no order.
    pub fn feeds(&self) -> impl Iterator<Item = &FeedRecord> {
        self.feeds.values()
    }
}

impl Directory {
    fn new(people: Vec<PersonRecord>, teams: Vec<TeamRecord>, members: Vec<MemberRecord>) -> Self {
        let mut by_team: HashMap<TeamId, Vec<MemberRecord>> = HashMap::new();
        for member in members {
            by_team.entry(member.team).or_default().push(member);
        }
        Self {
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            teams: teams.into_iter().map(|team| (team.id, team)).collect(),
            members: by_team,
        }
    }

    /// Everyone, in no order.
    pub fn people(&self) -> impl Iterator<Item = &PersonRecord> {
        self.people.values()
    }

    /// One person.
    pub fn person(&self, id: PersonId) -> Option<&PersonRecord> {
        self.people.get(&id)
    }

    /// A person's name; people are never deleted, so there is one.
    pub fn name(&self, id: PersonId) -> &str {
        self.people
            .get(&id)
            .map_or("someone unknown", |person| person.name.as_str())
    }

    /// The zone a person lives in; UTC for nobody that is known.
    pub fn zone(&self, id: PersonId) -> Zone {
        let zone = self.person(id).and_then(|person| zones::zone(&person.zone).ok());
        zone.unwrap_or_else(Zone::utc)
    }

    /// Every team, in no order.
    pub fn teams(&self) -> impl Iterator<Item = &TeamRecord> {
        self.teams.values()
    }

    /// One team.
    pub fn team(&self, id: TeamId) -> Option<&TeamRecord> {
        self.teams.get(&id)
    }

    /// The team of this slug.
    pub fn team_by_slug(&self, slug: &str) -> Option<&TeamRecord> {
        self.teams.values().find(|team| team.slug == slug)
    }

    /// The members of a team.
    pub fn members(&self, team: TeamId) -> &[MemberRecord] {
        self.members.get(&team).map_or(&[], Vec::as_slice)
    }

    /// A person's place in a team.
    pub fn member(&self, team: TeamId, person: PersonId) -> Option<&MemberRecord> {
        self.members(team).iter().find(|member| member.person == person)
    }

    /// The teams a person belongs to.
    pub fn teams_of(&self, person: PersonId) -> impl Iterator<Item = &MemberRecord> {
        self.members
            .values()
            .flatten()
            .filter(move |member| member.person == person)
    }
}

impl RotaImage {
    async fn load(store: &Store, record: RotaRecord, now: Instant) -> Result<Self> {
        let kept_rules = RulesRecord::current(&mut *store.read().await?, record.id)
            .await?
            .ok_or_else(|| StoreError::Inconsistent {
                table: "rota_rules",
                column: "rota_id",
                reason: format!("{} has no rules", record.slug),
            })?;
        let since = now - KEPT_SECONDS;
        let duty = store.duty_since(record.id, since).await?;
        let first = duty.first().map_or(since, |row| row.starts_at);
        let marks = EventMark::since(&mut *store.read().await?, record.id, first).await?;
        Ok(Self {
            rules: rules(&kept_rules)?,
            record,
            kept_rules,
            duty,
            marks,
            since,
            office: OnceLock::new(),
        })
    }

    /// When the event that starts at `at` was last changed.
    pub fn mark(&self, at: Instant, role: Role) -> Option<&EventMark> {
        let found = self
            .marks
            .binary_search_by_key(&(at, role), |mark| (mark.starts_at, mark.role))
            .ok()?;
        self.marks.get(found)
    }

    /// Whether the duty at an instant is in memory: before the first published turn there is none to know.
    pub fn remembers(&self, at: Instant) -> bool {
        at >= self.since || self.record.planned.is_none_or(|planned| at < planned.start())
    }

    /// Whether `at` lies inside office hours, and when that changes next.
    pub fn office_hours(&self, at: Instant) -> (bool, Option<Instant>) {
        let (zone, holidays) = (&self.rules.zone, &self.rules.holidays);
        let hours = &self.rules.office_hours;
        let times = self.office.get_or_init(|| {
            let start = self.since + KEPT_SECONDS - DAY;
            let window = Span::new(start, start + OFFICE_SECONDS).ok();
            OfficeTimes {
                open: window
                    .map(|window| hours.spans(zone, holidays, window))
                    .unwrap_or_default(),
                window,
            }
        });
        match times.at(at) {
            Some((open, change)) => (open, Some(change)),
            None => (
                hours.contains(zone, holidays, at),
                hours.next_change(zone, holidays, at),
            ),
        }
    }
}

impl OfficeTimes {
    /// Whether the office is open and when that changes, if both lie inside the window.
    fn at(&self, at: Instant) -> Option<(bool, Instant)> {
        let window = self.window.filter(|window| window.contains(at))?;
        let span = self.open.get(self.open.partition_point(|span| span.end() <= at))?;
        let open = span.contains(at);
        let change = if open { span.end() } else { span.start() };
        (change < window.end()).then_some((open, change))
    }
}

/// Rules as they are kept, made ready to use.
pub fn rules(kept: &RulesRecord) -> Result<Rules> {
    let bad = |column, reason: String| StoreError::Inconsistent {
        table: "rota_rules",
        column,
        reason,
    };
    Ok(Rules {
        zone: zones::zone(&kept.zone).map_err(|error| bad("zone", error.to_string()))?,
        coverage: kept.coverage.clone(),
        handover: kept.handover.clone(),
        office_hours: kept.office_hours.clone(),
        holidays: holidays::calendar(&kept.holiday_calendar).ok_or_else(|| {
            bad(
                "holiday_calendar",
                format!("‘{}’ is not a calendar", kept.holiday_calendar),
            )
        })?,
    })
}
