-- Bytes that are no text in any one encoding.
CREATE TABLE bytes (id integer PRIMARY KEY, b text);
INSERT INTO bytes SELECT i, E'\\'|| chr(9) || convert_from(decode(lpad(to_hex(i), 2, '0'), 'hex'), 'SQL_ASCII') || 'x' FROM generate_series(1, 255) i;
SELECT format('CREATE TABLE %I (a text DEFAULT %L)', name, name) FROM convert_from('\xe9ff22a0', 'SQL_ASCII') AS name \gexec
SELECT format('INSERT INTO %I VALUES (%L)', name, name) FROM convert_from('\xe9ff22a0', 'SQL_ASCII') AS name \gexec
SELECT format('COMMENT ON TABLE bytes IS %L', name) FROM convert_from('\xc3285cfe', 'SQL_ASCII') AS name \gexec
SELECT format('CREATE FUNCTION f() RETURNS text LANGUAGE sql AS %L', 'SELECT ''' || name || ';''::text') FROM convert_from('\x80bf', 'SQL_ASCII') AS name \gexec
