//! Published duty of people who should not hold it is shown where it can be mended.

use crate::support::{
    Database,
    nights::{Nights, span},
};
use app::{people::Port as _, teams::Port as _, timeline::Port as _};

async fn words(nights: &Nights) -> Vec<String> {
    let page = nights
        .desk(nights.ada)
        .timeline("nights".to_owned(), Default::default())
        .await
        .unwrap();
    page.unfit.into_iter().map(|one| one.words).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_over_duty_is_shown_on_the_rota_until_it_is_covered() {
    let nights = Nights::new(Database::sqlite()).await;
    assert_eq!(words(&nights).await, Vec::<String>::new());
    nights
        .leave(nights.ben, span("2026-11-26T12:00:00Z", "2026-11-27T00:00:00Z"))
        .await;
    let page = nights
        .desk(nights.ada)
        .timeline("nights".to_owned(), Default::default())
        .await
        .unwrap();
    let [one] = page.unfit.as_slice() else {
        panic!("{:?}", page.unfit)
    };
    assert_eq!(
        one.words,
        "Ben is on leave: Engineer, Thu 26 Nov 17:00 – Fri 27 Nov 00:00"
    );
    assert_eq!(
        one.cover,
        "/rotas/nights/cover?role=engineer&from=2026-11-26T17:00&to=2026-11-27T00:00"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_has_left_or_is_not_qualified_any_more_is_shown_turn_by_turn() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    ada.deactivate_person(nights.dan.to_string()).await.unwrap();
    let gone = words(&nights).await;
    assert_eq!(gone.len(), 15, "every other night from tomorrow on: {gone:?}");
    assert_eq!(
        gone[0],
        "Dan has been deactivated: Engineer, Wed 25 Nov 17:00 – Thu 26 Nov 09:00"
    );
    ada.reactivate_person(nights.dan.to_string()).await.unwrap();
    ada.remove_member("payments".to_owned(), nights.cleo.to_string(), None)
        .await
        .unwrap();
    let unqualified = words(&nights).await;
    assert_eq!(
        unqualified[0],
        "Cleo is not qualified as Lead: Lead, Wed 25 Nov 17:00 – Thu 26 Nov 09:00"
    );
    assert_eq!(unqualified.len(), 15);
}
