//! What is sent to each server function.

use super::scene::PASSWORD;

/// What is sent to each server function that needs more than nothing; `{names}` stand for what is the team's. Where it can
/// be, it is something that is refused for another reason than who asks, so that little changes on the way.
pub(super) const FIELDS: &[(&str, &[(&str, &str)])] = &[
    (
        "contacts/add",
        &[("person", "{person}"), ("kind", "nonsense"), ("value", "")],
    ),
    (
        "contacts/change",
        &[("person", "{person}"), ("id", "{contact}"), ("value", "")],
    ),
    ("contacts/check", &[("person", "{person}"), ("id", "{contact}")]),
    (
        "contacts/move",
        &[("person", "{person}"), ("id", "{contact}"), ("direction", "nonsense")],
    ),
    ("contacts/remove", &[("person", "{person}"), ("id", "nonsense")]),
    ("contacts/send-code", &[("person", "{person}"), ("id", "{contact}")]),
    ("contacts/show", &[("person", "{person}")]),
    (
        "contacts/verify",
        &[("person", "{person}"), ("id", "{contact}"), ("code", "x")],
    ),
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
    (
        "drafts/again",
        &[("slug", "{rota}"), ("id", "{draft}"), ("form[keep]", "nonsense")],
    ),
    (
        "drafts/choices",
        &[("slug", "{rota}"), ("id", "{draft}"), ("seat", "nonsense")],
    ),
    ("drafts/discard", &[("slug", "{rota}"), ("id", "{draft}")]),
    (
        "drafts/edit",
        &[("slug", "{rota}"), ("id", "{draft}"), ("form[what]", "nonsense")],
    ),
    (
        "drafts/impact",
        &[("slug", "{rota}"), ("id", "{draft}"), ("form[from]", "nonsense")],
    ),
    ("drafts/list", &[("slug", "{rota}")]),
    (
        "drafts/publish",
        &[("slug", "{rota}"), ("id", "{draft}"), ("form[from]", "nonsense")],
    ),
    ("drafts/restore", &[("slug", "{rota}"), ("id", "{draft}")]),
    ("drafts/show", &[("slug", "{rota}"), ("id", "{draft}")]),
    ("entry/ask", &[("email", "nobody@example.org")]),
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
    ("history/show", &[("slug", "{rota}")]),
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
    ("notices/send-again", &[("id", "nonsense")]),
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
    ("planning-people/end-apart", &[("id", "{apart}"), ("team", "{team}")]),
    (
        "planning-people/keep-apart",
        &[("team", "{team}"), ("one", "{person}"), ("other", "{person}")],
    ),
    (
        "planning-people/put",
        &[
            ("form[team]", "{team}"),
            ("form[person]", "{person}"),
            ("form[share_percent]", "0"),
        ],
    ),
    ("planning-people/show", &[("team", "{team}")]),
    (
        "planning-rules/change-defaults",
        &[("rules[preset]", "nonsense"), ("rules[min_rest_hours]", "-1")],
    ),
    (
        "planning-rules/change-rota",
        &[
            ("slug", "{rota}"),
            ("rules[preset]", "nonsense"),
            ("rules[min_rest_hours]", "-1"),
        ],
    ),
    ("planning-rules/rota", &[("slug", "{rota}")]),
    ("planning/cancel", &[("slug", "{rota}"), ("job", "{job}")]),
    ("planning/outlook", &[("slug", "{rota}"), ("form[weeks]", "1")]),
    ("planning/start", &[("slug", "{rota}"), ("form[weeks]", "nonsense")]),
    ("planning/view", &[("slug", "{rota}")]),
    ("profile/save", &[("profile[zone]", "nonsense")]),
    ("rotation/end", &[("slug", "{rota}")]),
    ("rotation/put", &[("slug", "{rota}"), ("order[from]", "nonsense")]),
    ("rotation/show", &[("slug", "{rota}")]),
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
    ("search/find", &[("query", "payments")]),
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
