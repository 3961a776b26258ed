-- Writes that came with a key of the caller's own, and what was answered to them: what is sent twice is done once.
CREATE TABLE keyed_request (
    token_id  TEXT   NOT NULL REFERENCES token (id),
    key       TEXT   NOT NULL,
    -- The digest of what was asked.
    request   TEXT   NOT NULL,
    -- Whoever works on it.
    claim     TEXT   NOT NULL,
    begun_at  BIGINT NOT NULL,
    -- Of the write that it led to, noted in that write.
    revision  BIGINT,
    -- What was answered.
    status    BIGINT,
    headers   TEXT,
    body      TEXT,
    PRIMARY KEY (token_id, key)
);
CREATE INDEX keyed_request_begun ON keyed_request (begun_at);
