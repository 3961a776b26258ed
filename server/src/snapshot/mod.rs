//! The organisation in memory: what lookups, feeds and the board answer from, without database or lock.

mod directory;
mod rota_image;
mod service_image;

pub use directory::Directory;
pub use rota_image::{RotaImage, rules};
pub use service_image::ServiceImage;

use crate::store::{
    Asker, CalendarsMark, Changes, Connection, FeedRecord, HandoverMark, InboxRecord, LeaveRecord,
    MemberPlanningRecord, MemberRecord, OfferRecord, OrganisationRecord, PersonRecord, PlanningRulesRecord, Result,
    RotaRecord, ServiceRecord, Store, TeamRecord, TokenRecord, calendars, calendars_mark, rotas_without_notes,
};
use domain::{FeedId, Instant, PersonId, Role, RotaId, Span, holidays::Calendars};
use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::Arc,
};

/// Records by what they are looked up by; a new image shares those that did not change.
type Shared<Key, Record> = Arc<HashMap<Key, Arc<Record>>>;

/// How far back it is known where handover notes stand: a fortnight.
const HANDOVER_SECONDS: i64 = 14 * 86_400;

/// An immutable image of the organisation at one revision.
#[derive(Debug, Clone)]
pub struct Snapshot {
    taken_at: Instant,
    organisation: Option<Arc<OrganisationRecord>>,
    directory: Arc<Directory>,
    /// When people are away; nobody who never is.
    leave: Arc<HashMap<PersonId, Arc<[Span]>>>,
    /// How long people rest between two duties, unless a rota asks for its own.
    rest_seconds: i64,
    rotas: HashMap<RotaId, Arc<RotaImage>>,
    slugs: HashMap<String, RotaId>,
    services: Shared<String, ServiceImage>,
    tokens: Shared<String, TokenRecord>,
    feeds: Shared<FeedId, FeedRecord>,
    offers: Arc<[OfferRecord]>,
    unread: Arc<HashMap<PersonId, i64>>,
    handovers: Arc<Handovers>,
    calendars: Arc<Calendars>,
    calendars_mark: CalendarsMark,
}

/// Where handover notes stand.
#[derive(Debug, Default)]
struct Handovers {
    /// Those of recent and coming handovers, in order of time.
    marks: HashMap<RotaId, Vec<HandoverMark>>,
    /// The rotas that do without.
    without: BTreeSet<RotaId>,
}

impl Handovers {
    async fn load(connection: &mut Connection, now: Instant) -> Result<Self> {
        let mut marks: HashMap<RotaId, Vec<HandoverMark>> = HashMap::new();
        for mark in HandoverMark::since(connection, now - HANDOVER_SECONDS).await? {
            marks.entry(mark.rota).or_default().push(mark);
        }
        let without = rotas_without_notes(connection).await?;
        Ok(Self { marks, without })
    }
}

/// Records as they were read. Of each team in `teams`, `members` holds all who belong to it and `known` all that is known
/// of them.
struct Read {
    people: Vec<PersonRecord>,
    /// All leave of those people.
    leave: Vec<LeaveRecord>,
    teams: Vec<TeamRecord>,
    members: Vec<MemberRecord>,
    known: Vec<MemberPlanningRecord>,
    services: Vec<ServiceRecord>,
    tokens: Vec<TokenRecord>,
    feeds: Vec<FeedRecord>,
    rotas: Vec<RotaRecord>,
    unread: HashMap<PersonId, i64>,
}

impl Snapshot {
    /// Reads everything.
    pub async fn load(store: &Store, now: Instant) -> Result<Self> {
        let mut connection = store.read().await?;
        let empty = Self {
            taken_at: now,
            organisation: OrganisationRecord::load(&mut connection).await?.map(Arc::new),
            directory: Arc::default(),
            leave: Arc::default(),
            rest_seconds: rest_seconds(&mut connection).await?,
            rotas: HashMap::new(),
            slugs: HashMap::new(),
            services: Arc::default(),
            tokens: Arc::default(),
            feeds: Arc::default(),
            offers: OfferRecord::pending(&mut connection).await?.into(),
            unread: Arc::default(),
            handovers: Arc::new(Handovers::load(&mut connection, now).await?),
            calendars: Arc::new(calendars(&mut connection).await?),
            calendars_mark: calendars_mark(&mut connection).await?,
        };
        let everything = Read {
            people: PersonRecord::all(&mut connection).await?,
            leave: LeaveRecord::ahead(&mut connection, now).await?,
            teams: TeamRecord::all(&mut connection).await?,
            members: MemberRecord::all(&mut connection).await?,
            known: MemberPlanningRecord::all(&mut connection).await?,
            services: ServiceRecord::all(&mut connection).await?,
            tokens: TokenRecord::all(&mut connection).await?,
            feeds: FeedRecord::all(&mut connection).await?,
            rotas: RotaRecord::all(&mut connection).await?,
            unread: InboxRecord::unread(&mut connection, None).await?,
        };
        drop(connection);
        empty.with(store, everything, now).await
    }

