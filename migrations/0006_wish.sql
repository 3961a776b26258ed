-- What people would like of a plan: on given days, or each week. Versioned as leave is.
CREATE TABLE wish (
    id            TEXT   NOT NULL PRIMARY KEY,
    person_id     TEXT   NOT NULL REFERENCES person (id),
    kind          TEXT   NOT NULL CHECK (kind IN ('avoid', 'want')),
    weight        BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 9),
    starts_at     BIGINT,
    ends_at       BIGINT,
    weekday       BIGINT CHECK (weekday BETWEEN 1 AND 7),
    part          TEXT CHECK (part IN ('day', 'night')),
    entered_by    TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
    CHECK (starts_at < ends_at),
    CHECK ((starts_at IS NULL) = (weekday IS NOT NULL OR part IS NOT NULL))
);
CREATE INDEX wish_person ON wish (person_id);
