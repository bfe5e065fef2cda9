CREATE TABLE @extschema@.zoo_settings (name text PRIMARY KEY, value text, shipped boolean NOT NULL DEFAULT false);
INSERT INTO @extschema@.zoo_settings VALUES ('shipped', 'with the extension', true);
CREATE TABLE @extschema@.zoo_rules (id integer GENERATED ALWAYS AS IDENTITY, setting text REFERENCES @extschema@.zoo_settings, rule text);
CREATE TABLE @extschema@.zoo_internal (a integer);
INSERT INTO @extschema@.zoo_internal VALUES (1);
CREATE SEQUENCE @extschema@.zoo_numbers;
SELECT pg_catalog.pg_extension_config_dump('@extschema@.zoo_settings', 'WHERE NOT shipped');
SELECT pg_catalog.pg_extension_config_dump('@extschema@.zoo_rules', '');
SELECT pg_catalog.pg_extension_config_dump('@extschema@.zoo_numbers', '');
