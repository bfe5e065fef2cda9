-- Keys and checks: deferrable, circular, exclusive, not validated.
CREATE TABLE hen (id integer PRIMARY KEY, egg_id integer, UNIQUE (egg_id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE egg (id integer PRIMARY KEY, hen_id integer REFERENCES hen DEFERRABLE INITIALLY DEFERRED);
INSERT INTO hen SELECT i, i FROM generate_series(1, 10) i;
INSERT INTO egg SELECT i, 11 - i FROM generate_series(1, 10) i;
ALTER TABLE hen ADD CONSTRAINT hen_egg FOREIGN KEY (egg_id) REFERENCES egg DEFERRABLE;
ALTER TABLE egg ADD CONSTRAINT egg_hen_again FOREIGN KEY (hen_id) REFERENCES hen ON UPDATE CASCADE ON DELETE SET NULL;

CREATE TABLE staff (id integer PRIMARY KEY, boss integer REFERENCES staff ON DELETE SET DEFAULT, a integer, b integer, UNIQUE (a, b));
INSERT INTO staff VALUES (1, 1, 1, 1), (2, 3, 1, 2), (3, 2, NULL, NULL);
CREATE TABLE staff_pair (a integer, b integer, FOREIGN KEY (a, b) REFERENCES staff (a, b) MATCH FULL);
INSERT INTO staff_pair VALUES (1, 2), (NULL, NULL);

CREATE TABLE booking (room int4range, during tsrange, EXCLUDE USING gist (room WITH &&, during WITH &&) WHERE (NOT isempty(during)),
  CONSTRAINT after_each_other EXCLUDE USING gist (during WITH -|-) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO booking VALUES ('[1,2)', '[2026-01-01 10:00,2026-01-01 11:00)'), ('[2,3)', '[2026-01-01 10:30,2026-01-01 12:00)');

-- Rows that break a constraint which never was validated must come back all the same.
CREATE TABLE unchecked (a integer, b integer);
INSERT INTO unchecked VALUES (-1, 99), (1, 1);
ALTER TABLE unchecked ADD CONSTRAINT positive_a CHECK (a > 0) NOT VALID, ADD CONSTRAINT known_hen FOREIGN KEY (b) REFERENCES hen NOT VALID;

CREATE TABLE orders (id integer, part integer, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1);
CREATE TABLE orders_2 PARTITION OF orders FOR VALUES IN (2);
CREATE TABLE order_lines (order_id integer, part integer, line integer, FOREIGN KEY (order_id, part) REFERENCES orders ON DELETE CASCADE) PARTITION BY LIST (part);
CREATE TABLE order_lines_1 PARTITION OF order_lines FOR VALUES IN (1);
CREATE TABLE order_lines_2 PARTITION OF order_lines FOR VALUES IN (2);
INSERT INTO orders SELECT i, 1 + i % 2 FROM generate_series(1, 10) i;
INSERT INTO order_lines SELECT i, 1 + i % 2, l FROM generate_series(1, 10) i, generate_series(1, 3) l;
