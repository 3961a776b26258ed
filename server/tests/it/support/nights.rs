//! An organisation with one rota: nights from 17:00 to 09:00 UTC, handed over every evening.

use super::{App, Client, Database, at, smtp::MailServer};
use app::{
    drafts::{AgainForm, Port as _},
    rate_cards::{NewCard, Port as _, UseForm},
};
use chrono::NaiveDateTime;
use domain::{
    ContactId, Instant, Pairing, PersonId, Qualification, RotaId, ShiftId, Span, TeamId, TokenId,
    contact::Contacts,
    pay,
    rota::{Coverage, Handover, OfficeHours, Shift, Unit},
    timeline::{Inputs, resolve},
};
use http::Method;
use server::{
    secret::{fingerprint, random_id},
    services::{Actor, Desk},
    store::{
        JobState, LeaveRecord, MemberRecord, OrganisationRole, PersonRecord, PlanningJobRecord, Preferences,
        RotaRecord, RulesRecord, TeamRecord, TokenRecord, Write,
    },
};
use std::sync::Arc;

/// The first evening that is planned, a fortnight before the tests' present.
pub const FIRST: &str = "2026-11-10T17:00:00Z";
/// How many nights are planned.
pub const NIGHTS: i64 = 44;
const DAY: i64 = 86_400;
const NIGHT: i64 = 16 * 3600;

/// The organisation. Ada and Ben serve even nights, as Lead and Engineer; Cleo (Lead only) and Dan (Engineer only) the
/// odd ones; Eve is free and may be either. Fay belongs to no team. Tonight is even.
pub struct Nights {
    pub app: App,
    /// Signed in as Ada, the administrator.
    pub ada_client: Client,
    pub ada: PersonId,
    pub ben: PersonId,
    pub cleo: PersonId,
    pub dan: PersonId,
    pub eve: PersonId,
    pub fay: PersonId,
    pub rota: RotaId,
    pub shifts: Vec<Shift>,
    pub planned: Span,
    _database: Database,
}

/// A span between two RFC 3339 texts.
pub fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

impl Nights {
    /// On a database of its own.
    pub async fn new(database: Database) -> Self {
        let app = App::on(&database).await;
        Self::of(app, database).await
    }

    /// The same, with mail.
    pub async fn mailing(database: Database, server: &MailServer) -> Self {
        let app = App::mailing(&database, server).await;
        Self::of(app, database).await
    }

    /// The same, of which a card pays every hour, on 2 December, when November can be submitted.
    pub async fn paid(database: Database) -> Self {
        Self::paid_by(database, |_| ()).await
    }

    /// The same, paid by that card as `edit` leaves its file.
    pub async fn paid_by(database: Database, edit: impl FnOnce(&mut serde_json::Value)) -> Self {
        let nights = Self::new(database).await;
        let ada = nights.desk(nights.ada);
        let mut file = serde_json::from_str(pay::preset("hourly-bands").unwrap().json).unwrap();
        edit(&mut file);
        file["effective_from"] = "2026-01-01".into();
        let card = NewCard {
            text: file.to_string(),
            ..NewCard::default()
        };
        let (card, _) = ada.make_rate_card(card).await.unwrap();
        let every = UseForm {
            paid_for: "organisation".to_owned(),
            card,
            from: "2026-01-01".to_owned(),
        };
        ada.use_rate_card(every).await.unwrap();
        nights.app.clock.set(at("2026-12-02T09:00:00Z"));
        nights
    }

