//! Brings the schema up to date: the common statements, then the engine's own triggers, in the order of their numbers.

use super::{Engine, Result, Store, StoreError};
use sqlx::{
    Connection as _, Executor as _,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

/// Number, name and text of each migration that both engines run.
const COMMON: &[(i64, &str, &str)] = &[
    (
        1,
        "organisation",
        include_str!("../../../migrations/0001_organisation.sql"),
    ),
    (
        3,
        "calendar_event",
        include_str!("../../../migrations/0003_calendar_event.sql"),
    ),
    (4, "change", include_str!("../../../migrations/0004_change.sql")),
    (5, "access", include_str!("../../../migrations/0005_access.sql")),
    (6, "wish", include_str!("../../../migrations/0006_wish.sql")),
    (
        7,
        "administration",
        include_str!("../../../migrations/0007_administration.sql"),
    ),
    (8, "preference", include_str!("../../../migrations/0008_preference.sql")),
    (9, "notice", include_str!("../../../migrations/0009_notice.sql")),
    (10, "planning", include_str!("../../../migrations/0010_planning.sql")),
    (11, "drafts", include_str!("../../../migrations/0011_drafts.sql")),
    (12, "offers", include_str!("../../../migrations/0012_offers.sql")),
    (13, "inbox", include_str!("../../../migrations/0013_inbox.sql")),
    (16, "conflicts", include_str!("../../../migrations/0016_conflicts.sql")),
    (
        17,
        "corrections",
        include_str!("../../../migrations/0017_corrections.sql"),
    ),
    (
        18,
        "rules_in_time",
        include_str!("../../../migrations/0018_rules_in_time.sql"),
    ),
    (
        19,
        "rate_cards",
        include_str!("../../../migrations/0019_rate_cards.sql"),
    ),
    (20, "payroll", include_str!("../../../migrations/0020_payroll.sql")),
    (
        22,
        "cover_change",
        include_str!("../../../migrations/0022_cover_change.sql"),
    ),
    (23, "webhooks", include_str!("../../../migrations/0023_webhooks.sql")),
    (24, "handover", include_str!("../../../migrations/0024_handover.sql")),
    (
        25,
        "holiday_calendars",
        include_str!("../../../migrations/0025_holiday_calendars.sql"),
    ),
    (
        27,
        "policy_versions",
        include_str!("../../../migrations/0027_policy_versions.sql"),
    ),
    (
        28,
        "support_card",
        include_str!("../../../migrations/0028_support_card.sql"),
    ),
    (29, "alert", include_str!("../../../migrations/0029_alert.sql")),
    (
        30,
        "handover_each",
        include_str!("../../../migrations/0030_handover_each.sql"),
    ),
    (
        31,
        "offer_rota",
        include_str!("../../../migrations/0031_offer_rota.sql"),
    ),
    (
        33,
        "keyed_request",
        include_str!("../../../migrations/0033_keyed_request.sql"),
    ),
];
const SQLITE: &[(i64, &str, &str)] = &[
    (
        2,
        "append_only_audit",
        include_str!("../../../migrations/sqlite/0002_append_only_audit.sql"),
    ),
    (
        21,
        "locked_pay",
        include_str!("../../../migrations/sqlite/0021_locked_pay.sql"),
    ),
];
const POSTGRES: &[(i64, &str, &str)] = &[
    (
        2,
        "append_only_audit",
        include_str!("../../../migrations/postgres/0002_append_only_audit.sql"),
    ),
    (
        21,
        "locked_pay",
        include_str!("../../../migrations/postgres/0021_locked_pay.sql"),
    ),
];

/// Applies what is missing, of all steps or of just these; a database that has others, as a newer version makes it, is
/// refused untouched.
pub(super) async fn run(store: &Store, steps: Option<&[i64]>) -> Result<()> {
    let own = match store.engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let mut migrations: Vec<Migration> = COMMON.iter().chain(own).copied().map(migration).collect();
    if let Some(steps) = steps {
        let known = |step: &&i64| migrations.iter().any(|migration| migration.version == **step);
        if let Some(unknown) = steps.iter().find(|step| !known(step)) {
            return Err(StoreError::Newer(*unknown));
        }
        migrations.retain(|migration| steps.contains(&migration.version));
    }
    migrations.sort_by_key(|migration| migration.version);
    let mut connection = store.writers.acquire().await?.detach();
    if store.engine == Engine::Postgres {
        // A step takes as long as the tables are large, and waits for the node that is at it already.
        for setting in ["SET statement_timeout = 0", "SET lock_timeout = 0"] {
            connection.execute(setting).await?;
        }
    }
    let done = Migrator::with_migrations(migrations).run(&mut connection).await;
    connection.close().await?;
    done.map_err(|error| match error {
        MigrateError::VersionMissing(version) => StoreError::Newer(version),
        error => StoreError::Migrate(error),
    })
}

fn migration((version, name, sql): (i64, &'static str, &'static str)) -> Migration {
    Migration::new(
        version,
        name.into(),
        MigrationType::Simple,
        sqlx::SqlSafeStr::into_sql_str(sql),
        false,
    )
}
