//! Getting in.

use super::{ADMINISTRATORS, ANYBODY, OWN_OR_ADMINISTRATORS, Permission, THEIR_OWN, row};
use crate::services::access::Right;

pub(super) static ROWS: &[Permission] = &[
    row(
        "Getting in",
        "Sign in and out, use an invitation or a set-up link, ask for a new password by mail",
        ANYBODY,
        None,
        &[
            "/sign-in",
            "/setup",
            "/enter",
            "/forgotten",
            "/*any",
            "/theme",
            "entry/ask",
            "entry/enter",
            "entry/form",
            "session/sign-in",
            "session/sign-out",
            "session/visit",
            "setup/create",
            "setup/form",
        ],
    ),
    row(
        "Getting in",
        "Change one’s own password, with the present one",
        THEIR_OWN,
        None,
        &["/settings/security", "security/change-password"],
    ),
    row(
        "Getting in",
        "See and end somebody’s sessions",
        OWN_OR_ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "security/sessions",
            "security/end-session",
            "security/end-sessions",
            "list_sessions",
            "end_session",
            "end_sessions",
        ],
    ),
    row(
        "Getting in",
        "Invite people, reset and set passwords",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "entry/make",
            "entry/made",
            "entry/revoke",
            "people/set-password",
            "make_entry_link",
            "revoke_entry_link",
            "set_password",
        ],
    ),
];
