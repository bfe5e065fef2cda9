-- Event triggers, last: from here on they watch what is done.
CREATE FUNCTION zoo.forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'forbidden: %', tg_tag; END$$;
CREATE EVENT TRIGGER no_drops ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP SCHEMA') EXECUTE FUNCTION zoo.forbid();
CREATE EVENT TRIGGER "no 'new' tables" ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'CREATE INDEX', 'ALTER TABLE') EXECUTE FUNCTION zoo.forbid();
CREATE EVENT TRIGGER sleeping ON ddl_command_end EXECUTE FUNCTION zoo.forbid();
ALTER EVENT TRIGGER sleeping DISABLE;
ALTER EVENT TRIGGER no_drops ENABLE ALWAYS;
ALTER EVENT TRIGGER no_drops OWNER TO CURRENT_USER;
