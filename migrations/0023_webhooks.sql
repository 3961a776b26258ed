-- Where other programs are told what happens. The secret derives from id and generation with the server's key.
CREATE TABLE webhook (
    id            TEXT   NOT NULL PRIMARY KEY,
    team_id       TEXT   REFERENCES team (id),
    name          TEXT   NOT NULL,
    address       TEXT   NOT NULL,
    events        TEXT   NOT NULL,
    owner_id      TEXT   NOT NULL REFERENCES person (id),
    generation    BIGINT NOT NULL,
    rotated_at    BIGINT,
    state         TEXT   NOT NULL CHECK (state IN ('on', 'off', 'failed', 'removed')),
    failing_since BIGINT,
    made_at       BIGINT NOT NULL,
    revision      BIGINT NOT NULL
);

-- What goes to a webhook waits in the outbox with the rest; the status is what was answered the last time.
ALTER TABLE notice ADD COLUMN webhook_id TEXT REFERENCES webhook (id);
ALTER TABLE notice ADD COLUMN answered BIGINT;
CREATE INDEX notice_webhook ON notice (webhook_id, made_at);
