//! Search: the same for the palette and its page, and nothing that the viewer may not see or do.

use crate::support::{Client, Database, nights::Nights};
use app::search::Port as _;
use domain::PersonId;

async fn titles(nights: &Nights, person: PersonId, query: &str) -> Vec<String> {
    let found = nights.desk(person).find(query.to_owned()).await.unwrap();
    found.hits.into_iter().map(|hit| hit.title).collect()
}

async fn change_role(client: &mut Client, person: PersonId, name: &str, role: &str) {
    let id = person.to_string();
    let fields = [
        ("person[id]", id.as_str()),
        ("person[name]", name),
        ("person[zone]", "Europe/Berlin"),
        ("person[phone]", ""),
        ("person[role]", role),
    ];
    assert_eq!(client.form("/fn/people/edit", &fields).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_finds_what_they_may_see_and_do_and_nothing_else() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let (ada, ben, fay) = (nights.ada, nights.ben, nights.fay);
    change_role(&mut nights.ada_client, nights.dan, "Dan", "read_only").await;
    let dan = nights.dan;
    // What is searched for, what it is called, and who finds it.
    let things = [
        ("night", "Nights", [true, true, true, true]),
        ("payments", "Payments", [true, true, true, true]),
        ("cleo", "Cleo", [true, true, true, true]),
        ("my profile", "My profile", [true, true, true, true]),
        ("sign out", "Sign out", [true, true, true, true]),
        ("leave", "Enter leave", [true, true, true, false]),
        ("cover", "Cover Nights now", [true, true, false, false]),
        ("plan", "Plan Nights", [true, false, false, false]),
        ("tokens", "API tokens", [true, false, false, false]),
        ("organisation", "Organisation", [true, false, false, false]),
        ("add person", "Add person", [true, false, false, false]),
        ("new rota", "New rota", [true, false, false, false]),
    ];
    for (query, title, who) in things {
        for (person, expected) in [ada, ben, fay, dan].into_iter().zip(who) {
            let found = titles(&nights, person, query).await;
            assert_eq!(found.iter().any(|one| one == title), expected, "{query}: {found:?}");
        }
    }
    let addresses = titles(&nights, fay, "ben@example.org").await;
    assert_eq!(addresses, [""; 0], "nobody is found by what the viewer may not see");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_word_ones_own_things_are_offered() {
    let nights = Nights::new(Database::sqlite()).await;
    let bens = titles(&nights, nights.ben, " ").await;
    assert_eq!(bens[0], "Nights");
    assert!(bens.iter().any(|title| title == "My shifts"), "{bens:?}");
    assert!(!bens.iter().any(|title| title == "Ben"), "{bens:?}");
    let fays = titles(&nights, nights.fay, "").await;
    assert!(!fays.iter().any(|title| title == "Nights"), "{fays:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_has_left_comes_last_and_long_lists_are_cut() {
    let mut nights = Nights::new(Database::sqlite()).await;
    change_role(&mut nights.ada_client, nights.ben, "Robin Ash", "member").await;
    change_role(&mut nights.ada_client, nights.eve, "Robin Birch", "member").await;
    let ben = nights.ben.to_string();
    let gone = nights.ada_client.form("/fn/people/deactivate", &[("id", &ben)]).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert_eq!(titles(&nights, nights.ada, "robin").await, ["Robin Birch", "Robin Ash"]);
    let many = nights.desk(nights.ada).find("e".to_owned()).await.unwrap();
    assert!(many.hits.len() <= 20 && many.more, "{many:?}");
    let long = nights.desk(nights.ada).find("x".repeat(100_000)).await.unwrap();
    assert_eq!((long.hits.len(), long.query.len()), (0, 200));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_search_page_says_the_same_without_javascript() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let page = nights.ada_client.get("/search?q=night").await;
    assert_eq!(page.status, 200);
    for href in ["/rotas/nights", "/rotas/nights/cover", "/rotas/nights/plan"] {
        assert!(page.body.contains(&format!("href=\"{href}\"")), "{href}: {}", page.body);
    }
    let out = nights.ada_client.get("/search?q=sign+out").await.body;
    assert!(out.contains("action=\"/fn/session/sign-out\""), "{out}");
    let odd = nights.ada_client.get("/search?q=%3Cscript%3E%00%E2%80%AE").await;
    assert!(odd.status == 200 && !odd.body.contains("“<script>"), "{}", odd.body);
    let sent = nights
        .ada_client
        .plain_form("/search", "/fn/session/sign-out", &[("from", "search")])
        .await;
    assert!(sent.header("location").ends_with("/sign-in"), "{sent:?}");
    let stranger = nights.ada_client.form("/fn/search/find", &[("query", "night")]).await;
    assert_eq!(stranger.status, 401, "{}", stranger.body);
}
