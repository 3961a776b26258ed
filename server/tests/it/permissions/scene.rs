//! Everybody who may ask, and things of one team for them to ask about.

use super::fields::FIELDS;
use crate::support::{Client, Database, nights::Nights};
use app::{
    escalation::{Port as _, ServiceForm},
    people::{NewPerson, Port as _},
    teams::{MemberForm, Port as _},
};
use http::Method;
use serde_json::{Value, json};
use server::{
    services::{Actor, Desk, Standing},
    store::OrganisationRole,
};
use std::sync::Arc;

pub(super) const PASSWORD: &str = "two boats at sea";

/// Somebody who asks.
pub(super) struct Asker {
    pub(super) name: &'static str,
    pub(super) standing: Standing,
    pub(super) client: Client,
}

pub(super) struct Scene {
    pub(super) nights: Nights,
    pub(super) askers: Vec<Asker>,
    /// Value of each `{name}`.
    names: Vec<(&'static str, Value)>,
}

/// Whoever prepares pay, and belongs to no team.
fn clerk() -> Standing {
    Standing {
        payroll: true,
        ..standing(OrganisationRole::Member, false, false, false)
    }
}

fn standing(role: OrganisationRole, member: bool, manager: bool, manages_any: bool) -> Standing {
    Standing {
        role: Some(role),
        member,
        manager,
        manages_any,
        payroll: false,
    }
}

impl Scene {
    /// Everybody there is, and things of the team “Payments” for them to try.
    pub(super) async fn new() -> Self {
        let nights = Nights::new(Database::sqlite()).await;
        let console = Desk::new(Arc::clone(&nights.app.tandem), Actor::Console, None);
        console.create_team("Identity".into()).await.unwrap();
        let new = |name: &str, role: &str| NewPerson {
            name: name.to_owned(),
            email: format!("{name}@example.org").to_lowercase(),
            zone: "Europe/London".into(),
            phone: String::new(),
            role: role.to_owned(),
            password: String::new(),
        };
        let place = |team: &str, person: &str, manager: bool| MemberForm {
            team: team.to_owned(),
            person: person.to_owned(),
            lead: Some("on".into()),
            engineer: Some("on".into()),
            manager: manager.then(|| "on".into()),
            share_percent: "100".into(),
            ..MemberForm::default()
        };
        let mut ids = Vec::new();
        for (name, role) in [
            ("Gil", "member"),
            ("Hal", "member"),
            ("Rae", "read_only"),
            ("Ria", "read_only"),
            ("Pam", "member"),
        ] {
            ids.push(console.add_person(new(name, role)).await.unwrap());
        }
        for (team, person, manager) in [
            ("payments", nights.ben.to_string(), true),
            ("identity", ids[0].clone(), true),
            ("identity", ids[1].clone(), false),
            ("payments", ids[3].clone(), true),
        ] {
            console.put_member(place(team, &person, manager)).await.unwrap();
        }
        prepares_pay(&nights, &ids[4]).await;
        let service = ServiceForm {
            name: "Card payments".into(),
            team: "payments".into(),
            in_hours_rota: "nights".into(),
            out_of_hours_rota: "nights".into(),
            ..ServiceForm::default()
        };
        console.put_service(service).await.unwrap();

        use OrganisationRole::{Member, ReadOnly};
        let mut askers = vec![
            Asker {
                name: "administrator",
                standing: Standing::ADMINISTRATOR,
                client: nights.ada_client.clone(),
            },
            Asker {
                name: "nobody",
                standing: Standing::default(),
                client: nights.app.client(),
            },
        ];
        for (name, person, standing) in [
            ("manager", nights.ben.to_string(), standing(Member, true, true, true)),
            (
                "manager of another team",
                ids[0].clone(),
                standing(Member, false, false, true),
            ),
            ("member", nights.cleo.to_string(), standing(Member, true, false, false)),
            (
                "member of another team",
                ids[1].clone(),
                standing(Member, false, false, false),
            ),
            ("read-only", ids[2].clone(), standing(ReadOnly, false, false, false)),
            (
                "read-only manager",
                ids[3].clone(),
                standing(ReadOnly, true, true, true),
            ),
            ("payroll", ids[4].clone(), clerk()),
        ] {
            let client = signed_in(&nights, &console, &person).await;
            askers.push(Asker { name, standing, client });
        }
        signed_in(&nights, &console, &nights.dan.to_string()).await;
        let names = names(&nights).await;
        Self { nights, askers, names }
    }

