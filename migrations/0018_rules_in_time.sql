-- A rota's rules hold from an instant on, until the next of the rota do: several are current at once.
CREATE TABLE rota_rules_in_time (
    rota_id          TEXT   NOT NULL REFERENCES rota (id),
    starts_at        BIGINT NOT NULL,
    from_revision    BIGINT NOT NULL,
    to_revision      BIGINT,
    zone             TEXT   NOT NULL,
    coverage         TEXT   NOT NULL,
    handover         TEXT   NOT NULL,
    office_hours     TEXT   NOT NULL,
    holiday_calendar TEXT   NOT NULL,
    PRIMARY KEY (rota_id, starts_at, from_revision)
);
INSERT INTO rota_rules_in_time (rota_id, starts_at, from_revision, to_revision, zone, coverage, handover, office_hours, holiday_calendar)
SELECT rota_id, -62135596800, from_revision, to_revision, zone, coverage, handover, office_hours, holiday_calendar FROM rota_rules;
DROP TABLE rota_rules;
ALTER TABLE rota_rules_in_time RENAME TO rota_rules;
CREATE UNIQUE INDEX rota_rules_current ON rota_rules (rota_id, starts_at) WHERE to_revision IS NULL;
CREATE INDEX rota_rules_made ON rota_rules (from_revision);
CREATE INDEX rota_rules_ended ON rota_rules (to_revision);
