//! What a page is drawn from: loaded once on the server, and handed to the browser once.

use crate::support::{Client, Database, nights::Nights};
use app::drafts::Port as _;
use std::collections::BTreeMap;

/// Shorter values, such as an empty list, may well be the same in two resources.
const TELLING_CHARACTERS: usize = 24;

/// The data that a page hands to the browser, in order.
fn resources(page: &str) -> Vec<&str> {
    let parts = page.split("__RESOLVED_RESOURCES[").skip(1);
    parts
        .filter_map(|part| part.split_once("] = ")?.1.split_once("\";").map(|(value, _)| value))
        .collect()
}

/// The addresses of all routes of the app, with somebody and something of [`Nights`] in place of each parameter.
fn addresses(nights: &Nights, draft: &str) -> Vec<String> {
    let source = include_str!("../../../app/src/shell.rs");
    let paths = source.split("<Route path=path!(\"").skip(1);
    paths
        .filter_map(|rest| rest.split('"').next())
        .map(|path| {
            path.replace("/rotas/:slug", "/rotas/nights")
                .replace("/teams/:slug", "/teams/payments")
                .replace("/services/:slug", "/services/desk")
                .replace("/drafts/:id", &format!("/drafts/{draft}"))
                .replace("/people/:id", &format!("/people/{}", nights.ben))
                .replace("/*any", "/no-such-page")
        })
        .chain(["/".to_owned()])
        .collect()
}

async fn sent(client: &mut Client, function: &str, fields: &[(&str, &str)]) {
    let answer = client.form(function, fields).await;
    assert_eq!(answer.status, 200, "{function}: {}", answer.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_loads_its_data_once() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let client = &mut nights.ada_client;
    let service = [
        ("service[slug]", ""),
        ("service[name]", "Desk"),
        ("service[description]", ""),
        ("service[team]", "payments"),
        ("service[in_hours_rota]", "nights"),
        ("service[out_of_hours_rota]", "nights"),
    ];
    sent(client, "/fn/escalation/put-service", &service).await;
    let draft = [
        ("slug", "nights"),
        ("form[from]", ""),
        ("form[weeks]", "2"),
        ("form[seed]", "1"),
    ];
    sent(client, "/fn/planning/start", &draft).await;
    nights.planned().await;

    let mut client = nights.ada_client.clone();
    let ada = nights.desk(nights.ada);
    let draft = ada.drafts("nights".to_owned(), Vec::new()).await.unwrap().open[0]
        .id
        .clone();
    let addresses = addresses(&nights, &draft);
    assert!(addresses.len() > 20, "{addresses:?}");
    for address in addresses {
        let page = client.get(&address).await;
        assert!(page.status < 500 && page.status != 302, "{address}: {}", page.status);
        let resources = resources(&page.body);
        assert!(!resources.is_empty(), "{address} hands nothing over");
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for value in resources.iter().filter(|value| value.len() >= TELLING_CHARACTERS) {
            *times.entry(value).or_default() += 1;
        }
        for (value, times) in times {
            assert_eq!(times, 1, "{address} loads this {times} times: {value}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_front_page_holds_a_rota_once_in_its_data() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let page = nights.ada_client.get("/").await;
    let with_the_rota = resources(&page.body)
        .into_iter()
        .filter(|value| value.contains("Nights"))
        .count();
    assert_eq!(with_the_rota, 1, "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_secret_of_a_new_token_is_shown_on_one_page_also_without_javascript() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let client = &mut nights.ada_client;
    let fields = [
        ("token[name]", "Alerting"),
        ("token[scope]", "read"),
        ("token[days]", "90"),
    ];
    let made = client
        .plain_form("/settings/tokens", "/fn/tokens/create", &fields)
        .await;
    let location = made.header("location").replace("http://tandem.test", "");
    assert!(location.contains("made="), "{location}");
    let page = client.get(&location).await;
    assert!(page.body.contains("value=\"tandem_"), "{}", page.body);
    let later = client.get(&location).await;
    assert_eq!(later.status, 200);
    assert!(
        !later.body.contains("tandem_r") && !later.body.contains("value=\"tandem_"),
        "{}",
        later.body
    );
}
