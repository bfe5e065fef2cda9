-- Triggers, rules and row security, which a load must neither fire nor obey.
CREATE TABLE audit (id integer GENERATED ALWAYS AS IDENTITY, what text, who text DEFAULT 'nobody');
CREATE FUNCTION note_it() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN INSERT INTO audit (what) VALUES (TG_NAME || ' ' || coalesce(TG_ARGV[0], '')); RETURN NEW; END $$;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'a load must not come here'; END$$;
CREATE TABLE watched (id integer PRIMARY KEY, a text, b text);
INSERT INTO watched VALUES (1, 'before', 'the triggers');
CREATE TRIGGER before_row BEFORE INSERT OR UPDATE OF a, b ON watched FOR EACH ROW WHEN (NEW.a IS DISTINCT FROM 'quiet') EXECUTE FUNCTION note_it('it''s', 'a\b');
CREATE TRIGGER after_statement AFTER DELETE OR TRUNCATE ON watched FOR EACH STATEMENT EXECUTE FUNCTION note_it();
CREATE TRIGGER with_tables AFTER UPDATE ON watched REFERENCING OLD TABLE AS was NEW TABLE AS "Is" FOR EACH STATEMENT EXECUTE FUNCTION note_it();
CREATE CONSTRAINT TRIGGER at_the_end AFTER INSERT ON watched FROM plain DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_it('end');
CREATE TRIGGER "refuse all" BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER off BEFORE INSERT ON watched FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE watched DISABLE TRIGGER off, ENABLE ALWAYS TRIGGER "refuse all", ENABLE REPLICA TRIGGER with_tables;
CREATE TRIGGER instead INSTEAD OF INSERT ON simple FOR EACH ROW EXECUTE FUNCTION note_it('view');
CREATE TRIGGER on_partitions AFTER INSERT ON measured FOR EACH ROW EXECUTE FUNCTION note_it('partition');
ALTER TABLE measured_old DISABLE TRIGGER on_partitions;

CREATE TABLE ruled (id integer, note text);
INSERT INTO ruled VALUES (1, 'kept');
CREATE RULE also AS ON INSERT TO ruled DO ALSO INSERT INTO audit (what) VALUES ('rule; ' || NEW.note);
CREATE RULE never AS ON DELETE TO ruled WHERE OLD.id = 1 DO INSTEAD NOTHING;
CREATE RULE two AS ON UPDATE TO ruled DO ALSO (INSERT INTO audit (what) VALUES ('one'); INSERT INTO audit (what) VALUES ('two'); NOTIFY "zoo;");
CREATE RULE switched_off AS ON INSERT TO plain DO INSTEAD NOTHING;
ALTER TABLE plain DISABLE RULE switched_off;

CREATE TABLE secret_rows (id integer, who name DEFAULT current_user);
INSERT INTO secret_rows VALUES (1, 'zoo_reader'), (2, 'nobody');
ALTER TABLE secret_rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON secret_rows AS RESTRICTIVE FOR SELECT TO zoo_reader, zoo_owner USING (who = current_user);
CREATE POLICY "write; own" ON secret_rows FOR UPDATE USING (true) WITH CHECK (who = current_user AND id > 0);
CREATE TABLE forced_rows (id integer);
INSERT INTO forced_rows SELECT generate_series(1, 20);
ALTER TABLE forced_rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY none ON forced_rows USING (false);
TRUNCATE audit;
INSERT INTO audit (what) VALUES ('the only row: a load that fires a trigger adds more');
