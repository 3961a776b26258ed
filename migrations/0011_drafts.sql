-- Several drafts of a rota at once, edited by hand: what is locked, what stands against a rule and why, and every edit,
-- so that it can be undone and done again.

ALTER TABLE draft_shift RENAME TO draft_shift_before;
ALTER TABLE draft RENAME TO draft_before;

CREATE TABLE draft (
    id             TEXT   NOT NULL PRIMARY KEY,
    rota_id        TEXT   NOT NULL REFERENCES rota (id),
    name           TEXT   NOT NULL,
    starts_at      BIGINT NOT NULL,
    ends_at        BIGINT NOT NULL,
    rules_revision BIGINT NOT NULL,
    base_revision  BIGINT NOT NULL,
    summary        TEXT   NOT NULL,
    made_by        TEXT   NOT NULL,
    made_at        BIGINT NOT NULL,
    revision       BIGINT NOT NULL,
    edits_in_force BIGINT NOT NULL DEFAULT 0,
    discarded_at   BIGINT,
    published_at   BIGINT,
    CHECK (name <> ''),
    CHECK (starts_at < ends_at),
    CHECK (edits_in_force >= 0)
);

CREATE INDEX draft_of_rota ON draft (rota_id, made_at);

CREATE TABLE draft_shift (
    draft_id         TEXT   NOT NULL REFERENCES draft (id),
    shift_id         TEXT   NOT NULL,
    starts_at        BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    stretches        TEXT   NOT NULL,
    lead_id          TEXT   REFERENCES person (id),
    engineer_id      TEXT   REFERENCES person (id),
    lead_locked      BIGINT NOT NULL DEFAULT 0,
    engineer_locked  BIGINT NOT NULL DEFAULT 0,
    lead_against     TEXT,
    engineer_against TEXT,
    PRIMARY KEY (draft_id, starts_at),
    CHECK (starts_at < ends_at),
    CHECK (lead_id <> engineer_id),
    CHECK (lead_locked = 0 OR (lead_locked = 1 AND lead_id IS NOT NULL)),
    CHECK (engineer_locked = 0 OR (engineer_locked = 1 AND engineer_id IS NOT NULL))
);

-- An edit is in force up to the draft's edits_in_force; a later one can be done again until another edit takes its place.
CREATE TABLE draft_edit (
    draft_id      TEXT   NOT NULL REFERENCES draft (id),
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    position      BIGINT NOT NULL,
    changes       TEXT   NOT NULL,
    made_by       TEXT   NOT NULL,
    made_at       BIGINT NOT NULL,
    PRIMARY KEY (draft_id, from_revision),
    CHECK (position > 0),
    CHECK (to_revision IS NULL OR to_revision > from_revision)
);

INSERT INTO draft (id, rota_id, name, starts_at, ends_at, rules_revision, base_revision, summary, made_by, made_at, revision)
SELECT rota_id, rota_id, 'Draft 1', starts_at, ends_at, rules_revision, revision, summary, made_by, made_at, revision
FROM draft_before;

INSERT INTO draft_shift (draft_id, shift_id, starts_at, ends_at, stretches, lead_id, engineer_id)
SELECT rota_id, shift_id, starts_at, ends_at, stretches, lead_id, engineer_id FROM draft_shift_before;

DROP TABLE draft_shift_before;
DROP TABLE draft_before;
