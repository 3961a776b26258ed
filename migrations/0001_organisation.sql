-- Portable between SQLite and PostgreSQL: TEXT and BIGINT only. Instants are BIGINT seconds since 1970 (UTC), flags are 0 or 1.
-- Inputs carry from_revision and to_revision (NULL = current) and are never overwritten.

CREATE TABLE organisation (
    id              TEXT   NOT NULL PRIMARY KEY,
    name            TEXT   NOT NULL,
    zone            TEXT   NOT NULL,
    office_hours    TEXT   NOT NULL,
    holiday_calendar TEXT  NOT NULL,
    revision        BIGINT NOT NULL,
    created_at      BIGINT NOT NULL
);

CREATE TABLE person (
    id            TEXT   NOT NULL PRIMARY KEY,
    name          TEXT   NOT NULL,
    email         TEXT   NOT NULL UNIQUE,
    zone          TEXT   NOT NULL,
    phone         TEXT,
    organisation_role TEXT NOT NULL CHECK (organisation_role IN ('administrator', 'member', 'read_only')),
    password_hash TEXT,
    session_epoch BIGINT NOT NULL DEFAULT 0,
    deactivated_at BIGINT,
    created_at    BIGINT NOT NULL,
    revision      BIGINT NOT NULL
);

CREATE TABLE team (
    id         TEXT   NOT NULL PRIMARY KEY,
    slug       TEXT   NOT NULL UNIQUE,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    revision   BIGINT NOT NULL
);