    /// The next image: what was changed since this one, here or on another node, is read again, and the rest is shared.
    pub async fn refreshed(&self, store: &Store, now: Instant) -> Result<Self> {
        let mut connection = store.read().await?;
        // The revision comes first: what is written while the rest is read is read again the next time.
        let organisation = OrganisationRecord::load(&mut connection).await?.map(Arc::new);
        let mut changes = Changes::since(&mut connection, self.revision()).await?;
        changes.rotas.extend(self.turning_over(now));
        changes.rotas.sort_unstable();
        changes.rotas.dedup();
        let changed = Read {
            people: PersonRecord::these(&mut connection, &changes.people).await?,
            leave: LeaveRecord::of_these(&mut connection, &changes.people).await?,
            teams: TeamRecord::these(&mut connection, &changes.teams).await?,
            members: MemberRecord::of_teams(&mut connection, &changes.teams).await?,
            known: MemberPlanningRecord::of_teams(&mut connection, &changes.teams).await?,
            services: ServiceRecord::these(&mut connection, &changes.services).await?,
            tokens: TokenRecord::these(&mut connection, &changes.tokens).await?,
            feeds: FeedRecord::these(&mut connection, &changes.feeds).await?,
            rotas: RotaRecord::these(&mut connection, &changes.rotas).await?,
            unread: InboxRecord::unread(&mut connection, Some(&changes.people)).await?,
        };
        // There are never many, so that all of them are read.
        let offers = OfferRecord::pending(&mut connection).await?.into();
        let rest_seconds = rest_seconds(&mut connection).await?;
        let handovers = Arc::new(Handovers::load(&mut connection, now).await?);
        let calendars_mark = calendars_mark(&mut connection).await?;
        let calendars = match calendars_mark == self.calendars_mark {
            true => Arc::clone(&self.calendars),
            false => Arc::new(calendars(&mut connection).await?),
        };
        drop(connection);
        let next = Self {
            taken_at: now,
            organisation,
            offers,
            rest_seconds,
            handovers,
            calendars,
            calendars_mark,
            ..self.clone()
        };
        next.with(store, changed, now).await
    }

    /// The rotas for which other rules have begun to hold since this image was taken.
    pub(crate) fn turning_over(&self, now: Instant) -> Vec<RotaId> {
        let turned = self.rotas.values().filter(|rota| rota.turns_over(self.taken_at, now));
        turned.map(|rota| rota.record.id).collect()
    }

    /// This image with records in place of, and beside, those it had.
    async fn with(mut self, store: &Store, read: Read, now: Instant) -> Result<Self> {
        self.put_leave(&read.people, read.leave);
        if !(read.people.is_empty() && read.teams.is_empty()) {
            let directory = self.directory.with(read.people, read.teams, read.members);
            self.directory = Arc::new(directory.with_days(read.known));
        }
        let services = read.services.into_iter().map(ServiceImage::new).collect();
        put_all(&mut self.services, services, |service| service.record.slug.clone());
        put_all(&mut self.tokens, read.tokens, |token| token.hash.clone());
        put_all(&mut self.feeds, read.feeds, |feed| feed.id);
        if !read.unread.is_empty() {
            Arc::make_mut(&mut self.unread).extend(read.unread);
        }
        for record in read.rotas {
            let rota = RotaImage::load(store, record, now, &self.calendars).await?;
            self.slugs.insert(rota.record.slug.clone(), rota.record.id);
            self.rotas.insert(rota.record.id, Arc::new(rota));
        }
        Ok(self)
    }

    /// Puts the leave of these people in place of what was known of them.
    fn put_leave(&mut self, people: &[PersonRecord], leave: Vec<LeaveRecord>) {
        let mut spans: HashMap<PersonId, Vec<Span>> = HashMap::new();
        for entry in leave {
            spans.entry(entry.person).or_default().push(entry.span);
        }
        let moved = |person: &PersonRecord| self.leave.contains_key(&person.id) || spans.contains_key(&person.id);
        if !people.iter().any(moved) {
            return;
        }
        let known = Arc::make_mut(&mut self.leave);
        for person in people {
            match spans.remove(&person.id) {
                Some(mut spans) => {
                    spans.sort_unstable();
                    known.insert(person.id, spans.into())
                }
                None => known.remove(&person.id),
            };
        }
    }

