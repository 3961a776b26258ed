-- At which revision each part of the organisation was last changed: what a node reads again to catch up with the others.
CREATE TABLE change (
    kind     TEXT   NOT NULL CHECK (kind IN ('person', 'team', 'rota', 'service', 'token', 'feed')),
    id       TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX change_revision ON change (revision);
