-- What belongs to the database itself, not to its content.
ALTER DATABASE :"database" OWNER TO zoo_owner;
COMMENT ON DATABASE :"database" IS E'the zoo; it''s\nopen \\. "daily" 🦒';
ALTER DATABASE :"database" CONNECTION LIMIT 90;
ALTER DATABASE :"database" SET "DateStyle" = 'German, DMY';
ALTER DATABASE :"database" SET "IntervalStyle" = 'sql_standard';
ALTER DATABASE :"database" SET "TimeZone" = 'Asia/Kathmandu';
ALTER DATABASE :"database" SET bytea_output = 'escape';
ALTER DATABASE :"database" SET extra_float_digits = -5;
ALTER DATABASE :"database" SET search_path = zoo, "odd schema", "a.b ""c"" 🦓", '';
ALTER DATABASE :"database" SET statement_timeout = '25s';
ALTER DATABASE :"database" SET zoo.opening_hours = E'9 to 5, it''s\t"quoted"\\';
ALTER DATABASE :"database" SET default_transaction_isolation = 'serializable';
ALTER ROLE zoo_reader IN DATABASE :"database" SET work_mem = '7MB';
ALTER ROLE "zoo ""Wärter"" 🦁" IN DATABASE :"database" SET search_path = 'zoo', 'with, comma';
REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO zoo_reader WITH GRANT OPTION;
GRANT CREATE, TEMPORARY ON DATABASE :"database" TO "zoo ""Wärter"" 🦁";
