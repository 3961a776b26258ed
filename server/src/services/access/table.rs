//! Who may do what: every page, every server function, every operation of the API and every other address, once.
//!
//! The page of permissions shows these rows, the checks ask their [`Who`], and a test calls all that is in them as
//! everybody. What is in none of them fails that test.

use super::{
    Right,
    standing::{Others, Own, Who},
};

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// What it is about.
    pub group: &'static str,
    /// What may be done.
    pub what: &'static str,
    /// By which people.
    pub who: Who,
    /// What machines need; `None` for what they cannot do.
    pub right: Option<Right>,
    /// Pages and other addresses (`/rotas/:slug`), server functions (`rotas/list`) and operations (`list_rotas`).
    pub uses: &'static [&'static str],
}

const fn row(
    group: &'static str,
    what: &'static str,
    who: Who,
    right: Option<Right>,
    uses: &'static [&'static str],
) -> Permission {
    Permission {
        group,
        what,
        who,
        right,
        uses,
    }
}

const ANYBODY: Who = Who::of(Others::Anybody);
const SIGNED_IN: Who = Who::of(Others::SignedIn);
const IN_TEAM: Who = Who::of(Others::InTeam);
const MEMBERS: Who = Who::of(Others::Members);
const MANAGERS: Who = Who::of(Others::Managers);
const ANY_MANAGERS: Who = Who::of(Others::AnyManagers);
const ADMINISTRATORS: Who = Who::of(Others::Administrators);
/// What belongs to one person, and to nobody else.
const THEIR_OWN: Who = Who::own_and(Own::Yes, Others::None);
const OWN_OR_ADMINISTRATORS: Who = Who::own_and(Own::Yes, Others::Administrators);
/// What somebody says of themselves, and others may say of them.
pub(in crate::services) const OWN_CHANGE_OR_ADMINISTRATORS: Who =
    Who::own_and(Own::UnlessReadOnly, Others::Administrators);
pub(in crate::services) const OWN_CHANGE_OR_MANAGERS: Who = Who::own_and(Own::UnlessReadOnly, Others::Managers);

