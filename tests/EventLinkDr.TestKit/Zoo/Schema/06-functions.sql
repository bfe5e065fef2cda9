-- Functions, procedures, aggregates, operators. The bodies hold what a reader of dumps could take for something else.
CREATE FUNCTION dollars(a integer, b text DEFAULT 'x;y') RETURNS text LANGUAGE plpgsql STABLE COST 12.5 SET search_path = pg_catalog, "odd schema" SET work_mem = '5MB' AS $body$
BEGIN
  -- a quote ' and a tag $$ and $other$ in a comment
  /* nested /* comment */ ; */
  EXECUTE $$SELECT 'COPY x FROM stdin;'$$;
  RETURN a || E'\'' || $other$ $body of something$ $other$;
END
$body$;
CREATE FUNCTION looks_like_a_dump() RETURNS text LANGUAGE sql AS $$
SELECT 'COPY public.users FROM stdin;
\.
\!
--
-- PostgreSQL database dump complete
--
\unrestrict x
' $$;
CREATE FUNCTION atomic(x integer) RETURNS integer LANGUAGE sql IMMUTABLE LEAKPROOF PARALLEL SAFE
BEGIN ATOMIC
  SELECT 1;
  SELECT CASE WHEN x > 0 THEN x * 2 ELSE (CASE x WHEN 0 THEN 0 ELSE -x END) END;
END;
CREATE FUNCTION atomic_return(a text) RETURNS text LANGUAGE sql RETURN 'begin; end; ' || a;
CREATE PROCEDURE atomic_procedure(n integer) LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO plain (name) VALUES ('from; a procedure' || n);
  DELETE FROM plain WHERE plain.id > 100000;
END;
CREATE PROCEDURE commits(INOUT n integer, OUT done boolean) LANGUAGE plpgsql AS 'BEGIN n := n + 1; done := true; COMMIT; END';
CREATE FUNCTION rows_of(lowest integer, VARIADIC more integer[]) RETURNS TABLE (id integer, "the Name" text) LANGUAGE sql STABLE ROWS 7 STRICT SECURITY DEFINER
  SET search_path FROM CURRENT AS 'SELECT id, name FROM plain WHERE id >= lowest AND id <> ALL (more)';
CREATE FUNCTION anything(anyelement, OUT pair anyarray) LANGUAGE sql AS 'SELECT ARRAY[$1, $1]';
CREATE FUNCTION "Überladen"(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION "Überladen"(text) RETURNS text LANGUAGE sql AS $$SELECT '"' || $1$$;
CREATE FUNCTION "Überladen"() RETURNS SETOF mood LANGUAGE sql AS $$SELECT unnest(enum_range(NULL::mood))$$;
CREATE FUNCTION window_number() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_row_number';

CREATE FUNCTION add_length(state integer, value text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT state + coalesce(length(value), 0)';
CREATE FUNCTION take_length(state integer, value text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT state - coalesce(length(value), 0)';
CREATE AGGREGATE total_length(text) (SFUNC = add_length, STYPE = integer, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = safe,
  MSFUNC = add_length, MINVFUNC = take_length, MSTYPE = integer, MINITCOND = '0');
CREATE AGGREGATE in_order(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE counted(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');

-- Each names the other as commutator or negator before it exists.
CREATE FUNCTION label_lt(label, label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_lt';
CREATE FUNCTION label_le(label, label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_le';
CREATE FUNCTION label_eq(label, label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE FUNCTION label_ne(label, label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'textne';
CREATE FUNCTION label_ge(label, label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_ge';
CREATE FUNCTION label_gt(label, label) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'text_gt';
CREATE FUNCTION label_cmp(label, label) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
CREATE OPERATOR <# (FUNCTION = label_lt, LEFTARG = label, RIGHTARG = label, COMMUTATOR = >#, NEGATOR = >=#, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR <=# (FUNCTION = label_le, LEFTARG = label, RIGHTARG = label, COMMUTATOR = >=#, NEGATOR = >#);
CREATE OPERATOR =# (FUNCTION = label_eq, LEFTARG = label, RIGHTARG = label, COMMUTATOR = =#, NEGATOR = <>#, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR <># (FUNCTION = label_ne, LEFTARG = label, RIGHTARG = label, COMMUTATOR = <>#, NEGATOR = =#);
CREATE OPERATOR >=# (FUNCTION = label_ge, LEFTARG = label, RIGHTARG = label, COMMUTATOR = <=#, NEGATOR = <#);
CREATE OPERATOR ># (FUNCTION = label_gt, LEFTARG = label, RIGHTARG = label, COMMUTATOR = <#, NEGATOR = <=#);
CREATE OPERATOR @#@ (FUNCTION = anything, RIGHTARG = anyelement);
CREATE OPERATOR FAMILY label_ops USING btree;
CREATE OPERATOR CLASS label_ops DEFAULT FOR TYPE label USING btree FAMILY label_ops AS
  OPERATOR 1 <#, OPERATOR 2 <=#, OPERATOR 3 =#, OPERATOR 4 >=#, OPERATOR 5 >#, FUNCTION 1 label_cmp(label, label);
CREATE TABLE labelled (l label PRIMARY KEY, n integer);
INSERT INTO labelled VALUES ('one', 1), ('two', 2);
