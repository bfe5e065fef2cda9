-- Values that a careless reader or writer would change.
CREATE TABLE texts (id integer PRIMARY KEY, value text);
INSERT INTO texts VALUES
  (1, ''), (2, NULL), (3, '\N'), (4, '\.'), (5, E'\\.\n'), (6, E'tab\there'), (7, E'CR LF\r\nLF\nCR\rend'), (8, 'back\slash\\two\'),
  (9, E'\b\f\v\x01\x7f'), (10, 'Ștefănescu Țîrlea ăâî'), (11, '🎟🦒👩‍👩‍👧'), (12, 'it''s "quoted" $$dollar$$ $a$b$a$'), (13, ' leading and trailing '),
  (14, E'-- a comment?\n/* another\n\\!\n\\connect postgres'), (15, E'COPY public.t FROM stdin;\n1\n\\.\n'),
  (16, E'--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict x'), (17, E'\\\\N'), (18, E'\ta\t'), (19, repeat('long ', 5000)), (20, E'\u2028\u0085\ufeff');
CREATE TABLE one_text (value text);
INSERT INTO one_text VALUES (''), (NULL), ('\.'), (E'\n'), ('.'), ('\'), ('x');

CREATE TABLE numbers (f4 real, f8 double precision, n numeric, i2 smallint, i8 bigint, m money);
INSERT INTO numbers VALUES
  ('NaN', 'NaN', 'NaN', -32768, -9223372036854775808, '-12.34'), ('Infinity', 'Infinity', 'Infinity', 32767, 9223372036854775807, '92233720368547758.07'),
  ('-Infinity', '-Infinity', '-Infinity', 0, 0, 0), (0.1, 0.1, 0.1000, NULL, NULL, NULL), ('-0', '-0', 0, 1, 1, 1),
  (1.17549435e-38, 2.2250738585072014e-308, 1e-1000, 1, 1, 1), (3.4028235e38, 1.7976931348623157e308, 1e1000, 1, 1, 1), (1.1, 4.35, 12345678901234567890.123456789, 1, 1, 1);

CREATE TABLE times (d date, t time, tz timetz, ts timestamp, tstz timestamptz, i interval);
INSERT INTO times VALUES
  ('infinity', '24:00:00', '23:59:59.999999+15:59', '-infinity', 'infinity', '1 year -2 mons 3 days -04:05:06.789'),
  ('4714-11-24 BC', '00:00', '00:00-15:59', '0044-03-15 12:00 BC', '294276-12-31 23:59:59.999999+00', '-178000000 years'),
  ('2026-02-03', '03:04:05.000001', '12:00+02', '2026-02-03 04:05:06', '2026-03-29 03:30:00 Europe/Bucharest', '0'), (NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE octets (id integer, b bytea, bits bit(5), varbits bit varying);
INSERT INTO octets VALUES
  (1, '', B'10101', B''), (2, NULL, NULL, NULL), (3, '\x5c2e0a5c4e0d0a00', B'00000', B'1'),
  (4, (SELECT decode(string_agg(lpad(to_hex(i), 2, '0'), '' ORDER BY i), 'hex') FROM generate_series(0, 255) i), B'11111', repeat('01', 500)::varbit);

CREATE TABLE composed (a integer[], b text[][], j json, jb jsonb, x xml, ts tsvector, tq tsquery, u uuid, ip inet, net cidr, mac macaddr, mac8 macaddr8,
  pt point, ln line, ls lseg, bx box, ph path, pg polygon, ci circle, lsn pg_lsn, c "char", n name, rc regclass, jp jsonpath, snap pg_snapshot,
  ir int4range, mr datemultirange, o oid, bp character(5), vc character varying(5));
INSERT INTO composed VALUES ('[-2:0]={1,NULL,3}', '{{a,"b\"c"},{"d\\e","NULL"}}', E'{"a" : "\\u0219\\n",\n "a": 1e5}', '{"b": [1, null, "\\t"]}', '<a b="c">d</a>',
  '''it''''s'':1A b:2,3', '''a'' & !b:*', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05',
  '(0.1,-0)', '{1,2,3}', '[(0,0),(1,1)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),1.5>', '16/B374D848', E'\\', 'a name',
  'texts', '$."a"[*] ? (@ > 1)', '10:20:10,14', '[1,5)', '{[2026-01-01,2026-01-02),[2027-01-01,)}', 4294967295, 'ab', 'ab ');
INSERT INTO composed DEFAULT VALUES;
INSERT INTO composed VALUES ('{}', '{}', '""', 'null', '', '', '', NULL, '0.0.0.0', '::/0');
