-- Each of those who come acknowledges for themselves, or a manager for them; until then they are waited for.
CREATE TABLE handover_acknowledged (
    rota_id     TEXT   NOT NULL REFERENCES rota (id),
    starts_at   BIGINT NOT NULL,
    person_id   TEXT   NOT NULL REFERENCES person (id),
    lead_id     TEXT   REFERENCES person (id),
    engineer_id TEXT   REFERENCES person (id),
    taken_by    TEXT   NOT NULL,
    taken_at    BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    PRIMARY KEY (rota_id, starts_at, person_id),
    CHECK (lead_id <> engineer_id)
);
-- Until now one of them did so for both.
INSERT INTO handover_acknowledged (rota_id, starts_at, person_id, lead_id, engineer_id, taken_by, taken_at, revision)
SELECT rota_id, starts_at, lead_id, lead_id, engineer_id, taken_by, taken_at, revision FROM handover_taken
WHERE lead_id IS NOT NULL;
INSERT INTO handover_acknowledged (rota_id, starts_at, person_id, lead_id, engineer_id, taken_by, taken_at, revision)
SELECT rota_id, starts_at, engineer_id, lead_id, engineer_id, taken_by, taken_at, revision FROM handover_taken
WHERE engineer_id IS NOT NULL;
DROP TABLE handover_taken;