    /// What one of the `{names}` stands for, as text.
    pub(super) fn named(&self, name: &str) -> String {
        let found = self.names.iter().find(|(known, _)| *known == name);
        let text = found.and_then(|(_, value)| value.as_str());
        text.unwrap_or_else(|| panic!("{name}?")).to_owned()
    }

    /// The fields that are sent to a server function.
    pub(super) fn fields(&self, function: &str) -> Vec<(String, String)> {
        let sent = FIELDS.iter().find(|(name, _)| *name == function);
        let mut fields = Vec::new();
        for (name, value) in sent.map(|(_, fields)| *fields).unwrap_or_default() {
            let named = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match named {
                Some(named) => {
                    let found = self.names.iter().find(|(name, _)| *name == named);
                    flatten(name, &found.unwrap_or_else(|| panic!("{named}?")).1, &mut fields);
                }
                None => fields.push(((*name).to_owned(), (*value).to_owned())),
            }
        }
        fields
    }
}

/// Lets somebody prepare pay.
async fn prepares_pay(nights: &Nights, person: &str) {
    let tandem = &nights.app.tandem;
    let snapshot = tandem.snapshot();
    let mut person = snapshot.directory().person(person.parse().unwrap()).unwrap().clone();
    person.payroll = true;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    write.update_person(&person).await.unwrap();
    tandem.commit(write).await.unwrap();
}

/// A browser in which somebody has signed in.
async fn signed_in(nights: &Nights, console: &Desk, person: &str) -> Client {
    console
        .set_person_password(person.to_owned(), PASSWORD.into())
        .await
        .unwrap();
    let snapshot = nights.app.tandem.snapshot();
    let id = person.parse().unwrap();
    let email = snapshot.directory().person(id).unwrap().email.clone();
    let mut client = nights.app.client();
    let answer = client
        .form("/fn/session/sign-in", &[("email", &email), ("password", PASSWORD)])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    client
}

/// Time off that Dan takes.
async fn time_off(nights: &Nights) -> Value {
    let tandem = &nights.app.tandem;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    let record = server::store::ToilTakenRecord {
        id: domain::ToilTakenId::from_uuid(server::secret::random_id()),
        person: nights.dan,
        on: "2026-12-01".parse().unwrap(),
        seconds: 3_600,
        note: String::new(),
        entered_by: "test".to_owned(),
        entered_at: write.at(),
    };
    write.insert_toil_taken(&record).await.unwrap();
    tandem.commit(write).await.unwrap();
    json!(record.id.to_string())
}

/// Things of the team, made by a machine.
async fn names(nights: &Nights) -> Vec<(&'static str, Value)> {
    let token = nights.token("admin").await;
    let dan = nights.dan.to_string();
    let post = async |path: &str, body: Value| {
        let (status, answer) = nights.api(&token, Method::POST, path, &[], &body.to_string()).await;
        assert!(status < 300, "{path}: {answer}");
        let places = ["/id", "/row/id", "/webhook/id"];
        let mut ids = places.iter().filter_map(|place| answer.pointer(place));
        ids.next().unwrap_or(&Value::Null).clone()
    };
    let get = async |path: &str| nights.api(&token, Method::GET, path, &[], "").await.1;
    let days = json!({ "first_day": "2027-02-01", "last_day": "2027-02-02", "note": "" });
    let cover = json!({ "role": "lead", "person": nights.eve, "from": "2026-11-28T18:00:00Z", "to": "2026-11-28T20:00:00Z", "reason": "" });
    let correction = json!({ "lead": nights.eve, "from": "2026-11-20T18:00:00Z", "to": "2026-11-20T20:00:00Z", "reason": "Swapped by telephone" });
    // Dan's next night.
    let offer =
        json!({ "role": "engineer", "from": "2026-11-25T17:00:00Z", "to": "2026-11-26T09:00:00Z", "whom": "anyone" });
    let plan = json!({ "weeks": "1" });
    let apart = json!({ "one": nights.dan, "other": nights.eve });
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let mut machine = nights.app.client();
    let kept = machine
        .send(
            Method::POST,
            "/api/v1/teams/payments/apart",
            &headers,
            apart.to_string(),
        )
        .await;
    assert_eq!(kept.status, 204, "{}", kept.body);
    let correction = post("/api/v1/rotas/nights/corrections", correction).await;
    let change = nights.app.tandem.snapshot().revision();
    let webhook = json!({ "name": "Chat", "address": "https://chat.example.org/", "duty": true });
    let wish = json!({ "kind": "avoid", "weekday": "fri", "part": "night" });
    vec![
        ("team", json!("payments")),
        ("rota", json!("nights")),
        ("service", json!("card-payments")),
        ("person", json!(dan)),
        (
            "other leave",
            post(&format!("/api/v1/people/{dan}/leave"), days.clone()).await,
        ),
        ("leave", post(&format!("/api/v1/people/{dan}/leave"), days).await),
        ("cover", post("/api/v1/rotas/nights/covers", cover).await),
        ("correction", correction),
        ("change", json!(change.to_string())),
        ("offer", post("/api/v1/rotas/nights/offers", offer).await),
        ("statement", json!(format!("2026-11-01.{dan}"))),
        (
            "webhook",
            post("/api/v1/teams/payments/webhooks", webhook.clone()).await,
        ),
        ("other webhook", post("/api/v1/teams/payments/webhooks", webhook).await),
        (
            "call-out",
            post(
                &format!("/api/v1/people/{dan}/call-outs"),
                json!({ "from": "2026-11-23T22:00:00Z", "to": "2026-11-23T23:00:00Z", "reason": "Disk full" }),
            )
            .await,
        ),
        ("toil", time_off(nights).await),
        ("wish", post(&format!("/api/v1/people/{dan}/wishes"), wish).await),
        (
            "apart",
            get("/api/v1/teams/payments/planning").await["apart"][0]["id"].clone(),
        ),
        (
            "contact",
            get(&format!("/api/v1/people/{dan}/contacts")).await["contacts"][0]["id"].clone(),
        ),
        (
            "draft",
            nights
                .api(
                    &token,
                    Method::POST,
                    "/api/v1/rotas/nights/drafts",
                    &[],
                    &plan.to_string(),
                )
                .await
                .1["row"]["id"]
                .clone(),
        ),
        ("job", post("/api/v1/rotas/nights/plans", plan).await),
        (
            "session",
            get(&format!("/api/v1/people/{dan}/sessions")).await["sessions"][0]["id"].clone(),
        ),
        ("token", get("/api/v1/tokens").await["tokens"][0]["id"].clone()),
        ("rota form", get("/api/v1/rotas/nights/settings").await["form"].clone()),
        (
            "service form",
            get("/api/v1/services/card-payments/settings").await["form"].clone(),
        ),
        (
            "card",
            post("/api/v1/rate-cards", json!({ "preset": "hourly-bands" })).await,
        ),
        ("policy", get("/api/v1/services/card-payments").await["policy"].clone()),
    ]
}

/// A value as the fields of a form: `rota[office][0][from]`.
fn flatten(name: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(inner) => inner
            .iter()
            .for_each(|(key, value)| flatten(&format!("{name}[{key}]"), value, fields)),
        Value::Array(inner) => inner
            .iter()
            .enumerate()
            .for_each(|(index, value)| flatten(&format!("{name}[{index}]"), value, fields)),
        Value::Null => {}
        Value::String(text) => fields.push((name.to_owned(), text.clone())),
        other => fields.push((name.to_owned(), other.to_string())),
    }
}
