//! What is sent to each server function.

use super::scene::PASSWORD;

/// What is sent to each server function that needs more than nothing; `{names}` stand for what is the team's. Where it can
/// be, it is something that is refused for another reason than who asks, so that little changes on the way.
pub(super) const FIELDS: &[(&str, &[(&str, &str)])] = &[
    (
        "covers/create",
        &[
            ("slug", "{rota}"),
            ("form[role]", "lead"),
            ("form[lead]", "{person}"),
            ("form[from]", "2020-01-01T00:00"),
            ("form[to]", "2020-01-02T00:00"),
        ],
    ),
    ("covers/page", &[("slug", "{rota}")]),
    ("covers/withdraw", &[("id", "{cover}")]),
    ("entry/enter", &[("key", "unknown"), ("password", PASSWORD)]),
    ("entry/form", &[("key", "unknown")]),
    ("entry/made", &[("id", "unknown")]),
    ("entry/make", &[("person", "{person}")]),
    ("entry/revoke", &[("person", "{person}")]),
    ("escalation/form", &[("slug", "{service}")]),
    (
        "escalation/policy",
        &[("slug", "{service}"), ("act", "save"), ("policy", "{policy}")],
    ),
    ("escalation/put-service", &[("service", "{service form}")]),
    (
        "escalation/service",
        &[("slug", "{service}"), ("severity", "P1"), ("at", ""), ("draft", "")],
    ),
    ("feeds/feed", &[("kind", "team"), ("subject", "{team}")]),
    ("feeds/make", &[("kind", "team"), ("subject", "{team}")]),
    ("feeds/renew", &[("kind", "team"), ("subject", "{team}")]),
    (
        "leave/add",
        &[
            ("form[person]", "{person}"),
            ("form[first_day]", ""),
            ("form[last_day]", ""),
            ("form[note]", ""),
            ("form[team]", "{team}"),
        ],
    ),
    ("leave/team", &[("slug", "{team}")]),
    ("leave/withdraw", &[("id", "{leave}"), ("team", "{team}")]),
    (
        "organisation/change",
        &[
            ("organisation[name]", ""),
            ("organisation[zone]", "UTC"),
            ("organisation[holiday_calendar]", "none"),
        ],
    ),
    (
        "people/add",
        &[
            ("person[name]", ""),
            ("person[email]", ""),
            ("person[zone]", "UTC"),
            ("person[role]", "member"),
        ],
    ),
    (
        "people/bulk",
        &[("edit[people]", "{person}"), ("edit[change]", "nonsense")],
    ),
    (
        "people/bulk-check",
        &[("edit[people]", "{person}"), ("edit[change]", "")],
    ),
    ("people/deactivate", &[("id", "{person}")]),
    (
        "people/edit",
        &[
            ("person[id]", "{person}"),
            ("person[name]", ""),
            ("person[zone]", "UTC"),
        ],
    ),
    ("people/reactivate", &[("id", "{person}")]),
    ("people/set-password", &[("id", "{person}"), ("password", "short")]),
    ("people/show", &[("id", "{person}")]),
    ("planning/discard", &[("slug", "{rota}")]),
    (
        "planning/draft",
        &[
            ("slug", "{rota}"),
            ("form[from]", ""),
            ("form[weeks]", "1"),
            ("form[seed]", "1"),
        ],
    ),
    ("planning/publish", &[("slug", "{rota}")]),
    ("planning/view", &[("slug", "{rota}")]),
    ("rotas/create", &[("rota", "{rota form}")]),
    ("rotas/form", &[("slug", "{rota}")]),
    ("rotas/preview", &[("rota", "{rota form}")]),
    ("rotas/save", &[("slug", "{rota}"), ("rota", "{rota form}")]),
    (
        "security/change-password",
        &[
            ("change[current_password]", "not it, surely"),
            ("change[new_password]", PASSWORD),
        ],
    ),
    (
        "security/end-session",
        &[("person", "{person}"), ("session", "{session}")],
    ),
    ("security/end-sessions", &[("person", "{person}")]),
    ("security/sessions", &[("person", "{person}")]),
    (
        "session/sign-in",
        &[("email", "nobody@example.org"), ("password", PASSWORD)],
    ),
    (
        "setup/create",
        &[
            ("organisation[key]", "unknown"),
            ("organisation[organisation]", "x"),
            ("organisation[zone]", "UTC"),
            ("organisation[holiday_calendar]", "none"),
            ("organisation[name]", "x"),
            ("organisation[email]", "x@example.org"),
            ("organisation[password]", PASSWORD),
        ],
    ),
    ("setup/form", &[("key", "unknown")]),
    ("teams/archive", &[("slug", "{team}")]),
    ("teams/create", &[("name", "")]),
    ("teams/merge", &[("slug", "{team}"), ("into", "nowhere")]),
    ("teams/merge-preview", &[("slug", "{team}"), ("into", "identity")]),
    ("teams/restore", &[("slug", "{team}")]),
    (
        "teams/put-member",
        &[
            ("member[team]", "{team}"),
            ("member[person]", "nobody"),
            ("member[share_percent]", "0"),
        ],
    ),
    ("teams/remove-member", &[("team", "{team}"), ("person", "nobody")]),
    ("teams/rename", &[("slug", "{team}"), ("name", "")]),
    ("teams/show", &[("slug", "{team}")]),
    ("timeline/load", &[("slug", "{rota}"), ("view", "week")]),
    (
        "tokens/create",
        &[("token[name]", ""), ("token[scope]", "read"), ("token[days]", "1")],
    ),
    ("tokens/revoke", &[("id", "{token}")]),
    ("wishes/add", &[("form[kind]", "avoid"), ("form[weekday]", "nonsense")]),
    ("wishes/withdraw", &[("id", "{wish}")]),
];
