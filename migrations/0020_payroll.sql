-- Call-outs: work done while on duty. Versioned; one without an end goes on.
CREATE TABLE call_out (
    id            TEXT   NOT NULL,
    person_id     TEXT   NOT NULL REFERENCES person (id),
    rota_id       TEXT   REFERENCES rota (id),
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT,
    place         TEXT   NOT NULL CHECK (place IN ('remote', 'on_site')),
    reason        TEXT   NOT NULL,
    entered_by    TEXT   NOT NULL,
    entered_at    BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    PRIMARY KEY (id, from_revision),
    CHECK (ends_at IS NULL OR starts_at < ends_at)
);
CREATE UNIQUE INDEX call_out_current ON call_out (id) WHERE to_revision IS NULL;
CREATE UNIQUE INDEX call_out_running ON call_out (person_id) WHERE to_revision IS NULL AND ends_at IS NULL;
CREATE INDEX call_out_person ON call_out (person_id, starts_at);

-- How often people are paid, from a date on. Versioned.
CREATE TABLE pay_cycle (
    starts_on     TEXT   NOT NULL,
    cycle         TEXT   NOT NULL,
    changed_by    TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    PRIMARY KEY (starts_on, from_revision)
);
CREATE UNIQUE INDEX pay_cycle_current ON pay_cycle (starts_on) WHERE to_revision IS NULL;

-- What a statement says, as it was submitted. Never changes.
CREATE TABLE pay_document (
    id            TEXT   NOT NULL PRIMARY KEY,
    person_id     TEXT   NOT NULL REFERENCES person (id),
    first_day     TEXT   NOT NULL,
    end_day       TEXT   NOT NULL,
    body          TEXT   NOT NULL,
    made_by       TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    CHECK (first_day < end_day)
);
CREATE INDEX pay_document_person ON pay_document (person_id, first_day);

-- Where a statement stands; one without a row is a draft. Versioned. Who approves is not who is paid.
CREATE TABLE pay_statement (
    person_id     TEXT   NOT NULL REFERENCES person (id),
    first_day     TEXT   NOT NULL,
    end_day       TEXT   NOT NULL,
    state         TEXT   NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'exported')),
    document_id   TEXT   REFERENCES pay_document (id),
    reason        TEXT   NOT NULL,
    changed_by    TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    PRIMARY KEY (person_id, first_day, from_revision),
    CHECK (first_day < end_day),
    CHECK ((state = 'draft') = (document_id IS NULL)),
    CHECK (state <> 'approved' OR changed_by <> person_id)
);
CREATE UNIQUE INDEX pay_statement_current ON pay_statement (person_id, first_day) WHERE to_revision IS NULL;
CREATE INDEX pay_statement_period ON pay_statement (first_day) WHERE to_revision IS NULL;

-- Questions about lines of a statement, and their answers.
CREATE TABLE pay_query (
    id            TEXT   NOT NULL PRIMARY KEY,
    person_id     TEXT   NOT NULL REFERENCES person (id),
    first_day     TEXT   NOT NULL,
    line          TEXT   NOT NULL,
    line_words    TEXT   NOT NULL,
    question      TEXT   NOT NULL,
    asked_by      TEXT   NOT NULL,
    asked_at      BIGINT NOT NULL,
    answer        TEXT,
    answered_by   TEXT,
    answered_at   BIGINT,
    from_revision BIGINT NOT NULL,
    CHECK ((answer IS NULL) = (answered_by IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX pay_query_statement ON pay_query (person_id, first_day);

-- What was handed to payroll: a statement, as it was printed, once.
CREATE TABLE pay_export (
    id            TEXT   NOT NULL PRIMARY KEY,
    first_day     TEXT   NOT NULL,
    end_day       TEXT   NOT NULL,
    made_by       TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    CHECK (first_day < end_day)
);
CREATE TABLE pay_export_document (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES pay_document (id),
    export_id   TEXT NOT NULL REFERENCES pay_export (id)
);
CREATE INDEX pay_export_document_export ON pay_export_document (export_id);

-- Which columns a payroll system reads, by the name it was saved under.
CREATE TABLE pay_mapping (
    name          TEXT   NOT NULL PRIMARY KEY,
    mapping       TEXT   NOT NULL,
    changed_by    TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    from_revision BIGINT NOT NULL
);

-- Time off in lieu that was taken. Versioned.
CREATE TABLE toil_taken (
    id            TEXT   NOT NULL PRIMARY KEY,
    person_id     TEXT   NOT NULL REFERENCES person (id),
    on_day        TEXT   NOT NULL,
    seconds       BIGINT NOT NULL CHECK (seconds > 0),
    note          TEXT   NOT NULL,
    entered_by    TEXT   NOT NULL,
    entered_at    BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT
);
CREATE INDEX toil_taken_person ON toil_taken (person_id, on_day);

-- After how many days time off that was not taken is lost; NULL is never.
ALTER TABLE organisation ADD COLUMN toil_expires_days BIGINT CHECK (toil_expires_days > 0);
