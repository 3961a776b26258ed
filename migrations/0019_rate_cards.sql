-- Who prepares pay: they see everybody's and change rate cards.
ALTER TABLE person ADD COLUMN payroll BIGINT NOT NULL DEFAULT 0 CHECK (payroll IN (0, 1));

-- A rate card is its versions.
CREATE TABLE rate_card (
    id       TEXT   NOT NULL PRIMARY KEY,
    made_by  TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

-- What a card pays from a date on, as its file says. Of versions of one date the one with the highest number counts. A
-- version that has paid somebody is never taken back.
CREATE TABLE rate_card_version (
    card_id        TEXT   NOT NULL REFERENCES rate_card (id),
    number         BIGINT NOT NULL,
    effective_from TEXT   NOT NULL,
    file           TEXT   NOT NULL,
    entered_by     TEXT   NOT NULL,
    entered_at     BIGINT NOT NULL,
    used_at        BIGINT,
    from_revision  BIGINT NOT NULL,
    to_revision    BIGINT,
    PRIMARY KEY (card_id, number),
    CHECK (number > 0),
    CHECK (used_at IS NULL OR to_revision IS NULL)
);

-- Which card pays which rota from a date on: said of the organisation (subject 'organisation'), of a team ('team' and its
-- id) or of a rota ('rota' and its id), of which the most particular counts. Without a card nothing is paid. Versioned.
CREATE TABLE rate_card_use (
    subject       TEXT   NOT NULL,
    applies_from  TEXT   NOT NULL,
    card_id       TEXT   REFERENCES rate_card (id),
    entered_by    TEXT   NOT NULL,
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    PRIMARY KEY (subject, applies_from, from_revision)
);
CREATE UNIQUE INDEX rate_card_use_current ON rate_card_use (subject, applies_from) WHERE to_revision IS NULL;
CREATE INDEX rate_card_use_card ON rate_card_use (card_id);

-- What pay knows of a person from a date on; an empty text is as usual. Versioned.
CREATE TABLE person_pay (
    person_id      TEXT   NOT NULL REFERENCES person (id),
    applies_from   TEXT   NOT NULL,
    grade          TEXT   NOT NULL,
    holiday_region TEXT   NOT NULL,
    zone           TEXT   NOT NULL,
    wishes_toil    BIGINT NOT NULL CHECK (wishes_toil IN (0, 1)),
    entered_by     TEXT   NOT NULL,
    from_revision  BIGINT NOT NULL,
    to_revision    BIGINT,
    PRIMARY KEY (person_id, applies_from, from_revision)
);
CREATE UNIQUE INDEX person_pay_current ON person_pay (person_id, applies_from) WHERE to_revision IS NULL;
