CREATE TRIGGER pay_document_is_kept_update BEFORE UPDATE ON pay_document
BEGIN SELECT RAISE(ABORT, 'a statement of pay is kept as it was drawn up'); END;
CREATE TRIGGER pay_document_is_kept_delete BEFORE DELETE ON pay_document
BEGIN SELECT RAISE(ABORT, 'a statement of pay is kept as it was drawn up'); END;
CREATE TRIGGER pay_export_is_kept_update BEFORE UPDATE ON pay_export
BEGIN SELECT RAISE(ABORT, 'what was exported is kept'); END;
CREATE TRIGGER pay_export_is_kept_delete BEFORE DELETE ON pay_export
BEGIN SELECT RAISE(ABORT, 'what was exported is kept'); END;
CREATE TRIGGER pay_export_document_is_kept_update BEFORE UPDATE ON pay_export_document
BEGIN SELECT RAISE(ABORT, 'what was exported is kept'); END;
CREATE TRIGGER pay_export_document_is_kept_delete BEFORE DELETE ON pay_export_document
BEGIN SELECT RAISE(ABORT, 'what was exported is kept'); END;
-- Of where a statement stood only the end is written once.
CREATE TRIGGER pay_statement_is_kept_update BEFORE UPDATE ON pay_statement
WHEN OLD.to_revision IS NOT NULL OR NEW.state <> OLD.state OR NEW.person_id <> OLD.person_id OR NEW.first_day <> OLD.first_day
    OR NEW.end_day <> OLD.end_day OR COALESCE(NEW.document_id, '') <> COALESCE(OLD.document_id, '') OR NEW.changed_by <> OLD.changed_by
BEGIN SELECT RAISE(ABORT, 'where a statement of pay stood is kept'); END;
CREATE TRIGGER pay_statement_is_kept_delete BEFORE DELETE ON pay_statement
BEGIN SELECT RAISE(ABORT, 'where a statement of pay stood is kept'); END;
