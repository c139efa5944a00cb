"""What the database does for the audit log, in its own language.

The text that a digest covers: the previous digest, the position, then each field of the entry as
``<octets>:<text>,`` (a netstring), so that no two entries have the same text.
"""

from __future__ import annotations

FUNCTIONS = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT octet_length(coalesce(value, ''))::text || ':' || coalesce(value, '') || ','
$$;

CREATE FUNCTION audit_text(entry audit_entry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT audit_field(entry.id::text)
        || audit_field((extract(epoch FROM entry.at) * 1000000)::bigint::text)
        || audit_field(entry.actor_id::text) || audit_field(entry.actor)
        || audit_field(entry.via) || audit_field(entry.address)
        || audit_field(entry.action) || audit_field(entry.subject) || audit_field(entry.subject_id)
        || audit_field(entry.before::text) || audit_field(entry.after::text) || audit_field(entry.note)
$$;

CREATE FUNCTION audit_enter(
    action text, subject text, subject_id text, before jsonb, after jsonb, note text
) RETURNS void LANGUAGE sql AS $$
    INSERT INTO audit_entry
        (at, actor_id, actor, via, address, action, subject, subject_id, before, after, note)
    VALUES (
        clock_timestamp(),
        nullif(current_setting('xunwang.actor_id', true), '')::bigint,
        coalesce(current_setting('xunwang.actor', true), ''),
        coalesce(nullif(current_setting('xunwang.via', true), ''), session_user),
        coalesce(current_setting('xunwang.address', true), ''),
        action, subject, subject_id, before, after, note
    )
$$;

-- Arguments: key column, hidden columns (a change is recorded, the value is not), ignored columns.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hidden text[] := string_to_array(TG_ARGV[1], ',');
    ignored text[] := string_to_array(TG_ARGV[2], ',');
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) - ignored END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) - ignored END;
    id text := coalesce(new_row, old_row) ->> TG_ARGV[0];
    was jsonb;
    became jsonb;
BEGIN
    SELECT jsonb_object_agg(name, CASE WHEN name = ANY (hidden) THEN '"***"'::jsonb ELSE old_row -> name END)
               FILTER (WHERE old_row IS NOT NULL),
           jsonb_object_agg(name, CASE WHEN name = ANY (hidden) THEN '"***"'::jsonb ELSE new_row -> name END)
               FILTER (WHERE new_row IS NOT NULL)
        INTO was, became
        FROM jsonb_object_keys(coalesce(new_row, old_row)) AS name
        WHERE TG_OP <> 'UPDATE' OR old_row -> name IS DISTINCT FROM new_row -> name;
    IF TG_OP <> 'UPDATE' OR became IS NOT NULL THEN
        PERFORM audit_enter(lower(TG_OP), TG_TABLE_NAME::text, id, was, became, '');
    END IF;
    RETURN NULL;
END $$;

-- Runs when a transaction commits, one transaction after the other from here to the commit's end.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_position bigint;
    last_digest text;
BEGIN
    PERFORM pg_advisory_xact_lock(20190019, 1);
    SELECT position, digest INTO last_position, last_digest
        FROM audit_link ORDER BY position DESC LIMIT 1;
    last_position := coalesce(last_position, 0) + 1;
    INSERT INTO audit_link (position, entry_id, digest) VALUES (
        last_position, NEW.id,
        encode(sha256(convert_to(
            audit_field(coalesce(last_digest, '')) || audit_field(last_position::text) || audit_text(NEW), 'UTF8'
        )), 'hex')
    );
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""

UNDO_FUNCTIONS = """
DROP TRIGGER audit_chain ON audit_entry;
DROP FUNCTION audit_chain();
DROP FUNCTION audit_change();
DROP FUNCTION audit_enter(text, text, text, jsonb, jsonb, text);
DROP FUNCTION audit_text(audit_entry);
DROP FUNCTION audit_field(text);
DROP FUNCTION audit_refuse();
"""


def append_only(table: str) -> tuple[str, str]:
    """Statements that make a table append-only, and those that undo it."""
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_refuse();"
        f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION audit_refuse();",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_whole ON {table};",
    )


def audited(table: str, key: str, hidden: tuple[str, ...], ignored: tuple[str, ...]) -> tuple[str, str]:
    """Statements that write every change of a table into the log, and those that undo it."""
    arguments = ", ".join(f"'{value}'" for value in (key, ",".join(hidden), ",".join(ignored)))
    return (
        f"CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_change({arguments});",
        f"DROP TRIGGER audited ON {table};",
    )
