//! Everything the screens can do is in the API too.

use crate::support::{App, Database, api::Description};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The operation of each server function.
const OPERATIONS: [(&str, &str); 180] = [
    ("alerts/act", "act_on_alert"),
    ("alerts/list", "list_alerts"),
    ("audit/list", "list_audit"),
    ("changes/show", "get_change"),
    ("changes/undo", "undo_change"),
    ("call-outs/change", "change_call_out"),
    ("call-outs/enter", "enter_call_out"),
    ("call-outs/finish", "end_call_out"),
    ("call-outs/list", "list_call_outs"),
    ("call-outs/withdraw", "withdraw_call_out"),
    ("toil/choose", "choose_toil"),
    ("toil/show", "get_toil"),
    ("toil/take", "take_toil"),
    ("toil/withdraw", "withdraw_toil"),
    ("pay-mappings/list", "list_pay_columns"),
    ("pay-mappings/put", "put_pay_columns"),
    ("pay-mappings/remove", "remove_pay_columns"),
    ("payroll/change-settings", "change_pay_settings"),
    ("payroll/answer", "answer_pay_query"),
    ("payroll/approve", "approve_statements"),
    ("payroll/export", "export_pay"),
    ("payroll/mine", "get_pay"),
    ("payroll/query", "query_statement"),
    ("payroll/reopen", "reopen_statement"),
    ("payroll/run", "get_pay_run"),
    ("payroll/statement", "get_statement"),
    ("payroll/submit", "submit_statement"),
    ("payroll/submit-all", "submit_statements"),
    ("payroll/settings", "get_pay_settings"),
    ("conflicts/list", "list_conflicts"),
    ("contacts/add", "add_contact"),
    ("contacts/change", "change_contact"),
    ("contacts/check", "check_contact"),
    ("contacts/move", "move_contact"),
    ("contacts/remove", "remove_contact"),
    ("contacts/send-code", "send_contact_code"),
    ("contacts/show", "list_contacts"),
    ("contacts/verify", "verify_contact"),
    ("corrections/make", "make_correction"),
    ("corrections/page", "list_corrections"),
    ("corrections/withdraw", "withdraw_correction"),
    ("costs/all", "get_costs"),
    ("costs/team", "get_team_costs"),
    ("covers/change", "change_cover"),
    ("covers/create", "make_cover"),
    ("covers/page", "list_covers"),
    ("covers/withdraw", "withdraw_cover"),
    ("covers/withdraw-together", "withdraw_covers"),
    ("drafts/again", "plan_again"),
    ("drafts/choices", "get_draft_choices"),
    ("drafts/discard", "discard_draft"),
    ("drafts/edit", "edit_draft"),
    ("drafts/impact", "get_draft_impact"),
    ("drafts/list", "list_drafts"),
    ("drafts/publish", "publish_draft"),
    ("drafts/restore", "restore_draft"),
    ("drafts/show", "get_draft"),
    ("entry/make", "make_entry_link"),
    ("entry/revoke", "revoke_entry_link"),
    ("escalation/form", "get_service_settings"),
    ("escalation/policy", "change_policy"),
    ("escalation/put-service", "change_service_settings"),
    ("escalation/service", "get_service"),
    ("escalation/services", "get_board_of_services"),
    ("feeds/feed", "get_feed"),
    ("feeds/make", "make_feed"),
    ("feeds/renew", "renew_feed"),
    ("handover/acknowledge", "acknowledge_handover"),
    ("handover/checklist", "change_handover_checklist"),
    ("handover/history", "list_handovers"),
    ("handover/show", "get_handover"),
    ("handover/use", "use_handover_notes"),
    ("handover/write", "write_handover"),
    ("inbox/list", "list_inbox"),
    ("inbox/read", "read_inbox_entry"),
    ("inbox/read-all", "read_inbox"),
    ("history/show", "get_history"),
    ("leave/add", "enter_leave"),
    ("leave/team", "list_leave_of_team"),
    ("leave/withdraw", "withdraw_leave"),
    ("wishes/add", "enter_wish"),
    ("wishes/withdraw", "withdraw_wish"),
    ("me/shifts", "get_shifts"),
    ("now/board", "get_board"),
    ("notice-choices/save", "choose_notices"),
    ("notice-choices/show", "get_notice_choices"),
    ("notices/list", "list_notices"),
    ("notices/send-again", "send_notice_again"),
    ("offers/answer", "answer_offer"),
    ("offers/choices", "get_offer_choices"),
    ("offers/decide", "decide_offer"),
    ("offers/find-cover", "find_cover"),
    ("offers/make", "make_offer"),
    ("offers/mine", "list_offers"),
    ("offers/settings", "change_offer_settings"),
    ("offers/show", "get_offer"),
    ("offers/withdraw", "withdraw_offer"),
    ("organisation/change", "change_organisation"),
    ("organisation/show", "get_organisation"),
    ("pay-people/list", "list_pay_people"),
    ("pay-people/put", "put_pay_person"),
    ("people/add", "add_person"),
    ("people/bulk", "change_in_bulk"),
    ("people/bulk-check", "check_bulk_change"),
    ("people/deactivate", "deactivate_person"),
    ("people/edit", "change_person"),
    ("people/import", "check_people_file"),
    ("people/list", "list_people"),
    ("people/new", "get_person_choices"),
    ("people/reactivate", "reactivate_person"),
    ("people/set-password", "set_password"),
    ("people/show", "get_person"),
    ("permissions/table", "list_permissions"),
    ("planning/cancel", "cancel_plan"),
    ("planning/outlook", "get_outlook"),
    ("planning/start", "start_plan"),
    ("planning/view", "get_plan"),
    ("planning-people/end-apart", "end_apart"),
    ("planning-people/keep-apart", "keep_apart"),
    ("planning-people/put", "put_planning_member"),
    ("planning-people/show", "get_planning_people"),
    ("planning-rules/change-defaults", "change_planning_defaults"),
    ("planning-rules/change-rota", "change_rota_planning_rules"),
    ("planning-rules/defaults", "get_planning_defaults"),
    ("planning-rules/rota", "get_rota_planning_rules"),
    ("profile/save", "change_profile"),
    ("profile/show", "get_profile"),
    ("rotation/end", "end_rota_order"),
    ("rotation/put", "put_rota_order"),
    ("rotation/show", "get_rota_order"),
    ("holidays/list", "list_holiday_calendars"),
    ("holidays/put", "put_holiday_calendar"),
    ("holidays/put-day", "put_holiday"),
    ("holidays/remove", "remove_holiday_calendar"),
    ("holidays/remove-day", "remove_holiday"),
    ("holidays/show", "get_holiday_calendar"),
    ("rate-cards/compare", "compare_rate_cards"),
    ("rate-cards/end-use", "end_rate_card_use"),
    ("rate-cards/list", "list_rate_cards"),
    ("rate-cards/make", "make_rate_card"),
    ("rate-cards/show", "get_rate_card"),
    ("rate-cards/try", "try_rate_card"),
    ("rate-cards/use", "use_rate_card"),
    ("rate-cards/withdraw", "withdraw_rate_card_version"),
    ("rotas/create", "create_rota"),
    ("rotas/form", "get_rota_settings"),
    ("rotas/list", "get_board_of_rotas"),
    ("rotas/preview", "preview_rota"),
    ("rotas/save", "change_rota_settings"),
    ("search/find", "search"),
    ("security/end-session", "end_session"),
    ("security/end-sessions", "end_sessions"),
    ("security/sessions", "list_sessions"),
    ("support/put", "put_support_card"),
    ("support/show", "get_support_card"),
    ("teams/archive", "archive_team"),
    ("teams/create", "create_team"),
    ("teams/merge", "merge_team"),
    ("teams/merge-preview", "preview_team_merge"),
    ("teams/restore", "restore_team"),
    ("teams/list", "list_teams"),
    ("teams/preview-member", "preview_member"),
    ("teams/put-member", "put_member"),
    ("teams/remove-member", "remove_member"),
    ("teams/rename", "rename_team"),
    ("teams/show", "get_team"),
    ("timeline/load", "get_timeline"),
    ("timeline/many", "list_timelines"),
    ("tokens/create", "create_token"),
    ("tokens/list", "list_tokens"),
    ("tokens/revoke", "revoke_token"),
    ("webhooks/change", "change_webhook"),
    ("webhooks/list", "list_webhooks"),
    ("webhooks/make", "make_webhook"),
    ("webhooks/remove", "remove_webhook"),
    ("webhooks/replay", "replay_webhook"),
    ("webhooks/rotate", "rotate_webhook_secret"),
    ("webhooks/show", "get_webhook"),
    ("webhooks/switch", "switch_webhook"),
    ("webhooks/test", "test_webhook"),
];

