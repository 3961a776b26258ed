//! A rota's time in each of its layouts: the same duty, drawn truthfully.

use crate::support::{
    Database, at,
    nights::{Nights, span},
};
use app::{
    offers::{OfferForm, Port as _},
    timeline::{Bar, BarKind, Look, Port as _, RotaTimeline},
};
use domain::{PersonId, Role};
use server::services::CoverRequest;

async fn look(nights: &Nights, who: PersonId, from: &str, view: &str, layout: &str) -> RotaTimeline {
    let look = Look {
        from: from.to_owned(),
        view: view.to_owned(),
        layout: layout.to_owned(),
        ..Look::default()
    };
    nights.desk(who).timeline("nights".to_owned(), look).await.unwrap()
}

async fn cover(nights: &Nights, from: &str, to: &str) -> String {
    let request = CoverRequest {
        id: None,
        changes: vec![(Role::Lead, nights.eve)],
        from: Some(at(from)),
        to: at(to),
        reason: "Dentist".to_owned(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ada).make_cover("nights", request).await.unwrap().id
}

/// Percent of drawn time that is somebody's, covers instead of what they cover.
fn held(bars: &[Bar]) -> f64 {
    let real = bars.iter().filter(|bar| bar.kind != BarKind::Covered);
    real.map(|bar| bar.width).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_lanes_and_calendar_show_the_duty_that_the_role_lanes_show() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        cover(&nights, "2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z").await;
        let roles = look(&nights, nights.ada, "2026-11-23", "week", "").await;
        let people = look(&nights, nights.ada, "2026-11-23", "week", "people").await;
        assert_eq!((roles.layout.as_str(), people.layout.as_str()), ("roles", "people"));
        let lanes: Vec<&str> = people
            .people
            .iter()
            .flat_map(|lane| lane.person.as_ref())
            .map(|one| one.name.as_str())
            .collect();
        assert_eq!(
            lanes,
            ["Ada Lovelace", "Ben", "Cleo", "Dan", "Eve"],
            "every member, in order of name"
        );
        let drawn: Vec<Bar> = people.people.iter().flat_map(|lane| lane.bars.clone()).collect();
        assert!((held(&drawn) - held(&roles.chart.bars)).abs() < 1e-6);
        assert_eq!(drawn.len(), roles.chart.bars.len());
        let eve = people.people.last().unwrap();
        assert_eq!(eve.words, "2 h");
        let bar = &eve.bars[0];
        assert_eq!((bar.kind, bar.length.as_str()), (BarKind::Cover, "2 h"));
        assert_eq!(
            bar.note.as_deref(),
            Some("covers for Ada Lovelace · Dentist · by Ada Lovelace")
        );
        let known = bar.cover.as_ref().unwrap();
        assert_eq!(
            (known.from, known.to),
            (at("2026-11-24T18:00:00Z"), at("2026-11-24T20:00:00Z"))
        );
        let ada = &people.people[0].bars;
        assert!(
            ada.iter()
                .any(|bar| bar.kind == BarKind::Covered && bar.from == known.from),
            "whom she covers stays visible"
        );

        let calendar = look(&nights, nights.ada, "2026-11-24", "", "calendar").await;
        assert_eq!(calendar.title, "November 2026");
        assert_eq!(
            (calendar.earlier.as_str(), calendar.later.as_str()),
            ("2026-10-01", "2026-12-01")
        );
        assert_eq!(calendar.weeks.len(), 6, "26 Oct – 6 Dec");
        let outside = calendar
            .weeks
            .iter()
            .flat_map(|week| &week.days)
            .filter(|day| day.outside);
        assert_eq!(outside.count(), 12);
        let this = &calendar.weeks[4];
        assert!(this.days[1].today && this.now.is_some(), "{this:?}");
        assert!(this.bars.iter().any(|bar| bar.kind == BarKind::Cover));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn days_on_which_clocks_change_are_drawn_to_their_length() {
    let nights = Nights::new(Database::sqlite()).await;
    for (date, hours, words) in [
        ("2027-03-28", 23, "Clocks go forward by 1 h: Sun 28 Mar is a 23 h day"),
        ("2026-10-25", 25, "Clocks go back by 1 h: Sun 25 Oct is a 25 h day"),
        ("2026-11-24", 24, ""),
    ] {
        let chart = look(&nights, nights.ada, date, "day", "").await.chart;
        assert_eq!(chart.end - chart.start, hours * 3600, "{date}");
        let said: Vec<&str> = chart.clock_changes.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(said.concat(), words);
        assert_eq!(chart.grid.len() as i64, hours - 1);
    }
    let march = look(&nights, nights.ada, "2027-03-01", "", "calendar").await;
    let sunday = march
        .weeks
        .iter()
        .flat_map(|week| &week.days)
        .find(|day| day.day == "2027-03-28")
        .unwrap();
    assert!((sunday.width - 23.0 / (7.0 * 24.0 - 1.0) * 100.0).abs() < 1e-9);
    assert_eq!(sunday.note.as_deref(), Some("23 h day"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_is_hatched_for_those_who_may_see_it() {
    let nights = Nights::new(Database::sqlite()).await;
    nights
        .leave(nights.ben, span("2026-11-26T12:00:00Z", "2026-11-27T12:00:00Z"))
        .await;
    let leave = async |who| {
        let people = look(&nights, who, "2026-11-23", "week", "people").await.people;
        people.into_iter().flat_map(|lane| lane.leave).collect::<Vec<_>>()
    };
    for who in [nights.ada, nights.eve] {
        let [one] = leave(who).await.try_into().unwrap();
        assert_eq!(
            (one.kind.as_str(), one.title.as_deref()),
            ("leave", Some("Ben is on leave"))
        );
        assert!((one.width - 100.0 / 7.0).abs() < 1e-9);
    }
    assert_eq!(leave(nights.fay).await, [], "she belongs to no team");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_offered_is_marked_and_what_may_be_offered_says_so() {
    let nights = Nights::new(Database::sqlite()).await;
    let cleo = nights.desk(nights.cleo);
    let mine = |rota: &RotaTimeline| -> Vec<(bool, bool)> {
        let bars = rota.chart.bars.iter().filter(|bar| bar.kind == BarKind::Plan);
        bars.filter(|bar| bar.person.as_ref().is_some_and(|one| one.id == nights.cleo.to_string()))
            .filter(|bar| bar.from >= at("2026-11-25T00:00:00Z"))
            .map(|bar| (bar.may_offer, bar.offer.is_some()))
            .collect()
    };
    let before = look(&nights, nights.cleo, "2026-11-23", "week", "").await;
    assert_eq!(mine(&before), [(true, false); 3]);
    assert!(before.offered.is_empty());
    let others = look(&nights, nights.eve, "2026-11-23", "week", "").await;
    assert_eq!(mine(&others), [(false, false); 3], "it is not hers to offer");
    let form = OfferForm {
        role: "lead".to_owned(),
        from: "2026-11-25T17:00:00Z".to_owned(),
        to: "2026-11-26T09:00:00Z".to_owned(),
        whom: "anyone".to_owned(),
        ..OfferForm::default()
    };
    let made = cleo.make_offer("nights".to_owned(), form).await.unwrap();
    let after = look(&nights, nights.eve, "2026-11-23", "week", "").await;
    assert_eq!(mine(&after), [(false, true), (false, false), (false, false)]);
    assert_eq!(after.offered[0].href, format!("/offers/{made}"));
    assert!(
        after.offered[0].words.starts_with("Lead of Cleo, Wed 25 Nov 17:00"),
        "{:?}",
        after.offered
    );
    let outside = look(&nights, nights.fay, "2026-11-23", "week", "").await;
    assert!(outside.offered.is_empty() && mine(&outside).iter().all(|(_, offered)| !offered));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_layout_is_a_whole_page_and_odd_addresses_show_the_usual() {
    let mut nights = Nights::new(Database::sqlite()).await;
    for (query, words) in [
        ("?layout=people&view=quarter", "Eve"),
        ("?layout=calendar&from=2026-11-24", "November 2026"),
        ("?layout=agenda", "Offer this shift"),
        ("?view=year", "Timeline"),
        ("?view=day&from=2026-11-24", "Tue 24 Nov"),
        ("?print=yes&layout=calendar", "times of"),
        ("?layout=towers&view=century&from=yesterday", "16 Nov – 13 Dec 2026"),
        ("?from=2099-12-31&view=year", "2099"),
    ] {
        let page = nights.ada_client.get(&format!("/rotas/nights{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        assert!(page.body.contains(words), "{query}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_rotas_come_in_pages_own_teams_first_on_one_scale() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        for number in 1..=22 {
            nights
                .another_rota(&format!("rota-{number:02}"), nights.eve, nights.fay)
                .await;
        }
        let page = async |who, page| nights.desk(who).many(Look::default(), page).await.unwrap();
        let first = page(nights.ada, 1).await;
        assert_eq!(
            (first.total, first.pages, first.rows, first.rotas.len()),
            (23, 3, 10, 10)
        );
        assert_eq!(
            (first.view.as_str(), first.title.as_str()),
            ("week", "23 – 29 Nov 2026")
        );
        let mut slugs: Vec<String> = Vec::new();
        for number in 1..=3 {
            let block = page(nights.ada, number).await;
            assert_eq!(
                (block.grid.clone(), block.now),
                (first.grid.clone(), first.now),
                "one scale"
            );
            slugs.extend(block.rotas.into_iter().map(|lane| lane.slug));
        }
        assert_eq!(slugs.len(), 23);
        slugs.sort();
        slugs.dedup();
        assert_eq!(slugs.len(), 23, "each once");
        assert_eq!(
            page(nights.ada, 99).await.page,
            3,
            "a page that is not there is the last"
        );
        let own = first.rotas.iter().find(|lane| lane.slug == "nights").unwrap();
        let roles = look(&nights, nights.ada, "2026-11-23", "week", "").await;
        assert!(
            (held(&own.bars) - held(&roles.chart.bars)).abs() < 0.7,
            "the zones differ by an hour at most"
        );
        let page = nights.ada_client.get("/rotas?view=week&page=2").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Page 2 of 3"), "without JavaScript there are pages");
        assert_eq!(
            page.body.matches("many__row\"").count(),
            10,
            "only those in sight are drawn"
        );
    }
}
