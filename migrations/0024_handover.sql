-- Notes that the outgoing pair of a change of duty leaves for the incoming one; every version is kept.
CREATE TABLE handover_note (
    rota_id       TEXT   NOT NULL REFERENCES rota (id),
    starts_at     BIGINT NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    lead_id       TEXT   REFERENCES person (id),
    engineer_id   TEXT   REFERENCES person (id),
    notes         TEXT   NOT NULL,
    checklist     TEXT   NOT NULL,
    written_by    TEXT   NOT NULL,
    written_at    BIGINT NOT NULL,
    PRIMARY KEY (rota_id, starts_at, from_revision),
    CHECK (lead_id <> engineer_id)
);
CREATE UNIQUE INDEX handover_note_current ON handover_note (rota_id, starts_at) WHERE to_revision IS NULL;
CREATE INDEX handover_note_start ON handover_note (starts_at) WHERE to_revision IS NULL;

-- That the incoming pair has read them; from then on they stay as they are.
CREATE TABLE handover_taken (
    rota_id     TEXT   NOT NULL REFERENCES rota (id),
    starts_at   BIGINT NOT NULL,
    lead_id     TEXT   REFERENCES person (id),
    engineer_id TEXT   REFERENCES person (id),
    taken_by    TEXT   NOT NULL,
    taken_at    BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    PRIMARY KEY (rota_id, starts_at),
    CHECK (lead_id <> engineer_id)
);

-- Rotas that do without; a rota that is not here uses handover notes.
CREATE TABLE handover_setting (
    rota_id  TEXT   NOT NULL PRIMARY KEY REFERENCES rota (id),
    uses     BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

-- What a team goes through at each handover, as JSON, and after how many minutes notes that nobody has acknowledged are told
-- of again; 0 for never.
CREATE TABLE handover_checklist (
    team_id      TEXT   NOT NULL PRIMARY KEY REFERENCES team (id),
    items        TEXT   NOT NULL,
    remind_after BIGINT NOT NULL,
    revision     BIGINT NOT NULL
);
