//! Offers of duty.

use super::{NONE, text};
use crate::support::api::Machine;
use serde_json::json;

pub(super) async fn offers(machine: &mut Machine<'_>) {
    let (ada, eve) = (machine.nights.ada.to_string(), machine.nights.eve.to_string());
    let here = [("slug", "nights")];
    let stretch = "?role=lead&from=2026-12-10T17:00:00Z&to=2026-12-11T09:00:00Z";
    let choices = machine.call("get_offer_choices", &here, stretch, NONE).await;
    assert_eq!(text(&choices["giver"]), ada, "{choices}");
    assert_eq!(text(&choices["candidates"][0]["id"]), eve);
    let ask = json!({ "role": "lead", "from": "2026-12-10T17:00:00Z", "to": "2026-12-11T09:00:00Z", "people": [eve] });
    let made = machine.call("make_offer", &here, "", &ask).await;
    let back = text(&made["row"]["id"]);
    machine.call("withdraw_offer", &[("id", &back)], "", NONE).await;
    assert_eq!(
        text(&machine.call("get_offer", &[("id", &back)], "", NONE).await["row"]["state"]),
        "withdrawn"
    );

    let payments = [("slug", "payments")];
    machine
        .call(
            "change_offer_settings",
            &payments,
            "",
            &json!({ "needs_approval": true }),
        )
        .await;
    let made = machine.call("make_offer", &here, "", &ask).await;
    let id = text(&made["row"]["id"]);
    let listed = machine.call("list_offers", &[("id", &eve)], "", NONE).await;
    assert_eq!(text(&listed["waiting"][0]["id"]), id);
    let answer = json!({ "person": eve, "answer": "accept" });
    let accepted = machine.call("answer_offer", &[("id", &id)], "", &answer).await;
    assert_eq!(text(&accepted["row"]["state"]), "accepted", "{accepted}");
    let (status, over) = machine.ask("answer_offer", &[("id", &id)], "", &answer).await;
    assert_eq!((status, text(&over["type"])), (409, "/problems/offer-over".into()));
    let decided = machine
        .call("decide_offer", &[("id", &id)], "", &json!({ "decision": "approve" }))
        .await;
    assert_eq!(text(&decided["row"]["state"]), "applied", "{decided}");
    machine
        .call(
            "change_offer_settings",
            &payments,
            "",
            &json!({ "needs_approval": false }),
        )
        .await;

    let days = json!({ "first_day": "2026-12-12", "last_day": "2026-12-12" });
    let leave = text(&machine.call("enter_leave", &[("id", &ada)], "", &days).await["id"]);
    let found = machine.call("find_cover", &[("id", &leave)], "", NONE).await;
    assert_eq!(found["made"], 1, "{found}");
    let (status, refused) = machine
        .ask("make_offer", &here, "", &json!({ "role": "captain" }))
        .await;
    assert_eq!((status, text(&refused["errors"][0]["field"])), (422, "role".into()));
}