    /// The holiday calendars that there are.
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// When somebody is away, in order of start.
    pub fn leave(&self, person: PersonId) -> &[Span] {
        self.leave.get(&person).map_or(&[], AsRef::as_ref)
    }

    /// How long people of a rota rest between two duties.
    pub fn rest_seconds(&self, rota: &RotaImage) -> i64 {
        rota.own_rest_seconds.unwrap_or(self.rest_seconds)
    }

    /// From when to when somebody serves on a rota.
    pub fn serves(&self, rota: &RotaImage, person: PersonId) -> Span {
        let days = self.directory.days(rota.record.team, person);
        days.span(&rota.ahead.zone)
    }

    /// Whether somebody may hold a role of a rota for all of a span, as far as their place in the team goes.
    pub fn may_hold(&self, rota: &RotaImage, person: PersonId, role: Role, span: Span) -> bool {
        let member = self.directory.member(rota.record.team, person);
        let qualification = member.and_then(|member| member.qualification);
        qualification.is_some_and(|it| it.allows(role)) && span.outside(&self.serves(rota, person)).next().is_none()
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

    /// The rota of this slug, or of this id: machines keep ids, which outlive a change of name.
    pub fn rota_by_slug(&self, slug: &str) -> Option<&Arc<RotaImage>> {
        let by_id = || slug.parse().ok();
        self.rotas.get(&self.slugs.get(slug).copied().or_else(by_id)?)
    }

    /// Every service, in no order.
    pub fn services(&self) -> impl Iterator<Item = &ServiceRecord> {
        self.services.values().map(|service| &service.record)
    }

    /// The service of this slug or id.
    pub fn service(&self, slug: &str) -> Option<&ServiceRecord> {
        self.service_image(slug).map(|service| &service.record)
    }

    /// The service of this slug or id, with its latest answers.
    pub fn service_image(&self, slug: &str) -> Option<&ServiceImage> {
        let by_id = || {
            let id = slug.parse().ok()?;
            self.services.values().find(|service| service.record.id == id)
        };
        self.services.get(slug).or_else(by_id).map(AsRef::as_ref)
    }

    /// The token whose secret has this fingerprint.
    pub fn token(&self, fingerprint: &str) -> Option<&Arc<TokenRecord>> {
        self.tokens.get(fingerprint)
    }

    /// Every token, in no order.
    pub fn tokens(&self) -> impl Iterator<Item = &TokenRecord> {
        self.tokens.values().map(AsRef::as_ref)
    }

    /// The offers of duty that are not known to have ended, the first to begin first.
    pub fn offers(&self) -> &[OfferRecord] {
        &self.offers
    }

    /// A feed.
    pub fn feed(&self, id: FeedId) -> Option<&FeedRecord> {
        self.feeds.get(&id).map(AsRef::as_ref)
    }

    /// How many entries of their inbox a person has not read.
    pub fn unread(&self, person: PersonId) -> i64 {
        self.unread.get(&person).copied().unwrap_or_default()
    }

    /// Where the notes of a rota's recent and coming handovers stand, in order of time.
    pub fn handover_marks(&self, rota: RotaId) -> &[HandoverMark] {
        self.handovers.marks.get(&rota).map_or(&[], Vec::as_slice)
    }

    /// The write that changed a rota's handover notes last; 0 for none of late.
    pub fn handover_revision(&self, rota: RotaId) -> i64 {
        let marks = self.handover_marks(rota).iter();
        marks.map(|mark| mark.revision).max().unwrap_or_default()
    }

    /// Whether a rota uses handover notes.
    pub fn uses_handover_notes(&self, rota: RotaId) -> bool {
        !self.handovers.without.contains(&rota)
    }

    /// Every feed, in no order.
    pub fn feeds(&self) -> impl Iterator<Item = &FeedRecord> {
        self.feeds.values().map(AsRef::as_ref)
    }
}

/// How long the organisation wants people to rest between two duties.
async fn rest_seconds(connection: &mut Connection) -> Result<i64> {
    let own = PlanningRulesRecord::current(connection, Asker::Organisation).await?;
    Ok(own.map(|own| own.rules).unwrap_or_default().min_rest_seconds())
}

/// Puts records in their places, in a map of its own when others share the one there is.
fn put_all<Key: Clone + Eq + Hash, Record>(
    map: &mut Shared<Key, Record>,
    records: Vec<Record>,
    key: impl Fn(&Record) -> Key,
) {
    if !records.is_empty() {
        Arc::make_mut(map).extend(records.into_iter().map(|record| (key(&record), Arc::new(record))));
    }
}
