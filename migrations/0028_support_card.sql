-- What a service promises, how its users raise an issue, and what its Lead and Engineer each do, as JSON.
CREATE TABLE support_card (
    service_id TEXT   NOT NULL PRIMARY KEY REFERENCES service (id),
    card       TEXT   NOT NULL,
    revision   BIGINT NOT NULL
);
