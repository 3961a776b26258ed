-- From when on each version of a policy was in force, who put it there, and which rotas served the service with it; versions
-- from before are those of the service as it was last known.
ALTER TABLE policy ADD COLUMN starts_at BIGINT;
ALTER TABLE policy ADD COLUMN published_by TEXT;
ALTER TABLE policy ADD COLUMN in_hours_rota_id TEXT REFERENCES rota (id);
ALTER TABLE policy ADD COLUMN out_of_hours_rota_id TEXT REFERENCES rota (id);
UPDATE policy SET
    starts_at = (SELECT MIN(audit.at) FROM audit WHERE audit.revision = policy.from_revision),
    published_by = (SELECT MIN(audit.actor) FROM audit WHERE audit.revision = policy.from_revision);

-- A policy that is thought about and binds nobody; one for each service.
CREATE TABLE policy_draft (
    service_id TEXT   NOT NULL PRIMARY KEY REFERENCES service (id),
    policy     TEXT   NOT NULL,
    based_on   BIGINT NOT NULL,
    saved_by   TEXT   NOT NULL,
    saved_at   BIGINT NOT NULL,
    revision   BIGINT NOT NULL
);
