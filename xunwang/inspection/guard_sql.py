"""What the database itself keeps: findings do not change, and nothing changes once results are final.

Rows that an intake writes in bulk are not repeated in the audit log; the intake's own row is there, with the
digest of everything it brought. Their changes and deletions are logged one by one.
"""

from __future__ import annotations

FINDING_FIXED = """
CREATE FUNCTION inspection_finding_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.campaign_id, NEW.checked_id, NEW.verdict_id, NEW.item, NEW.is_veto, NEW.key, NEW.run, NEW.origin,
        NEW.summary, NEW.evidence, NEW.amount, NEW.restricted, NEW.pattern)
       IS DISTINCT FROM
       (OLD.campaign_id, OLD.checked_id, OLD.verdict_id, OLD.item, OLD.is_veto, OLD.key, OLD.run, OLD.origin,
        OLD.summary, OLD.evidence, OLD.amount, OLD.restricted, OLD.pattern) THEN
        RAISE EXCEPTION 'what was found does not change (finding %)', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fixed BEFORE UPDATE ON inspection_finding
    FOR EACH ROW EXECUTE FUNCTION inspection_finding_fixed();
"""
UNDO_FINDING_FIXED = """
DROP TRIGGER fixed ON inspection_finding;
DROP FUNCTION inspection_finding_fixed();
"""

FROZEN = """
CREATE FUNCTION inspection_not_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.campaign_id ELSE OLD.campaign_id END;
BEGIN
    IF EXISTS (SELECT FROM inspection_campaign
               WHERE id = number AND stage IN ('final', 'published', 'cancelled')) THEN
        RAISE EXCEPTION 'campaign % is final, % does not change', number, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
UNDO_FROZEN = "DROP FUNCTION inspection_not_frozen();"


def not_frozen(table: str) -> tuple[str, str]:
    """Statements that keep the rows of a final campaign as they are, and those that undo it."""
    return (
        f"CREATE TRIGGER not_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION inspection_not_frozen();",
        f"DROP TRIGGER not_frozen ON {table};",
    )


def audited_changes(table: str, ignored: tuple[str, ...] = ()) -> tuple[str, str]:
    """Statements that log every UPDATE and DELETE of a table, and those that undo it."""
    return (
        f"CREATE TRIGGER audited AFTER UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_change('id', '', '{','.join(ignored)}');",
        f"DROP TRIGGER audited ON {table};",
    )
