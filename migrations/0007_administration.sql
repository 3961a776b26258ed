-- Which teams and rotas an entry of the audit is about, as it was when the entry was written.
CREATE TABLE audit_about (
    kind     TEXT   NOT NULL CHECK (kind IN ('team', 'rota')),
    id       TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (kind, id, revision, position),
    FOREIGN KEY (revision, position) REFERENCES audit (revision, position)
);
INSERT INTO audit_about (kind, id, revision, position)
    SELECT 'team', substr(subject, 6), revision, position FROM audit WHERE subject LIKE 'team %';
INSERT INTO audit_about (kind, id, revision, position)
    SELECT 'rota', substr(subject, 6), revision, position FROM audit WHERE subject LIKE 'rota %';
INSERT INTO audit_about (kind, id, revision, position)
    SELECT 'rota', cover.rota_id, audit.revision, audit.position
    FROM audit JOIN cover ON audit.subject = 'cover ' || cover.id;
INSERT INTO audit_about (kind, id, revision, position)
    SELECT 'team', rota.team_id, audit_about.revision, audit_about.position
    FROM audit_about JOIN rota ON rota.id = audit_about.id WHERE audit_about.kind = 'rota';
INSERT INTO audit_about (kind, id, revision, position)
    SELECT 'team', service.team_id, audit.revision, audit.position
    FROM audit JOIN service ON audit.subject = 'service ' || service.id;
CREATE INDEX audit_actor ON audit (actor);
CREATE INDEX audit_at ON audit (at);

-- An archived team does no duty from then on; one that was merged says into which other.
ALTER TABLE team ADD COLUMN archived_at BIGINT;
ALTER TABLE team ADD COLUMN merged_into TEXT REFERENCES team (id)
    CHECK (merged_into IS NULL OR archived_at IS NOT NULL);
