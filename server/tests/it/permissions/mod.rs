//! The table of permissions holds: everything that answers is in it, and answers those whom it says.

mod fields;
mod scene;

use crate::support::{Database, api::Description, nights::Nights};
use scene::Scene;
use server::services::{Others, Permission, permissions};
use std::{collections::BTreeSet, fs, path::Path};

/// Server functions that are always about whoever calls them.
const OWN: [&str; 15] = [
    "feeds/feed",
    "feeds/make",
    "feeds/renew",
    "inbox/list",
    "inbox/read",
    "inbox/read-all",
    "me/shifts",
    "offers/mine",
    "payroll/mine",
    "notice-choices/save",
    "notice-choices/show",
    "profile/save",
    "profile/show",
    "security/change-password",
    "wishes/add",
];

/// The row that something is in.
fn row_of(use_: &str) -> &'static Permission {
    let mut rows = permissions().filter(|row| row.uses.contains(&use_));
    let row = rows
        .next()
        .unwrap_or_else(|| panic!("{use_} is in no row of the table of permissions"));
    assert!(rows.next().is_none(), "{use_} is in two rows");
    row
}

fn functions() -> BTreeSet<String> {
    leptos::server_fn::axum::server_fn_paths()
        .filter_map(|(path, _)| path.strip_prefix("/fn/").map(str::to_owned))
        .collect()
}

/// The pages of the app, with `:names` for what varies.
fn pages() -> BTreeSet<String> {
    let routes = leptos_axum::generate_route_list(app::App);
    routes
        .iter()
        .map(|route| route.path().replace("{*any}", "*any"))
        .map(|path| {
            path.split('/')
                .map(|part| part.replace('{', ":").replace('}', ""))
                .collect::<Vec<_>>()
                .join("/")
        })
        .collect()
}

/// Addresses beside pages, server functions and the API, as the sources of the router name them. What needs no session is
/// for machines: health, figures, files of the site, feeds.
fn addresses() -> BTreeSet<String> {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/mod.rs")).unwrap();
    let named = source.split(".route(\"").skip(1);
    named
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|address| !["/healthz", "/readyz", "/metrics"].contains(&address.as_str()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_that_answers_is_in_the_table_once_and_nothing_else_is() {
    let nights = Nights::new(Database::sqlite()).await;
    let description = Description::of(&nights.app).await;
    let mut known: BTreeSet<String> = functions();
    assert!(known.len() > 50);
    known.extend(pages());
    known.extend(addresses());
    for operation in &description.operations {
        known.insert(operation.id.clone());
        let right = row_of(&operation.id).right;
        assert_eq!(
            right.map(|right| right.scope().0),
            Some(operation.scope.as_str()),
            "{}",
            operation.id
        );
    }
    for use_ in &known {
        row_of(use_);
    }
    for use_ in permissions().flat_map(|row| row.uses) {
        assert!(known.contains(*use_), "{use_} is gone");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_server_function_answers_those_whom_the_table_says_and_nobody_else() {
    let mut scene = Scene::new().await;
    let mut wrong = Vec::new();
    for function in functions() {
        let row = row_of(&function);
        if row.who.others == Others::Anybody {
            continue;
        }
        let fields = scene.fields(&function);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let own = OWN.contains(&function.as_str());
        // Those who may come last: what they do may leave nothing for others to be refused.
        scene.askers.sort_by_key(|asker| row.who.include(&asker.standing, own));
        for asker in &mut scene.askers {
            let answer = asker.client.form(&format!("/fn/{function}"), &fields).await;
            let may = row.who.include(&asker.standing, own);
            let right = match (may, asker.standing.role) {
                (true, _) => ![400, 401, 403, 500].contains(&answer.status),
                (false, None) => answer.status == 401,
                (false, Some(_)) => answer.status == 403,
            };
            if !right {
                wrong.push(format!(
                    "{function} by {}: {} {}",
                    asker.name, answer.status, answer.body
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_answers_those_whom_the_table_says_and_nobody_else() {
    let mut scene = Scene::new().await;
    let (dan, draft) = (scene.nights.dan.to_string(), scene.named("draft"));
    let statement = scene.named("statement");
    let (offer, webhook, card) = (scene.named("offer"), scene.named("webhook"), scene.named("card"));
    let mut wrong = Vec::new();
    for page in pages() {
        let row = row_of(&page);
        let slug = match page.split('/').nth(1) {
            Some("teams") => "payments",
            Some("services") => "card-payments",
            _ => "nights",
        };
        // The page that changes many wants somebody to change.
        let page = if page == "/people/bulk" {
            format!("{page}?id=:id")
        } else {
            page
        };
        let id = match () {
            () if page.contains("/drafts/") => &draft,
            () if page.contains("/offers/") => &offer,
            () if page.contains("/statements/") => &statement,
            () if page.contains("/webhooks/") => &webhook,
            () if page.contains("/pay/cards/") => &card,
            () => &dan,
        };
        let address = page
            .replace(":slug", slug)
            .replace(":id", id)
            .replace(":key", "GB-ENG")
            .replace("*any", "no-such-page");
        for asker in &mut scene.askers {
            let answer = asker.client.get(&address).await;
            let right = match (
                row.who.others,
                row.who.include(&asker.standing, true),
                asker.standing.role,
            ) {
                (Others::Anybody, ..) => answer.status != 302,
                (_, true, _) => answer.status == 200,
                (_, false, None) => answer.status == 302 && answer.header("location").starts_with("/sign-in"),
                (_, false, Some(_)) => answer.status == 403,
            };
            if !right {
                wrong.push(format!("{address} by {}: {}", asker.name, answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
