-- Corrections of past duty: who was there after all. They lie above plan and covers, and are only ever withdrawn.
CREATE TABLE correction (
    id               TEXT   NOT NULL PRIMARY KEY,
    rota_id          TEXT   NOT NULL REFERENCES rota (id),
    starts_at        BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    corrects         TEXT   NOT NULL CHECK (corrects IN ('lead', 'engineer', 'both')),
    lead_id          TEXT   REFERENCES person (id),
    engineer_id      TEXT   REFERENCES person (id),
    reason           TEXT   NOT NULL,
    made_by          TEXT   NOT NULL,
    made_at          BIGINT NOT NULL,
    withdrawn_by     TEXT,
    withdrawn_at     BIGINT,
    withdrawn_reason TEXT,
    from_revision    BIGINT NOT NULL,
    to_revision      BIGINT,
    CHECK (starts_at < ends_at),
    CHECK (lead_id <> engineer_id),
    CHECK (corrects <> 'lead' OR engineer_id IS NULL),
    CHECK (corrects <> 'engineer' OR lead_id IS NULL),
    CHECK (reason <> ''),
    CHECK ((withdrawn_at IS NULL) = (to_revision IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE INDEX correction_rota ON correction (rota_id, ends_at);
CREATE INDEX correction_made ON correction (from_revision);
CREATE INDEX correction_withdrawn ON correction (to_revision);

ALTER TABLE duty ADD COLUMN lead_correction_id TEXT REFERENCES correction (id);
ALTER TABLE duty ADD COLUMN engineer_correction_id TEXT REFERENCES correction (id);

-- What one revision did, for its undo.
CREATE INDEX shift_made ON shift (from_revision);
CREATE INDEX shift_ended ON shift (to_revision);
CREATE INDEX cover_made ON cover (from_revision);
CREATE INDEX cover_withdrawn ON cover (to_revision);
CREATE INDEX leave_entered ON leave_entry (from_revision);
CREATE INDEX leave_withdrawn ON leave_entry (to_revision);
