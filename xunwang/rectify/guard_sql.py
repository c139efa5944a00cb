"""What the database itself keeps: what an order says does not change, only what becomes of it."""

from __future__ import annotations


def fixed(table: str, *columns: str) -> tuple[str, str]:
    """Statements that refuse to change these columns of a table, or to delete its rows; and those that undo it."""
    new = ", ".join(f"NEW.{name}" for name in columns)
    old = ", ".join(f"OLD.{name}" for name in columns)
    return (
        f"CREATE FUNCTION {table}_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' OR ({new}) IS DISTINCT FROM ({old}) THEN "
        f"RAISE EXCEPTION 'what was ordered does not change ({table} %)', OLD.id "
        f"USING ERRCODE = 'insufficient_privilege'; END IF; RETURN NEW; END $$; "
        f"CREATE TRIGGER fixed BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_fixed();",
        f"DROP TRIGGER fixed ON {table}; DROP FUNCTION {table}_fixed();",
    )
