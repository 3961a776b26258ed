//! The organisation.

use super::{ADMINISTRATORS, ANY_MANAGERS, Permission, row};
use crate::services::access::Right;

pub(super) static ROWS: &[Permission] = &[
    row(
        "Organisation",
        "Change the organisation’s settings and what it asks of plans",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "/settings/organisation",
            "/settings/planning",
            "planning-rules/change-defaults",
            "planning-rules/defaults",
            "organisation/change",
            "organisation/show",
            "change_organisation",
            "change_planning_defaults",
            "get_organisation",
            "get_planning_defaults",
        ],
    ),
    row(
        "Organisation",
        "See what is sent by mail, send it again, try the mail server",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "/settings/mail",
            "notices/list",
            "notices/send-again",
            "notices/test",
            "list_notices",
            "send_notice_again",
        ],
    ),
    row(
        "Organisation",
        "Make and change webhooks that are told of every team",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "/settings/webhooks",
            "list_organisation_webhooks",
            "make_organisation_webhook",
        ],
    ),
    row(
        "Organisation",
        "Make and revoke API tokens",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "/settings/tokens",
            "tokens/create",
            "tokens/list",
            "tokens/revoke",
            "create_token",
            "list_tokens",
            "revoke_token",
        ],
    ),
    row(
        "Organisation",
        "Read the audit log: managers what is about their teams, administrators all of it",
        ANY_MANAGERS,
        Some(Right::Administer),
        &["/settings/audit", "/settings/audit/{file}", "audit/list", "list_audit"],
    ),
];
