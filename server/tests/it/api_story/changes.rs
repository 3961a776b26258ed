//! Corrections of the past, and undo.

use super::{NONE, text};
use crate::support::api::Machine;
use serde_json::json;

pub(super) async fn changes(machine: &mut Machine<'_>) {
    let eve = machine.nights.eve.to_string();
    let here = [("slug", "nights")];
    let correction = json!({ "lead": eve, "from": "2026-11-22T18:00:00Z", "to": "2026-11-22T20:00:00Z", "reason": "Swapped by telephone" });
    let made = machine.call("make_correction", &here, "", &correction).await;
    let id = text(&made["id"]);
    let seen = machine.call("get_correction", &[("id", &id)], "", NONE).await;
    assert_eq!(text(&seen["reason"]), "Swapped by telephone");
    let listed = machine.call("list_corrections", &here, "", NONE).await;
    assert_eq!(text(&listed["corrections"][0]["id"]), id);
    let why = json!({ "reason": "They did not" });
    let withdrawn = machine.call("withdraw_correction", &[("id", &id)], "", &why).await;
    let revision = withdrawn["revision"].to_string();
    let offered = machine.call("get_change", &[("id", &revision)], "", NONE).await;
    assert_eq!(text(&offered["title"]), "Correction withdrawn");
    let undone = machine.call("undo_change", &[("id", &revision)], "", NONE).await;
    assert!(undone["revision"].as_i64() > withdrawn["revision"].as_i64(), "{undone}");
}
