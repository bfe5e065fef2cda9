-- A comment on everything that can carry one.
SELECT format('COMMENT ON %s IS %L', target, 'about ' || target || E'\n\\. it''s "commented"; \\! $$')
FROM (
  SELECT CASE o.type
      WHEN 'composite type' THEN 'TYPE ' || o.identity
      WHEN 'statistics object' THEN 'STATISTICS ' || o.identity
      WHEN 'table constraint' THEN 'CONSTRAINT ' || o.identity
      WHEN 'domain constraint' THEN 'CONSTRAINT ' || quote_ident(c.conname) || ' ON DOMAIN ' || c.contypid::regtype
      WHEN 'aggregate' THEN format('AGGREGATE %s(%s)', f.oid::regproc, CASE f.pronargs WHEN 0 THEN '*' ELSE pg_get_function_identity_arguments(f.oid) END)
      ELSE upper(o.type) || ' ' || o.identity END AS target
  FROM (SELECT DISTINCT classid, objid FROM pg_depend
        WHERE refclassid = 'pg_namespace'::regclass AND refobjid = :'schema'::regnamespace
        UNION SELECT 'pg_trigger'::regclass, t.oid FROM pg_trigger t JOIN pg_class r ON r.oid = tgrelid WHERE NOT tgisinternal AND relnamespace = :'schema'::regnamespace
        UNION SELECT 'pg_policy'::regclass, p.oid FROM pg_policy p JOIN pg_class r ON r.oid = polrelid WHERE relnamespace = :'schema'::regnamespace
        UNION SELECT 'pg_constraint'::regclass, oid FROM pg_constraint WHERE connamespace = :'schema'::regnamespace
        UNION SELECT 'pg_class'::regclass, indexrelid FROM pg_index i JOIN pg_class r ON r.oid = indrelid WHERE relnamespace = :'schema'::regnamespace AND indisvalid
        UNION SELECT 'pg_rewrite'::regclass, w.oid FROM pg_rewrite w JOIN pg_class r ON r.oid = ev_class
          WHERE relnamespace = :'schema'::regnamespace AND rulename <> '_RETURN') AS found
  CROSS JOIN LATERAL pg_identify_object(classid, objid, 0) AS o
  LEFT JOIN pg_constraint c ON classid = 'pg_constraint'::regclass AND c.oid = objid
  LEFT JOIN pg_proc f ON classid = 'pg_proc'::regclass AND f.oid = objid
  WHERE o.type NOT IN ('default acl', 'publication namespace', 'extension', 'toast table')
    AND NOT (classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_class WHERE oid = objid AND relkind = 'c'))
    AND NOT (classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type t LEFT JOIN pg_class r ON r.oid = typrelid
      WHERE t.oid = objid AND (typelem <> 0 AND typsubscript = 'array_subscript_handler'::regproc OR typtype = 'm' OR relkind <> 'c')))
  UNION ALL
  SELECT format('COLUMN %s.%I', attrelid::regclass, attname) FROM pg_attribute JOIN pg_class r ON r.oid = attrelid
  WHERE relnamespace = :'schema'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND attnum > 0 AND NOT attisdropped
) AS everything ORDER BY target \gexec
COMMENT ON TABLE plain IS E'--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict x';
