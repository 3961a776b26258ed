-- What is asked of plans: by the organisation (subject 'organisation'), and by rotas that do not follow it (the rota's
-- id). Versioned.
CREATE TABLE planning_rules (
    subject       TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    rules         TEXT   NOT NULL,
    entered_by    TEXT   NOT NULL,
    PRIMARY KEY (subject, from_revision)
);
CREATE UNIQUE INDEX planning_rules_current ON planning_rules (subject) WHERE to_revision IS NULL;

-- Rotas that asked for something else than was usual keep asking for it, and for nothing more.
INSERT INTO planning_rules (subject, from_revision, rules, entered_by)
    SELECT rota_id, from_revision, replace(planning, '}', ',"weekly_rest_hours":0,"report_weekly_hours":null}'), 'console'
    FROM rota_rules
    WHERE to_revision IS NULL AND planning <> '{"min_rest_hours":11,"allow_back_to_back":false}';
ALTER TABLE rota_rules DROP COLUMN planning;

-- What plans know of a member beside their place in the team: days are bits from Monday = 1. Versioned.
CREATE TABLE member_planning (
    team_id       TEXT   NOT NULL REFERENCES team (id),
    person_id     TEXT   NOT NULL REFERENCES person (id),
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    experience    TEXT   NOT NULL CHECK (experience IN ('newcomer', 'regular', 'experienced')),
    days_off      BIGINT NOT NULL CHECK (days_off BETWEEN 0 AND 126),
    joins_on      TEXT,
    leaves_on     TEXT,
    entered_by    TEXT   NOT NULL,
    PRIMARY KEY (team_id, person_id, from_revision),
    CHECK (joins_on <= leaves_on)
);
CREATE UNIQUE INDEX member_planning_current ON member_planning (team_id, person_id) WHERE to_revision IS NULL;

-- Two members who are not planned on the same shift. Versioned.
CREATE TABLE apart (
    id            TEXT   NOT NULL PRIMARY KEY,
    team_id       TEXT   NOT NULL REFERENCES team (id),
    one_id        TEXT   NOT NULL REFERENCES person (id),
    other_id      TEXT   NOT NULL REFERENCES person (id),
    entered_by    TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    CHECK (one_id <> other_id)
);
CREATE UNIQUE INDEX apart_current ON apart (team_id, one_id, other_id) WHERE to_revision IS NULL;

-- The order of a rota that is planned as a plain rotation, from an instant on. Versioned.
CREATE TABLE rota_order (
    rota_id       TEXT   NOT NULL REFERENCES rota (id),
    applies_from  BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    leads         TEXT   NOT NULL,
    engineers     TEXT   NOT NULL,
    entered_by    TEXT   NOT NULL,
    PRIMARY KEY (rota_id, applies_from, from_revision)
);
CREATE UNIQUE INDEX rota_order_current ON rota_order (rota_id, applies_from) WHERE to_revision IS NULL;

-- Planning as a job: whichever node holds the lease works on it. Not an input of duty, and so not versioned.
CREATE TABLE planning_job (
    id          TEXT   NOT NULL PRIMARY KEY,
    rota_id     TEXT   NOT NULL REFERENCES rota (id),
    state       TEXT   NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
    asked       TEXT   NOT NULL,
    asked_by    TEXT   NOT NULL,
    asked_at    BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    node        TEXT,
    lease_until BIGINT,
    cancel      BIGINT NOT NULL DEFAULT 0 CHECK (cancel IN (0, 1)),
    progress    BIGINT NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1000),
    best        TEXT,
    draft_id    TEXT,
    problem     TEXT,
    ended_at    BIGINT,
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('queued', 'running')) = (ended_at IS NULL)),
    CHECK (state <> 'done' OR draft_id IS NOT NULL)
);
CREATE INDEX planning_job_rota ON planning_job (rota_id, asked_at);
CREATE INDEX planning_job_open ON planning_job (state) WHERE ended_at IS NULL;