CREATE TABLE member (
    team_id     TEXT   NOT NULL REFERENCES team (id),
    person_id   TEXT   NOT NULL REFERENCES person (id),
    lead        BIGINT NOT NULL CHECK (lead IN (0, 1)),
    engineer    BIGINT NOT NULL CHECK (engineer IN (0, 1)),
    manager     BIGINT NOT NULL CHECK (manager IN (0, 1)),
    share_percent BIGINT NOT NULL CHECK (share_percent BETWEEN 1 AND 100),
    revision    BIGINT NOT NULL,
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX member_person ON member (person_id);

CREATE TABLE rota (
    id            TEXT   NOT NULL PRIMARY KEY,
    slug          TEXT   NOT NULL UNIQUE,
    team_id       TEXT   NOT NULL REFERENCES team (id),
    name          TEXT   NOT NULL,
    planned_from  BIGINT,
    planned_until BIGINT,
    created_at    BIGINT NOT NULL,
    revision      BIGINT NOT NULL,
    CHECK ((planned_from IS NULL) = (planned_until IS NULL)),
    CHECK (planned_from < planned_until)
);
CREATE INDEX rota_team ON rota (team_id);

-- What shapes a rota's shifts: zone, coverage, handover, holidays, office hours.
CREATE TABLE rota_rules (
    rota_id          TEXT   NOT NULL REFERENCES rota (id),
    from_revision    BIGINT NOT NULL,
    to_revision      BIGINT,
    zone             TEXT   NOT NULL,
    coverage         TEXT   NOT NULL,
    handover         TEXT   NOT NULL,
    office_hours     TEXT   NOT NULL,
    holiday_calendar TEXT   NOT NULL,
    planning         TEXT   NOT NULL,
    PRIMARY KEY (rota_id, from_revision)
);
CREATE UNIQUE INDEX rota_rules_current ON rota_rules (rota_id) WHERE to_revision IS NULL;

CREATE TABLE shift (
    id            TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    rota_id       TEXT   NOT NULL REFERENCES rota (id),
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,
    stretches     TEXT   NOT NULL,
    lead_id       TEXT   REFERENCES person (id),
    engineer_id   TEXT   REFERENCES person (id),
    PRIMARY KEY (id, from_revision),
    CHECK (starts_at < ends_at),
    CHECK (lead_id <> engineer_id)
);
CREATE UNIQUE INDEX shift_current ON shift (rota_id, starts_at) WHERE to_revision IS NULL;
CREATE INDEX shift_ends ON shift (rota_id, ends_at);

CREATE TABLE cover (
    id              TEXT   NOT NULL PRIMARY KEY,
    rota_id         TEXT   NOT NULL REFERENCES rota (id),
    starts_at       BIGINT NOT NULL,
    ends_at         BIGINT NOT NULL,
    lead_id         TEXT   REFERENCES person (id),
    engineer_id     TEXT   REFERENCES person (id),
    reason          TEXT   NOT NULL,
    override_reason TEXT,
    made_by         TEXT   NOT NULL,
    made_at         BIGINT NOT NULL,
    withdrawn_by    TEXT,
    withdrawn_at    BIGINT,
    from_revision   BIGINT NOT NULL,
    to_revision     BIGINT,
    CHECK (starts_at < ends_at),
    CHECK (lead_id <> engineer_id),
    CHECK (lead_id IS NOT NULL OR engineer_id IS NOT NULL),
    CHECK ((withdrawn_at IS NULL) = (to_revision IS NULL))
);
CREATE INDEX cover_rota ON cover (rota_id, ends_at);
CREATE INDEX cover_lead ON cover (lead_id);
CREATE INDEX cover_engineer ON cover (engineer_id);

-- What really happens. Each row is in force until the rota's next one; the last is unplanned.
CREATE TABLE duty (
    rota_id           TEXT   NOT NULL REFERENCES rota (id),
    starts_at         BIGINT NOT NULL,
    state             TEXT   NOT NULL CHECK (state IN ('covered', 'off', 'unplanned')),
    shift_id          TEXT,
    lead_id           TEXT   REFERENCES person (id),
    engineer_id       TEXT   REFERENCES person (id),
    lead_cover_id     TEXT   REFERENCES cover (id),
    engineer_cover_id TEXT   REFERENCES cover (id),
    PRIMARY KEY (rota_id, starts_at),
    CHECK (lead_id <> engineer_id),
    CHECK (state = 'covered' OR (lead_id IS NULL AND engineer_id IS NULL))
);

CREATE TABLE leave_entry (
    id            TEXT   NOT NULL PRIMARY KEY,
    person_id     TEXT   NOT NULL REFERENCES person (id),
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,
    note          TEXT   NOT NULL,
    entered_by    TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    CHECK (starts_at < ends_at)
);
CREATE INDEX leave_person ON leave_entry (person_id, ends_at);

-- A plan nobody is bound by yet. One draft for each rota.
CREATE TABLE draft (
    rota_id    TEXT   NOT NULL PRIMARY KEY REFERENCES rota (id),
    starts_at  BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    rules_revision BIGINT NOT NULL,
    summary    TEXT   NOT NULL,
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    CHECK (starts_at < ends_at)
);

CREATE TABLE draft_shift (
    rota_id     TEXT   NOT NULL REFERENCES draft (rota_id),
    shift_id    TEXT   NOT NULL,
    starts_at   BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    stretches   TEXT   NOT NULL,
    lead_id     TEXT   REFERENCES person (id),
    engineer_id TEXT   REFERENCES person (id),
    PRIMARY KEY (rota_id, starts_at),
    CHECK (starts_at < ends_at),
    CHECK (lead_id <> engineer_id)
);

CREATE TABLE service (
    id           TEXT   NOT NULL PRIMARY KEY,
    slug         TEXT   NOT NULL UNIQUE,
    team_id      TEXT   NOT NULL REFERENCES team (id),
    name         TEXT   NOT NULL,
    description  TEXT   NOT NULL,
    in_hours_rota_id  TEXT NOT NULL REFERENCES rota (id),
    out_of_hours_rota_id TEXT NOT NULL REFERENCES rota (id),
    created_at   BIGINT NOT NULL,
    revision     BIGINT NOT NULL
);

CREATE TABLE policy (
    service_id    TEXT   NOT NULL REFERENCES service (id),
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    policy        TEXT   NOT NULL,
    PRIMARY KEY (service_id, from_revision)
);
CREATE UNIQUE INDEX policy_current ON policy (service_id) WHERE to_revision IS NULL;

CREATE TABLE token (
    id           TEXT   NOT NULL PRIMARY KEY,
    name         TEXT   NOT NULL,
    hash         TEXT   NOT NULL UNIQUE,
    hint         TEXT   NOT NULL,
    scopes       TEXT   NOT NULL,
    created_by   TEXT   NOT NULL REFERENCES person (id),
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT,
    revoked_at   BIGINT,
    revision     BIGINT NOT NULL
);

CREATE TABLE feed (
    id         TEXT   NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL CHECK (kind IN ('person', 'team', 'rota')),
    owner_id   TEXT   NOT NULL REFERENCES person (id),
    subject_id TEXT   NOT NULL,
    generation BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_fetched_at BIGINT,
    revision   BIGINT NOT NULL,
    UNIQUE (owner_id, kind, subject_id)
);

CREATE TABLE session (
    id         TEXT   NOT NULL PRIMARY KEY,
    person_id  TEXT,
    data       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE setup_link (
    hash       TEXT   NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

-- Who changed what, written in the transaction of the change and never touched again.
CREATE TABLE audit (
    revision    BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    actor       TEXT   NOT NULL,
    action      TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    detail      TEXT   NOT NULL,
    PRIMARY KEY (revision, position)
);
