//! Many clients change one rota at once, through HTTP and real server processes: the guarantee holds, and nothing that was
//! acknowledged is lost.

use crate::support::{
    Database,
    servers::{Server, ask, doctor, example},
};
use domain::{
    Clock as _, CorrectionId, CoverId, Instant, PersonId, Span,
    timeline::{Corrected, Correction, Cover, Duty, Inputs, resolve},
};
use serde_json::{Value, json};
use server::{
    clock::SystemClock,
    store::{MemberRecord, RotaRecord, Store},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

const CLIENTS: u64 = 64;
/// How many changes each client tries.
const TRIES: u64 = 5;
/// How often a client comes back to a server that is too busy.
const MOST_TRIES: u64 = 12;
/// No answer takes longer, however busy the machine.
const LONGEST: Duration = Duration::from_secs(60);
/// The kinds of problem that a change may meet here.
const EXPECTED: [&str; 6] = [
    "/problems/two-people",
    "/problems/on-leave",
    "/problems/not-qualified",
    "/problems/nothing-to-cover",
    "/problems/nothing-to-correct",
    "/problems/nothing-changes",
];

/// A change that was acknowledged, by its revision. A further kind of change is one more variant.
#[derive(Debug, Clone)]
enum Acknowledged {
    Cover(Cover),
    Withdrawn(Vec<CoverId>),
    Correction(Correction),
}

#[derive(Default)]
struct Heard {
    acknowledged: BTreeMap<i64, Acknowledged>,
    /// Corrections that are withdrawn, whoever did it: none is ever made twice.
    back: BTreeSet<CorrectionId>,
    refused: Vec<(u16, Value)>,
}

/// A rota to fight over.
struct Ground {
    slug: String,
    people: Vec<PersonId>,
    from: Instant,
    token: String,
}

/// A small generator: the same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_clients_at_one_sqlite_server_never_break_the_guarantee() {
    fight(Database::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_clients_at_two_servers_on_one_postgresql_never_break_the_guarantee() {
    fight(Database::postgres().await, 2).await;
}

async fn fight(database: Database, servers: usize) {
    let made = example(&database, 1, 6, 3).await;
    let token = made["tokens"]["write"].as_str().unwrap().to_owned();
    let slug = made["rotas"][0].as_str().unwrap().to_owned();
    let store = database.store().await;
    let (rota, people) = rota_and_people(&store, &slug).await;
    let before = covers(&store, &rota).await;
    let mut running = Vec::new();
    for _ in 0..servers {
        running.push(Server::start(&database).await);
    }
    let addresses: Vec<String> = running.iter().map(|server| server.address.clone()).collect();
    let ground = Arc::new(Ground {
        from: SystemClock.now() + 3600,
        slug,
        people,
        token,
    });
    let heard = Arc::new(Mutex::new(Heard::default()));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let address = addresses[usize::try_from(client).unwrap() % servers].clone();
            tokio::spawn(one_client(client, address, Arc::clone(&ground), Arc::clone(&heard)))
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    drop(running);
    let heard = Arc::into_inner(heard).unwrap().into_inner().unwrap();
    refusals_are_explained(&heard);
    nothing_acknowledged_is_lost(&store, &rota, before, &heard).await;
    let (sound, words) = doctor(&database).await;
    assert!(sound, "{words}");
    store.close().await;
}

async fn rota_and_people(store: &Store, slug: &str) -> (RotaRecord, Vec<PersonId>) {
    let mut connection = store.read().await.unwrap();
    let rotas = RotaRecord::all(&mut connection).await.unwrap();
    let rota = rotas.into_iter().find(|rota| rota.slug == slug).unwrap();
    let members = MemberRecord::all(&mut connection).await.unwrap();
    let of_team = members.into_iter().filter(|member| member.team == rota.team);
    (rota.clone(), of_team.map(|member| member.person).collect())
}

/// The covers in force, oldest first.
async fn covers(store: &Store, rota: &RotaRecord) -> Vec<Cover> {
    let records = store.covers(rota.id, rota.planned.unwrap()).await.unwrap();
    records.into_iter().map(|record| record.cover).collect()
}

async fn one_client(client: u64, address: String, ground: Arc<Ground>, heard: Arc<Mutex<Heard>>) {
    let mut dice = Dice(client + 1);
    for _ in 0..TRIES {
        let made: Vec<CoverId> = made_so_far(&heard.lock().unwrap());
        let corrected = corrected_so_far(&heard.lock().unwrap());
        let (method, path, body) = match (dice.below(6), made.as_slice()) {
            (4, _) if !corrected.is_empty() && dice.below(3) == 0 => (
                "POST",
                format!("/api/v1/corrections/{}/withdrawal", dice.of(&corrected)),
                json!({ "reason": "in a race" }),
            ),
            (4 | 5, _) => (
                "POST",
                format!("/api/v1/rotas/{}/corrections", ground.slug),
                correction(&mut dice, &ground),
            ),
            (0, [_, ..]) => ("DELETE", format!("/api/v1/covers/{}", dice.of(&made)), Value::Null),
            (1, [_, _, ..]) => {
                let several = [dice.of(&made), dice.of(&made)];
                (
                    "POST",
                    "/api/v1/covers/withdraw".to_owned(),
                    json!({ "covers": several }),
                )
            }
            _ => (
                "POST",
                format!("/api/v1/rotas/{}/covers", ground.slug),
                cover(&mut dice, &ground),
            ),
        };
        let (status, answer) = patiently(&address, &ground.token, method, &path, &body.to_string()).await;
        let mut heard = heard.lock().unwrap();
        match status {
            201 if answer["says"].is_array() => drop(
                heard
                    .acknowledged
                    .insert(revision(&answer), Acknowledged::Correction(read_correction(&answer))),
            ),
            200 if answer["says"].is_array() => {
                heard.back.insert(answer["id"].as_str().unwrap().parse().unwrap());
            }
            201 => drop(
                heard
                    .acknowledged
                    .insert(revision(&answer), Acknowledged::Cover(read(&answer))),
            ),
            200 => {
                let all = answer.as_array().cloned().unwrap_or(vec![answer]);
                let ids: Vec<CoverId> = all.iter().map(|one| id(&one["id"])).collect();
                // One that was withdrawn by somebody else before is answered as it is, at the revision of that look.
                heard
                    .acknowledged
                    .entry(revision(&all[0]))
                    .and_modify(|known| {
                        if let Acknowledged::Withdrawn(known) = known {
                            known.extend(ids.clone());
                        }
                    })
                    .or_insert(Acknowledged::Withdrawn(ids));
            }
            _ => heard.refused.push((status, answer)),
        }
    }
}

/// Asks as a client does that is told to come back: a server that is too busy writes nothing. What it wrote all the same
/// would be missing from what was acknowledged, and be found in the end.
async fn patiently(address: &str, token: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
    for again in 1..=MOST_TRIES {
        let asked = tokio::time::timeout(LONGEST, ask(address, token, method, path, body));
        let answered = asked.await.expect("an answer in time").unwrap();
        if answered.0 != 503 {
            return answered;
        }
        assert_eq!(answered.1["type"], "/problems/unavailable", "{}", answered.1);
        tokio::time::sleep(Duration::from_millis(250 * again)).await;
    }
    panic!("{method} {path}: too busy {MOST_TRIES} times");
}

fn made_so_far(heard: &Heard) -> Vec<CoverId> {
    let made = heard.acknowledged.values().filter_map(|one| match one {
        Acknowledged::Cover(cover) => Some(cover.id()),
        _ => None,
    });
    made.collect()
}

fn corrected_so_far(heard: &Heard) -> Vec<CorrectionId> {
    let made = heard.acknowledged.values().filter_map(|one| match one {
        Acknowledged::Correction(correction) => Some(correction.id()),
        _ => None,
    });
    made.collect()
}

/// Who was there in some hours of the last days.
fn correction(dice: &mut Dice, ground: &Ground) -> Value {
    let hours = |count: u64| i64::try_from(count).unwrap() * 3600;
    let to = ground.from - hours(2 + dice.below(60));
    let from = to - hours(1 + dice.below(16));
    let (one, other) = (dice.of(&ground.people).to_string(), dice.of(&ground.people).to_string());
    let (lead, engineer) = match dice.below(4) {
        0 => (one, String::new()),
        1 => (String::new(), one),
        2 => ("nobody".to_owned(), one),
        _ => (one, other),
    };
    json!({ "lead": lead, "engineer": engineer, "from": from, "to": to, "reason": "in a race" })
}

fn read_correction(answer: &Value) -> Correction {
    let instant = |value: &Value| value.as_str().unwrap().parse::<Instant>().unwrap();
    let said = |role: &str| {
        let mut says = answer["says"].as_array().unwrap().iter();
        let Some(said) = says.find(|said| said["role"] == role) else {
            return Corrected::Not;
        };
        let person = said["person"].as_str().map(|id| id.parse().unwrap());
        person.map_or(Corrected::ToNobody, Corrected::To)
    };
    let span = Span::new(instant(&answer["from"]), instant(&answer["to"])).unwrap();
    let id = answer["id"].as_str().unwrap().parse().unwrap();
    Correction::new(id, span, said("lead"), said("engineer")).unwrap()
}

/// Some hours of the coming days, by anybody, in one role or both.
fn cover(dice: &mut Dice, ground: &Ground) -> Value {
    let hours = |count: u64| i64::try_from(count).unwrap() * 3600;
    let from = ground.from + hours(dice.below(60));
    let to = from + hours(1 + dice.below(16));
    let (one, other) = (dice.of(&ground.people), dice.of(&ground.people));
    let changes = match dice.below(3) {
        0 => json!([{ "role": "lead", "person": one }]),
        1 => json!([{ "role": "engineer", "person": one }]),
        _ => json!([{ "role": "lead", "person": one }, { "role": "engineer", "person": other }]),
    };
    let why = if dice.below(2) == 0 { "in a race" } else { "" };
    json!({ "changes": changes, "from": from, "to": to, "reason": "", "override": why })
}

fn id(value: &Value) -> CoverId {
    value.as_str().unwrap().parse().unwrap()
}

fn revision(answer: &Value) -> i64 {
    answer["revision"].as_i64().unwrap()
}

fn read(answer: &Value) -> Cover {
    let instant = |value: &Value| value.as_str().unwrap().parse::<Instant>().unwrap();
    let taker = |role: &str| -> Option<PersonId> {
        let changes = answer["changes"].as_array().unwrap();
        let change = changes.iter().find(|change| change["role"] == role)?;
        let person = change["person"]["id"].as_str().or(change["person"].as_str());
        Some(person.unwrap().parse().unwrap())
    };
    let span = Span::new(instant(&answer["from"]), instant(&answer["to"])).unwrap();
    Cover::new(id(&answer["id"]), span, taker("lead"), taker("engineer")).unwrap()
}

fn refusals_are_explained(heard: &Heard) {
    for (status, problem) in &heard.refused {
        assert_eq!(*status, 409, "{problem}");
        let kind = problem["type"].as_str().unwrap();
        assert!(EXPECTED.contains(&kind), "{problem}");
        let words = problem["detail"].as_str().unwrap();
        assert!(words.len() > 20 && words.ends_with('.'), "{words}");
    }
    let two_people = |(_, problem): &&(u16, Value)| problem["type"] == "/problems/two-people";
    let refused = heard.refused.iter().filter(two_people).count();
    let done = heard.acknowledged.len();
    assert!(
        refused > 5 && done > 50,
        "{refused} refused and {done} done test little"
    );
}

/// What was acknowledged, replayed in the order of its revisions over the start, gives what is kept in the end.
async fn nothing_acknowledged_is_lost(store: &Store, rota: &RotaRecord, before: Vec<Cover>, heard: &Heard) {
    let mut replayed = before;
    let mut withdrawn: BTreeSet<CoverId> = BTreeSet::new();
    let mut corrections: Vec<Correction> = Vec::new();
    for change in heard.acknowledged.values() {
        match change {
            Acknowledged::Cover(cover) => replayed.push(cover.clone()),
            Acknowledged::Withdrawn(ids) => withdrawn.extend(ids),
            Acknowledged::Correction(correction) => corrections.push(correction.clone()),
        }
    }
    corrections.retain(|correction| !heard.back.contains(&correction.id()));
    replayed.retain(|cover| !withdrawn.contains(&cover.id()));
    assert_eq!(covers(store, rota).await, replayed);

    let window = rota.planned.unwrap();
    let shifts = store.shifts(rota.id, window).await.unwrap();
    let worked_out = resolve(&Inputs {
        shifts: &shifts,
        covers: &replayed,
        corrections: &corrections,
        planned: rota.planned,
        window,
    })
    .unwrap();
    let kept = store.duty_since(rota.id, window.start()).await.unwrap();
    assert_eq!(Duty::from_rows(window, &kept), worked_out);
    assert!(
        kept.windows(2).all(|pair| pair[0].starts_at < pair[1].starts_at),
        "no overlap"
    );
    let in_both = kept
        .iter()
        .filter(|row| row.pairing.lead().is_some() && row.pairing.lead() == row.pairing.engineer());
    assert_eq!(in_both.count(), 0);
}
