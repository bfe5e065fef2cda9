-- Keys of PostgreSQL 15.
CREATE TABLE tenant_row (tenant integer, id integer, parent integer, PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, parent) REFERENCES tenant_row ON DELETE SET NULL (parent));
INSERT INTO tenant_row VALUES (1, 1, NULL), (1, 2, 1);
CREATE TABLE one_null (a integer UNIQUE NULLS NOT DISTINCT);
INSERT INTO one_null VALUES (NULL), (1);
CREATE UNLOGGED SEQUENCE unlogged_numbers START 5;