    async fn of(app: App, database: Database) -> Self {
        let ada_client = app.set_up().await;
        let ada = app.tandem.snapshot().directory().people().next().unwrap().id;
        let mut write = app.tandem.store.begin("test", app.tandem.now()).await.unwrap();
        let mut people = vec![ada];
        for name in ["Ben", "Cleo", "Dan", "Eve", "Fay"] {
            let mut contacts = Contacts::default();
            let id = ContactId::from_uuid(random_id());
            contacts.set_phone(id, Some("+442079460000")).unwrap();
            let person = PersonRecord {
                id: PersonId::from_uuid(random_id()),
                name: name.to_owned(),
                email: format!("{}@example.org", name.to_lowercase()),
                zone: "Europe/Berlin".to_owned(),
                contacts,
                role: OrganisationRole::Member,
                payroll: false,
                session_epoch: 0,
                deactivated_at: None,
                can_sign_in: false,
                preferences: Preferences::default(),
                link: None,
            };
            write.insert_person(&person).await.unwrap();
            people.push(person.id);
        }
        let team = TeamRecord {
            id: TeamId::from_uuid(random_id()),
            slug: "payments".to_owned(),
            name: "Payments".to_owned(),
            archived_at: None,
            merged_into: None,
        };
        write.insert_team(&team).await.unwrap();
        let may = [
            Qualification::Both,
            Qualification::Both,
            Qualification::Lead,
            Qualification::Engineer,
            Qualification::Both,
        ];
        for (person, qualification) in people.iter().zip(may) {
            let member = MemberRecord {
                team: team.id,
                person: *person,
                qualification: Some(qualification),
                manager: false,
                share_percent: 100,
            };
            write.put_member(&member).await.unwrap();
        }
        let rota = RotaId::from_uuid(random_id());
        let (shifts, planned) = shifts(rota, &people);
        let record = RotaRecord {
            id: rota,
            slug: "nights".to_owned(),
            team: team.id,
            name: "Nights".to_owned(),
            planned: Some(planned),
            revision: 0,
        };
        publish(&mut write, &record, &shifts).await;
        app.tandem.commit(write).await.unwrap();
        let [ada, ben, cleo, dan, eve, fay] = people.try_into().unwrap();
        Self {
            app,
            ada_client,
            ada,
            ben,
            cleo,
            dan,
            eve,
            fay,
            rota,
            shifts,
            planned,
            _database: database,
        }
    }

    /// Tonight: from 17:00 to 09:00 tomorrow.
    pub fn tonight(&self) -> Span {
        span("2026-11-24T17:00:00Z", "2026-11-25T09:00:00Z")
    }

    /// Works in the name of a member of the organisation.
    pub fn desk(&self, person: PersonId) -> Desk {
        let snapshot = self.app.tandem.snapshot();
        let actor = Actor::of(snapshot.directory().person(person).unwrap());
        Desk::new(Arc::clone(&self.app.tandem), actor, None)
    }

    /// Changes what a member of the team is qualified for.
    pub async fn qualify(&self, person: PersonId, qualification: Option<Qualification>) {
        let tandem = &self.app.tandem;
        let team = tandem.snapshot().rota(self.rota).unwrap().record.team;
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        let member = MemberRecord {
            team,
            person,
            qualification,
            manager: false,
            share_percent: 100,
        };
        write.put_member(&member).await.unwrap();
        tandem.commit(write).await.unwrap();
    }

    /// Another rota of the team, served by the same two people every night.
    pub async fn another_rota(&self, slug: &str, lead: PersonId, engineer: PersonId) -> RotaId {
        let (tandem, rota) = (&self.app.tandem, RotaId::from_uuid(random_id()));
        let team = tandem.snapshot().rota(self.rota).unwrap().record.team;
        let (shifts, planned) = shifts(rota, &[lead, engineer, lead, engineer]);
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        let name = slug.to_owned();
        let record = RotaRecord {
            id: rota,
            slug: slug.to_owned(),
            team,
            name,
            planned: Some(planned),
            revision: 0,
        };
        publish(&mut write, &record, &shifts).await;
        tandem.commit(write).await.unwrap();
        rota
    }

