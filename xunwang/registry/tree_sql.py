"""The database keeps the unit tree: paths follow the superiors, circles are refused."""

from __future__ import annotations

TREE = """
CREATE FUNCTION registry_unit_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above text := '/';
BEGIN
    IF NEW.superior_id IS NOT NULL THEN
        -- The superior may not move while we take its path.
        SELECT path INTO above FROM registry_unit WHERE id = NEW.superior_id FOR SHARE;
        IF above IS NULL THEN
            RAISE EXCEPTION 'unit % has no superior %', NEW.id, NEW.superior_id
                USING ERRCODE = 'foreign_key_violation';
        END IF;
        IF position('/' || NEW.id || '/' IN above) > 0 THEN
            RAISE EXCEPTION 'unit % cannot be below itself', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_not_below_itself';
        END IF;
    END IF;
    NEW.path := above || NEW.id || '/';
    RETURN NEW;
END $$;

CREATE FUNCTION registry_unit_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE registry_unit SET path = '' WHERE superior_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER place BEFORE INSERT OR UPDATE OF superior_id, path ON registry_unit
    FOR EACH ROW EXECUTE FUNCTION registry_unit_place();
CREATE TRIGGER move AFTER UPDATE OF superior_id, path ON registry_unit
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION registry_unit_move();
"""
UNDO_TREE = """
DROP TRIGGER move ON registry_unit;
DROP TRIGGER place ON registry_unit;
DROP FUNCTION registry_unit_move();
DROP FUNCTION registry_unit_place();
"""
