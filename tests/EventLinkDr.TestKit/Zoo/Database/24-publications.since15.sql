CREATE PUBLICATION filtered FOR TABLE zoo.plain (id, name) WHERE (id > 5 AND name <> 'x;y');
CREATE PUBLICATION of_a_schema FOR TABLES IN SCHEMA "odd schema", TABLE zoo.numbers WHERE (i2 IS NOT NULL);