/// Every permission there is.
pub static PERMISSIONS: &[Permission] = &[
    row(
        "Getting in",
        "Sign in and out, use an invitation or a set-up link",
        ANYBODY,
        None,
        &[
            "/sign-in",
            "/setup",
            "/enter",
            "/*any",
            "/theme",
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
    row(
        "Looking",
        "Ask who is on call and whom to call, without contacts",
        SIGNED_IN,
        Some(Right::AskOnCall),
        &["get_on_call", "get_escalation", "list_services"],
    ),
    row(
        "Looking",
        "See rotas, duty, teams, services and people",
        SIGNED_IN,
        Some(Right::Look),
        &[
            "/",
            "/me",
            "/rotas",
            "/rotas/:slug",
            "/rotas/:slug/cover",
            "/teams",
            "/teams/:slug",
            "/services",
            "/services/:slug",
            "/people",
            "/people/:id",
            "/settings",
            "/settings/permissions",
            "covers/page",
            "escalation/service",
            "escalation/services",
            "now/board",
            "people/list",
            "people/show",
            "permissions/table",
            "rotas/list",
            "teams/list",
            "teams/show",
            "timeline/load",
            "get_board",
            "get_board_of_rotas",
            "get_board_of_services",
            "get_cover",
            "get_duty",
            "get_person",
            "get_rota",
            "get_service",
            "get_team",
            "get_timeline",
            "list_covers",
            "list_people",
            "list_permissions",
            "list_rotas",
            "list_teams",
        ],
    ),
    row(
        "Looking",
        "See how to reach the members of a team",
        IN_TEAM,
        Some(Right::Look),
        &[],
    ),
    row(
        "Looking",
        "See when the members of a team are on leave",
        IN_TEAM,
        Some(Right::Change),
        &["/teams/:slug/leave", "leave/team", "list_leave_of_team"],
    ),
    row(
        "Duty",
        "Make and withdraw covers",
        MEMBERS,
        Some(Right::Change),
        &["covers/create", "covers/withdraw", "make_cover", "withdraw_cover"],
    ),
    row(
        "Duty",
        "Enter and withdraw somebody’s leave",
        OWN_CHANGE_OR_MANAGERS,
        Some(Right::Change),
        &["leave/add", "leave/withdraw", "enter_leave", "withdraw_leave"],
    ),
    row(
        "Duty",
        "Have wishes of the plans that are made",
        Who::own_and(Own::UnlessReadOnly, Others::None),
        Some(Right::Change),
        &[
            "wishes/add",
            "wishes/withdraw",
            "list_wishes",
            "enter_wish",
            "withdraw_wish",
        ],
    ),
    row(
        "Duty",
        "See one’s shifts, have calendar addresses",
        THEIR_OWN,
        Some(Right::Change),
        &[
            "me/shifts",
            "feeds/feed",
            "feeds/make",
            "feeds/renew",
            "get_shifts",
            "get_feed",
            "make_feed",
            "renew_feed",
        ],
    ),
    row(
        "Rotas and services",
        "Try the rules of a rota",
        SIGNED_IN,
        Some(Right::Change),
        &["rotas/preview", "preview_rota"],
    ),
    row(
        "Rotas and services",
        "Begin a rota or a service",
        ANY_MANAGERS,
        Some(Right::Change),
        &["/rotas/new", "/services/new", "get_rota_choices", "get_service_choices"],
    ),
    row(
        "Rotas and services",
        "Make and change rotas, plan and publish them",
        MANAGERS,
        Some(Right::Change),
        &[
            "/rotas/:slug/plan",
            "/rotas/:slug/settings",
            "planning/discard",
            "planning/draft",
            "planning/publish",
            "planning/view",
            "rotas/create",
            "rotas/form",
            "rotas/save",
            "change_rota_settings",
            "create_rota",
            "discard_draft",
            "get_draft",
            "get_rota_settings",
            "make_draft",
            "publish_draft",
        ],
    ),
    row(
        "Rotas and services",
        "Make and change services and whom they call",
        MANAGERS,
        Some(Right::Change),
        &[
            "/services/:slug/edit",
            "escalation/form",
            "escalation/policy",
            "escalation/put-service",
            "change_policy",
            "change_service_settings",
            "create_service",
            "get_service_settings",
        ],
    ),
    row(
        "Teams and people",
        "Rename a team, add, change and take out members",
        MANAGERS,
        Some(Right::Change),
        &[
            "teams/put-member",
            "teams/remove-member",
            "teams/rename",
            "put_member",
            "remove_member",
            "rename_team",
        ],
    ),
    row(
        "Teams and people",
        "Make, merge, archive and restore teams",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "teams/archive",
            "teams/create",
            "teams/merge",
            "teams/merge-preview",
            "teams/restore",
            "archive_team",
            "create_team",
            "merge_team",
            "preview_team_merge",
            "restore_team",
        ],
    ),
    row(
        "Teams and people",
        "Change somebody’s name, time zone and telephone",
        OWN_CHANGE_OR_ADMINISTRATORS,
        Some(Right::Administer),
        &["people/edit", "change_person"],
    ),
    row(
        "Teams and people",
        "Add, import and deactivate people, change their address and organisation role",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "/people/bulk",
            "/people/export.csv",
            "/people/import",
            "/people/new",
            "people/add",
            "people/bulk",
            "people/bulk-check",
            "people/deactivate",
            "people/import",
            "people/new",
            "people/reactivate",
            "add_person",
            "change_in_bulk",
            "check_bulk_change",
            "check_people_file",
            "deactivate_person",
            "export_people",
            "get_person_choices",
            "import_people",
            "reactivate_person",
        ],
    ),
    row(
        "Organisation",
        "Change the organisation’s settings",
        ADMINISTRATORS,
        Some(Right::Administer),
        &[
            "/settings/organisation",
            "organisation/change",
            "organisation/show",
            "change_organisation",
            "get_organisation",
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
