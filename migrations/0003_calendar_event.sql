-- How often each calendar event was changed, and when last: an event starts where one person takes one role of a rota.
-- A row whose content is empty is an event that is gone; it keeps its count in case it comes back.
CREATE TABLE calendar_event (
    rota_id       TEXT   NOT NULL REFERENCES rota (id),
    role          TEXT   NOT NULL CHECK (role IN ('lead', 'engineer')),
    starts_at     BIGINT NOT NULL,
    content       TEXT   NOT NULL,
    sequence      BIGINT NOT NULL,
    last_modified BIGINT NOT NULL,
    PRIMARY KEY (rota_id, role, starts_at)
);
