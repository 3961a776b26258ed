CREATE FUNCTION refuse_pay_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'a statement of pay is kept as it was drawn up'; END
$$ LANGUAGE plpgsql;
CREATE TRIGGER pay_document_is_kept BEFORE UPDATE OR DELETE ON pay_document
FOR EACH ROW EXECUTE FUNCTION refuse_pay_change();
CREATE TRIGGER pay_export_is_kept BEFORE UPDATE OR DELETE ON pay_export
FOR EACH ROW EXECUTE FUNCTION refuse_pay_change();
CREATE TRIGGER pay_export_document_is_kept BEFORE UPDATE OR DELETE ON pay_export_document
FOR EACH ROW EXECUTE FUNCTION refuse_pay_change();
-- Of where a statement stood only the end is written once.
CREATE TRIGGER pay_statement_is_kept_update BEFORE UPDATE ON pay_statement
FOR EACH ROW
WHEN (OLD.to_revision IS NOT NULL OR NEW.state <> OLD.state OR NEW.person_id <> OLD.person_id OR NEW.first_day <> OLD.first_day
    OR NEW.end_day <> OLD.end_day OR COALESCE(NEW.document_id, '') <> COALESCE(OLD.document_id, '') OR NEW.changed_by <> OLD.changed_by)
EXECUTE FUNCTION refuse_pay_change();
CREATE TRIGGER pay_statement_is_kept_delete BEFORE DELETE ON pay_statement
FOR EACH ROW EXECUTE FUNCTION refuse_pay_change();
