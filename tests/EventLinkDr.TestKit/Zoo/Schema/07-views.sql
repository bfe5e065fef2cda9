-- Views and materialized views, some of them on each other and on keys.
CREATE VIEW simple AS SELECT *, 'it''s; $$'::text AS note FROM plain;
ALTER VIEW simple ALTER name SET DEFAULT 'of the view';
CREATE VIEW guarded WITH (security_barrier = true) AS SELECT id, name FROM plain WHERE id < 200 WITH CASCADED CHECK OPTION;
CREATE RECURSIVE VIEW counting (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counting WHERE n < 10;
-- Needs the primary key of its table, so pg_dump gives a stand-in first and the view after the data.
CREATE VIEW by_key AS SELECT plain.*, count(*) AS n FROM plain GROUP BY plain.id;
CREATE VIEW on_by_key AS SELECT id FROM by_key;
CREATE VIEW no_output AS SELECT FROM plain;
CREATE VIEW "a view, ""quoted""" ("co,l", "c""2") AS SELECT 1, E'\\'::text;

CREATE MATERIALIZED VIEW z_base WITH (fillfactor = 80) AS SELECT id % 10 AS bucket, count(*) AS n FROM plain GROUP BY 1;
CREATE UNIQUE INDEX z_base_key ON z_base (bucket);
ALTER MATERIALIZED VIEW z_base CLUSTER ON z_base_key;
CREATE MATERIALIZED VIEW a_on_base AS SELECT sum(n) AS total, (SELECT count(*) FROM by_key) AS keys FROM z_base;
CREATE MATERIALIZED VIEW never_filled AS SELECT id, name FROM plain WITH NO DATA;
CREATE INDEX never_filled_name ON never_filled (lower(name));
CREATE MATERIALIZED VIEW on_never_filled AS SELECT count(*) FROM never_filled WITH NO DATA;
