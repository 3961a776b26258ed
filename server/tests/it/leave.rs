//! Leave: who enters it, and what it says about duty.

use crate::support::{Database, at, nights::Nights};
use app::leave::{LeaveForm, Port as _};
use app::me::Port as _;

fn days(first: &str, last: &str) -> LeaveForm {
    LeaveForm {
        first_day: first.to_owned(),
        last_day: last.to_owned(),
        note: "Lisbon".to_owned(),
        ..LeaveForm::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_over_published_duty_is_taken_and_names_the_duty_that_needs_cover() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    ben.add_leave(days("2026-11-25", "2026-11-27")).await.unwrap();
    let shifts = ben.my_shifts().await.unwrap();
    let [row] = shifts.leave.as_slice() else {
        panic!("{:?}", shifts.leave)
    };
    assert_eq!(row.when, "Wed 25 Nov – Fri 27 Nov");
    // In Berlin the 25th begins at 23:00 UTC: the end of tonight's shift falls into it, and Thursday's.
    let words: Vec<&str> = row.warnings.iter().map(|warning| warning.words.as_str()).collect();
    assert_eq!(
        words,
        [
            "Engineer of Nights, Tue 24 Nov 23:00 – Wed 25 Nov 09:00 (London · Wed 00:00 – 10:00 Berlin)",
            "Engineer of Nights, Thu 26 Nov 17:00 – Fri 27 Nov 09:00 (London · 18:00 – Fri 10:00 Berlin)"
        ]
    );
    assert_eq!(
        row.warnings[1].cover,
        "/rotas/nights/cover?role=engineer&from=2026-11-26T17:00&to=2026-11-27T09:00"
    );

    ben.withdraw_leave(row.id.clone()).await.unwrap();
    assert!(ben.my_shifts().await.unwrap().leave.is_empty());
    assert_eq!(ben.withdraw_leave(row.id.clone()).await.unwrap_err().status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_oneself_and_those_who_manage_enter_leave() {
    let nights = Nights::new(Database::sqlite()).await;
    let of_eve = LeaveForm {
        person: nights.eve.to_string(),
        ..days("2026-12-01", "")
    };
    assert_eq!(
        nights
            .desk(nights.ben)
            .add_leave(of_eve.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    nights.desk(nights.ada).add_leave(of_eve).await.unwrap();
    let seen = nights.desk(nights.ben).team_leave("payments".to_owned()).await.unwrap();
    assert_eq!(
        (seen.rows[0].name.as_str(), seen.rows[0].when.as_str()),
        ("Eve", "Tue 1 Dec")
    );
    assert_eq!(
        (seen.rows[0].note.as_str(), seen.rows[0].may_withdraw),
        ("", false),
        "a note is for planners"
    );
    assert_eq!(seen.people.len(), 1, "Ben enters his own");
    assert_eq!(
        nights
            .desk(nights.fay)
            .team_leave("payments".to_owned())
            .await
            .unwrap_err()
            .status(),
        403
    );
    let id = seen.rows[0].id.clone();
    assert_eq!(
        nights
            .desk(nights.ben)
            .withdraw_leave(id.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    assert_eq!(
        nights
            .desk(nights.ada)
            .team_leave("payments".to_owned())
            .await
            .unwrap()
            .rows[0]
            .note,
        "Lisbon"
    );
    nights.desk(nights.eve).withdraw_leave(id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_pages_show_and_take_leave_without_a_script() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let fields = [("form[first_day]", "2026-12-01"), ("form[last_day]", "2026-11-30")];
    let refused = nights.ada_client.plain_form("/me", "/fn/leave/add", &fields).await;
    assert_eq!(refused.status, 302, "{}", refused.body);
    let page = nights
        .ada_client
        .get(
            refused
                .header("location")
                .strip_prefix("http://tandem.test")
                .unwrap_or(refused.header("location")),
        )
        .await;
    assert!(page.body.contains("Leave has to end after it begins."), "{}", page.body);

    let done = nights
        .ada_client
        .plain_form("/me", "/fn/leave/add", &[("form[first_day]", "2026-12-01")])
        .await;
    assert_eq!(done.status, 302);
    assert!(done.header("location").starts_with("/me?entered="), "{done:?}");
    let page = nights.ada_client.get("/me").await;
    for words in [
        "Tue 1 Dec",
        "Tue 24 Nov 17:00",
        "Nights with Ben",
        "Your calendar",
        "November",
    ] {
        assert!(page.body.contains(words), "{words} is not in {}", page.body);
    }
    let page = nights.ada_client.get("/teams/payments/leave").await;
    assert!(
        page.status == 200 && page.body.contains("Ada Lovelace"),
        "{}",
        page.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_next_shift_is_the_one_on_now_or_the_first_to_come() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    let next = ben.my_shifts().await.unwrap().next.unwrap();
    assert_eq!(
        (next.on_now, next.at.at, next.left.as_str()),
        (false, at("2026-11-24T17:00:00Z"), "in 8 h")
    );
    assert_eq!(next.at.text, "Tue 24 Nov 18:00", "in Ben's zone");
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    let next = ben.my_shifts().await.unwrap().next.unwrap();
    assert_eq!(
        (next.on_now, next.at.at, next.left.as_str()),
        (true, at("2026-11-25T09:00:00Z"), "13 h left")
    );
    assert!(nights.desk(nights.eve).my_shifts().await.unwrap().next.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_that_arrives_twice_makes_one_entry() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ben = nights.desk(nights.ben);
        let key = server::secret::random_id().to_string();
        let form = LeaveForm {
            key: key.clone(),
            ..days("2026-12-01", "")
        };
        assert_eq!(ben.add_leave(form.clone()).await.unwrap(), key);
        assert_eq!(ben.add_leave(form.clone()).await.unwrap(), key);
        assert_eq!(ben.my_shifts().await.unwrap().leave.len(), 1);
        let other = LeaveForm {
            first_day: "2026-12-02".to_owned(),
            ..form.clone()
        };
        let other = ben.add_leave(other).await.unwrap();
        assert_ne!(other, key, "it was changed on the way back");
        ben.withdraw_leave(key.clone()).await.unwrap();
        assert_ne!(ben.add_leave(form).await.unwrap(), key, "the first was withdrawn since");
        assert_eq!(ben.my_shifts().await.unwrap().leave.len(), 2);
    }
}
