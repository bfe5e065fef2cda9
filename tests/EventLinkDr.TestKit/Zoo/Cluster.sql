-- What the zoo needs beside its database: roles and a tablespace, once in a cluster.
SELECT pg_catalog.pg_advisory_lock(7001) \g /dev/null
SET allow_in_place_tablespaces = on;
SELECT 'CREATE TABLESPACE zoo_space LOCATION ''''' WHERE NOT EXISTS (SELECT FROM pg_tablespace WHERE spcname = 'zoo_space') \gexec
SELECT 'CREATE ROLE zoo_owner NOLOGIN' WHERE to_regrole('zoo_owner') IS NULL \gexec
SELECT 'CREATE ROLE zoo_reader NOLOGIN' WHERE to_regrole('zoo_reader') IS NULL \gexec
SELECT 'CREATE ROLE "zoo ""Wärter"" 🦁" NOLOGIN' WHERE to_regrole('"zoo ""Wärter"" 🦁"') IS NULL \gexec
GRANT CREATE ON TABLESPACE zoo_space TO zoo_owner;
SELECT pg_catalog.pg_advisory_unlock(7001) \g /dev/null
