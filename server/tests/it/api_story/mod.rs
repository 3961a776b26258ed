//! A machine runs an organisation: every operation once, with answers that are as described.

mod changes;
mod machines;
mod offers;
mod pay;
mod people;
mod rotas;

use crate::support::{
    Database,
    api::{Description, Machine},
    nights::Nights,
    smtp::MailServer,
};
use serde_json::Value;

const NONE: &Value = &Value::Null;

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is not text"))
        .to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_the_screens_can_do_a_machine_can_do_too() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let nights = Nights::mailing(database, &server).await;
        let description = Description::of(&nights.app).await;
        let token = nights.token("admin").await;
        let mut machine = Machine {
            nights: &nights,
            description: &description,
            token,
            worked: Default::default(),
        };
        people::the_organisation(&mut machine).await;
        let people = people::people(&mut machine).await;
        people::contacts(&mut machine, &server, &people).await;
        people::team(&mut machine, &people).await;
        people::many(&mut machine, &people).await;
        rotas::rota(&mut machine).await;
        rotas::planning_rules(&mut machine).await;
        people::planning(&mut machine, &people).await;
        rotas::plan(&mut machine).await;
        rotas::jobs(&mut machine).await;
        rotas::order(&mut machine, &people).await;
        people::leave(&mut machine, &people).await;
        people::wishes(&mut machine).await;
        people::profile(&mut machine).await;
        people::search(&mut machine).await;
        rotas::covers(&mut machine).await;
        changes::changes(&mut machine).await;
        rotas::handover(&mut machine).await;
        machines::service(&mut machine).await;
        rotas::faults_are_named_as_in_json(&mut machine).await;
        machines::calendars(&mut machine, &people).await;
        people::access(&mut machine, &people).await;
        machines::tokens(&mut machine).await;
        machines::inbox(&mut machine).await;
        machines::notices(&mut machine).await;
        machines::webhooks(&mut machine).await;
        offers::offers(&mut machine).await;
        machines::the_present(&mut machine).await;
        people::the_audit(&mut machine).await;
        let untried: Vec<_> = description
            .operations
            .iter()
            .filter(|one| !machine.worked.contains(&one.id) && !of_pay(&one.path))
            .collect();
        assert!(untried.is_empty(), "not tried: {untried:#?}");
    }
}

/// Operations of pay have a story of their own.
fn of_pay(path: &str) -> bool {
    let words = ["/pay", "/rate-card", "/call-outs", "/toil", "/costs", "/holiday"];
    words.iter().any(|word| path.contains(word))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_machine_runs_pay_too() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let description = Description::of(&nights.app).await;
        let token = nights.token("admin").await;
        let mut machine = Machine {
            nights: &nights,
            description: &description,
            token,
            worked: Default::default(),
        };
        pay::cards(&mut machine).await;
        pay::call_outs(&mut machine).await;
        pay::statements(&mut machine).await;
        pay::toil(&mut machine).await;
        pay::holidays(&mut machine).await;
        let untried: Vec<_> = description
            .operations
            .iter()
            .filter(|one| of_pay(&one.path) && !machine.worked.contains(&one.id))
            .collect();
        assert!(untried.is_empty(), "not tried: {untried:#?}");
    }
}
