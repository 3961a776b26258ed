-- What people were told, as facts: they are worded for whoever reads them. The key says what once means.
CREATE TABLE inbox (
    id        TEXT   NOT NULL PRIMARY KEY,
    key       TEXT   NOT NULL UNIQUE,
    person_id TEXT   NOT NULL REFERENCES person (id),
    kind      TEXT   NOT NULL,
    payload   TEXT   NOT NULL,
    revision  BIGINT NOT NULL,
    made_at   BIGINT NOT NULL,
    read_at   BIGINT
);
CREATE INDEX inbox_made ON inbox (person_id, revision, id);
CREATE INDEX inbox_unread ON inbox (person_id) WHERE read_at IS NULL;

-- Of what people are told by mail and when, as JSON; whoever has no row has chosen nothing yet.
CREATE TABLE notice_choice (
    person_id TEXT   NOT NULL PRIMARY KEY REFERENCES person (id),
    choices   TEXT   NOT NULL,
    revision  BIGINT NOT NULL
);