    /// Waits until no plan of the rota is in the making, and answers its jobs, the latest first.
    pub async fn planned(&self) -> Vec<PlanningJobRecord> {
        for _ in 0..3600 {
            let mut connection = self.app.tandem.store.read().await.unwrap();
            let jobs = PlanningJobRecord::of_rota(&mut connection, self.rota, Instant::MIN)
                .await
                .unwrap();
            if jobs.iter().all(|job| !job.state.is_open()) {
                return jobs;
            }
            drop(connection);
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("a plan is still in the making after three minutes");
    }

    /// Plans a draft again as is usual, waits for it, and answers the new draft's id.
    pub async fn plan_again(&self, desk: &Desk, draft: &str) -> String {
        let job = desk
            .plan_again("nights".into(), draft.into(), AgainForm::default())
            .await;
        let job = job.unwrap();
        let jobs = self.planned().await;
        let record = jobs.into_iter().find(|record| record.id.to_string() == job).unwrap();
        assert_eq!(record.state, JobState::Done, "{:?}", record.problem);
        record.draft.unwrap()
    }

    /// Who holds Lead and Engineer at an instant.
    pub async fn pair(&self, at: Instant) -> (Option<PersonId>, Option<PersonId>) {
        let rows = self
            .app
            .tandem
            .store
            .duty_since(self.rota, self.planned.start())
            .await
            .unwrap();
        let row = rows.iter().rev().find(|row| row.starts_at <= at).unwrap();
        (row.pairing.lead(), row.pairing.engineer())
    }

    /// A new API token of these scopes.
    pub async fn token(&self, scopes: &str) -> String {
        let secret = format!("tandem_{}", random_id().simple());
        let mut write = self
            .app
            .tandem
            .store
            .begin("test", self.app.tandem.now())
            .await
            .unwrap();
        let token = TokenRecord {
            id: TokenId::from_uuid(random_id()),
            name: scopes.to_owned(),
            hash: fingerprint(&secret),
            hint: "…".to_owned(),
            scopes: scopes.to_owned(),
            created_by: self.ada,
            created_at: self.app.tandem.now(),
            expires_at: None,
            last_used_at: None,
            revoked_at: None,
        };
        write.insert_token(&token).await.unwrap();
        self.app.tandem.commit(write).await.unwrap();
        secret
    }

    /// Asks the API with a token; answers status and JSON.
    pub async fn api(
        &self,
        token: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, serde_json::Value) {
        let bearer = format!("Bearer {token}");
        let mut all = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        all.extend_from_slice(headers);
        let answer = self.app.client().send(method, path, &all, body.to_owned()).await;
        let json = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body));
        (answer.status, json)
    }

    /// Somebody is away.
    pub async fn leave(&self, person: PersonId, span: Span) {
        let mut write = self
            .app
            .tandem
            .store
            .begin("test", self.app.tandem.now())
            .await
            .unwrap();
        let id = domain::LeaveId::from_uuid(random_id());
        let leave = LeaveRecord {
            id,
            person,
            span,
            note: String::new(),
            entered_by: "test".to_owned(),
        };
        write.insert_leave(&leave).await.unwrap();
        self.app.tandem.commit(write).await.unwrap();
    }
}

async fn publish(write: &mut Write, record: &RotaRecord, shifts: &[Shift]) {
    let planned = record.planned.unwrap();
    write.insert_rota(record).await.unwrap();
    write.put_rules(&rules(record.id)).await.unwrap();
    write.update_rota(record).await.unwrap();
    for shift in shifts {
        write.insert_shift(record.id, shift).await.unwrap();
    }
    let duty = resolve(&Inputs {
        shifts,
        covers: &[],
        corrections: &[],
        planned: Some(planned),
        window: planned,
    })
    .unwrap();
    write.replace_duty(record.id, planned, duty.rows()).await.unwrap();
}

fn shifts(rota: RotaId, people: &[PersonId]) -> (Vec<Shift>, Span) {
    let first = at(FIRST);
    let shifts = (0..NIGHTS).map(|night| {
        let start = first + night * DAY;
        let (lead, engineer) = if night % 2 == 0 {
            (people[0], people[1])
        } else {
            (people[2], people[3])
        };
        Shift {
            id: ShiftId::of(rota, start),
            span: Span::new(start, start + DAY).unwrap(),
            stretches: vec![Span::new(start, start + NIGHT).unwrap()],
            pairing: Pairing::new(Some(lead), Some(engineer)).unwrap(),
        }
    });
    (shifts.collect(), Span::new(first, first + NIGHTS * DAY).unwrap())
}

fn rules(rota: RotaId) -> RulesRecord {
    let anchor: NaiveDateTime = "2026-11-10T17:00:00".parse().unwrap();
    RulesRecord {
        rota,
        starts_at: Instant::MIN,
        from_revision: 0,
        zone: "Europe/London".to_owned(),
        coverage: Coverage::round_the_clock(),
        handover: Handover::new(anchor, 1, Unit::Days, Vec::new()).unwrap(),
        office_hours: OfficeHours::default(),
        holiday_calendar: "GB-ENG".to_owned(),
    }
}
