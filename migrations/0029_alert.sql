-- Incidents that other programs report: whom they were told to, step by step, until somebody takes them.
CREATE TABLE alert (
    id              TEXT   NOT NULL PRIMARY KEY,
    service_id      TEXT   NOT NULL REFERENCES service (id),
    severity        TEXT   NOT NULL,
    fingerprint     TEXT   NOT NULL,
    title           TEXT   NOT NULL,
    detail          TEXT   NOT NULL,
    state           TEXT   NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
    opened_at       BIGINT NOT NULL,
    seen            BIGINT NOT NULL,
    seen_at         BIGINT NOT NULL,
    course          TEXT   NOT NULL,
    begun_at        BIGINT,
    next_at         BIGINT,
    taken_by        TEXT,
    taken_at        BIGINT,
    resolved_at     BIGINT,
    revision        BIGINT NOT NULL
);
CREATE UNIQUE INDEX alert_open ON alert (service_id, fingerprint) WHERE state <> 'resolved';
CREATE INDEX alert_due ON alert (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX alert_opened ON alert (opened_at);

-- What became of them, in order.
CREATE TABLE alert_log (
    alert_id  TEXT   NOT NULL REFERENCES alert (id),
    position  BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    kind      TEXT   NOT NULL,
    person_id TEXT   REFERENCES person (id),
    note      TEXT   NOT NULL,
    PRIMARY KEY (alert_id, position)
);
