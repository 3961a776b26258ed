-- Offers of duty: what is offered never changes; where an offer stands is versioned, and answers are only added.
CREATE TABLE offer (
    id               TEXT   NOT NULL PRIMARY KEY,
    rota_id          TEXT   NOT NULL REFERENCES rota (id),
    role             TEXT   NOT NULL CHECK (role IN ('lead', 'engineer')),
    starts_at        BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    giver_id         TEXT   NOT NULL REFERENCES person (id),
    wanted_rota_id   TEXT   REFERENCES rota (id),
    wanted_role      TEXT   CHECK (wanted_role IN ('lead', 'engineer')),
    wanted_starts_at BIGINT,
    wanted_ends_at   BIGINT,
    anyone           BIGINT NOT NULL CHECK (anyone IN (0, 1)),
    open_until       BIGINT NOT NULL,
    needs_approval   BIGINT NOT NULL CHECK (needs_approval IN (0, 1)),
    note             TEXT   NOT NULL,
    made_by          TEXT   NOT NULL,
    made_at          BIGINT NOT NULL,
    from_revision    BIGINT NOT NULL,
    CHECK (starts_at < ends_at),
    CHECK (made_at < open_until AND open_until <= starts_at),
    CHECK ((wanted_rota_id IS NULL) = (wanted_role IS NULL)),
    CHECK ((wanted_rota_id IS NULL) = (wanted_starts_at IS NULL)),
    CHECK ((wanted_rota_id IS NULL) = (wanted_ends_at IS NULL)),
    CHECK (wanted_starts_at IS NULL OR (wanted_starts_at < wanted_ends_at AND open_until <= wanted_starts_at)),
    CHECK (wanted_rota_id IS NULL OR anyone = 0)
);
CREATE INDEX offer_giver ON offer (giver_id, made_at);

-- Whom it goes to, unless to anyone.
CREATE TABLE offer_person (
    offer_id  TEXT NOT NULL REFERENCES offer (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (offer_id, person_id)
);
CREATE INDEX offer_person_person ON offer_person (person_id);

-- Who has declined or accepted; the latest answer of somebody counts.
CREATE TABLE offer_answer (
    offer_id  TEXT   NOT NULL REFERENCES offer (id),
    person_id TEXT   NOT NULL REFERENCES person (id),
    revision  BIGINT NOT NULL,
    answer    TEXT   NOT NULL CHECK (answer IN ('accepted', 'declined')),
    at        BIGINT NOT NULL,
    PRIMARY KEY (offer_id, person_id, revision)
);

-- Where it stands. Versioned.
CREATE TABLE offer_state (
    offer_id      TEXT   NOT NULL REFERENCES offer (id),
    from_revision BIGINT NOT NULL,
    to_revision   BIGINT,
    state         TEXT   NOT NULL CHECK (state IN ('open', 'accepted', 'applied', 'declined', 'withdrawn', 'expired', 'cancelled', 'refused')),
    taker_id      TEXT   REFERENCES person (id),
    changed_by    TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (offer_id, from_revision),
    CHECK ((state IN ('accepted', 'applied', 'refused')) = (taker_id IS NOT NULL)),
    CHECK (to_revision IS NULL OR state IN ('open', 'accepted'))
);
CREATE UNIQUE INDEX offer_state_current ON offer_state (offer_id) WHERE to_revision IS NULL;
CREATE UNIQUE INDEX offer_state_applied ON offer_state (offer_id) WHERE state = 'applied';
CREATE INDEX offer_state_pending ON offer_state (state) WHERE to_revision IS NULL AND state IN ('open', 'accepted');

-- The covers by which it was applied.
CREATE TABLE offer_cover (
    offer_id TEXT NOT NULL REFERENCES offer (id),
    cover_id TEXT NOT NULL PRIMARY KEY REFERENCES cover (id)
);

-- Whether a manager of the team has to approve what is accepted.
ALTER TABLE team ADD COLUMN offers_need_approval BIGINT NOT NULL DEFAULT 0 CHECK (offers_need_approval IN (0, 1));

-- Which rotas somebody is on.
CREATE INDEX duty_lead ON duty (lead_id, starts_at);
CREATE INDEX duty_engineer ON duty (engineer_id, starts_at);
