-- Sessions know whose they are. Those begun before did not, so everybody signs in once more.
DROP TABLE session;
CREATE TABLE session (
    id        TEXT   NOT NULL PRIMARY KEY,
    hash      TEXT   NOT NULL UNIQUE,
    person_id TEXT   NOT NULL REFERENCES person (id),
    epoch     BIGINT NOT NULL,
    device    TEXT   NOT NULL,
    begun_at  BIGINT NOT NULL,
    seen_at   BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person_id);

-- Tries to sign in that have not led to a sign-in, for each account and each address; both only as keyed hashes.
CREATE TABLE sign_in_try (
    subject TEXT   NOT NULL PRIMARY KEY,
    count   BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_try_last ON sign_in_try (last_at);

-- Links that let one person set their password: the secret is in the link alone, and each person has one at a time.
CREATE TABLE entry_link (
    id         TEXT   NOT NULL PRIMARY KEY,
    hash       TEXT   NOT NULL UNIQUE,
    person_id  TEXT   NOT NULL REFERENCES person (id),
    purpose    TEXT   NOT NULL CHECK (purpose IN ('invitation', 'reset')),
    made_by    TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,
    ended_at   BIGINT,
    revision   BIGINT NOT NULL,
    CHECK (used_at IS NULL OR ended_at IS NULL)
);
CREATE UNIQUE INDEX entry_link_open ON entry_link (person_id) WHERE used_at IS NULL AND ended_at IS NULL;