/// What only a browser needs, and why.
const NOT_FOR_MACHINES: [(&str, &str); 13] = [
    ("entry/ask", "a machine with the right makes the link"),
    ("entry/enter", "only the invited person sets their password"),
    ("entry/form", "what the page behind a link shows"),
    ("entry/made", "a machine is answered the link when it makes it"),
    ("notices/test", "a machine has no address to write to"),
    (
        "holidays/import",
        "a machine sends the file’s text when it makes the calendar",
    ),
    (
        "rate-cards/import",
        "a machine sends the file’s text when it makes the card",
    ),
    ("security/change-password", "a machine has no password of its own"),
    ("session/sign-in", "a machine sends its token with every request"),
    ("session/sign-out", "a token is revoked instead"),
    ("session/visit", "a token is nobody: there is no viewer"),
    ("setup/form", "there is no token before the organisation is set up"),
    ("setup/create", "there is no token before the organisation is set up"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_server_function_has_its_operation() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let description = Description::of(&app).await;
    let operations: BTreeMap<&str, &str> = OPERATIONS.into_iter().collect();
    let exceptions: BTreeSet<&str> = NOT_FOR_MACHINES.iter().map(|(function, _)| *function).collect();

    let registered: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .filter_map(|(path, _)| path.strip_prefix("/fn/").map(str::to_owned))
        .collect();
    assert_eq!(registered, written(), "what is registered is what the sources say");
    for function in &registered {
        let known = operations.contains_key(function.as_str()) || exceptions.contains(function.as_str());
        assert!(known, "{function} has no operation in the API");
    }
    for (function, operation) in operations {
        assert!(registered.contains(function), "{function} is gone");
        description.operation(operation);
    }
}

/// The endpoints of all server functions in the app's sources.
fn written() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let endpoints = text.split("#[server(endpoint = \"").skip(1);
            found.extend(endpoints.map(|rest| rest.split('"').next().unwrap().to_owned()));
            assert_eq!(
                text.matches("#[server(endpoint").count(),
                text.matches("\n#[server").count(),
                "{path:?} has a server function without an endpoint of its own"
            );
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_description_is_whole() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let description = Description::of(&app).await;
    let mut ids = BTreeSet::new();
    for operation in &description.operations {
        let name = format!("{} {}", operation.method, operation.path);
        assert!(
            ids.insert(&operation.id),
            "{name}: the id {} is given twice",
            operation.id
        );
        let scopes = ["oncall", "read", "alerts", "write", "pay", "admin"];
        assert!(
            scopes.contains(&operation.scope.as_str()),
            "{name}: {}",
            operation.scope
        );
        for status in ["401", "403"] {
            assert!(operation.responses[status].is_object(), "{name} does not say {status}");
        }
        let pointer = operation.path.replace('~', "~0").replace('/', "~1");
        let method = operation.method.as_str().to_lowercase();
        let described = description
            .document
            .pointer(&format!("/paths/{pointer}/{method}"))
            .unwrap();
        for field in ["summary", "tags"] {
            assert!(!described[field].is_null(), "{name} has no {field}");
        }
    }
    every_reference_leads_somewhere(&description, &description.document);
    let page = app.client().get("/api/docs").await;
    for operation in &description.operations {
        assert!(
            page.body.contains(&operation.path),
            "{} is not on the page",
            operation.path
        );
    }
}

fn every_reference_leads_somewhere(description: &Description, value: &serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            description.schema(value);
            fields
                .values()
                .for_each(|value| every_reference_leads_somewhere(description, value));
        }
        serde_json::Value::Array(items) => {
            items
                .iter()
                .for_each(|value| every_reference_leads_somewhere(description, value));
        }
        _ => {}
    }
}
