-- An extension with configuration tables: only the rows its condition keeps are part of a dump.
CREATE EXTENSION eventlinkdr_zoo SCHEMA "odd schema";
INSERT INTO "odd schema".zoo_settings VALUES ('changed', 'by the user'), ('it''s', NULL);
UPDATE "odd schema".zoo_settings SET value = 'a change of a row that is not dumped' WHERE shipped;
INSERT INTO "odd schema".zoo_rules (setting, rule) VALUES ('changed', 'all of these are dumped');
SELECT setval('"odd schema".zoo_numbers', 5) \g /dev/null
