-- Notices to send: each is written with the change that causes it, and taken by one node at a time.
CREATE TABLE notice (
    id            TEXT   NOT NULL PRIMARY KEY,
    key           TEXT   NOT NULL UNIQUE,
    channel       TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    payload       TEXT   NOT NULL,
    person_id     TEXT   REFERENCES person (id),
    address       TEXT   NOT NULL,
    state         TEXT   NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'dropped')),
    tries         BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    claim         TEXT,
    claimed_until BIGINT,
    reason        TEXT,
    made_at       BIGINT NOT NULL,
    ended_at      BIGINT,
    CHECK ((state = 'queued') = (ended_at IS NULL)),
    CHECK ((claim IS NULL) = (claimed_until IS NULL))
);
CREATE INDEX notice_due ON notice (state, due_at);
CREATE INDEX notice_made ON notice (made_at);

-- How to reach a person, in their own order, as JSON; in place of the one telephone number.
ALTER TABLE person ADD COLUMN contacts TEXT NOT NULL DEFAULT '[]';
UPDATE person SET contacts = '[{"id":"' || id || '","kind":"phone","value":"' || phone || '"}]' WHERE phone IS NOT NULL;
ALTER TABLE person DROP COLUMN phone;

-- Codes by which a person shows that a contact method reaches them. The code derives from the id with the server's key.
CREATE TABLE contact_code (
    contact_id TEXT   NOT NULL PRIMARY KEY,
    id         TEXT   NOT NULL UNIQUE,
    person_id  TEXT   NOT NULL REFERENCES person (id),
    value      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL
);
CREATE INDEX contact_code_expiry ON contact_code (expires_at);
