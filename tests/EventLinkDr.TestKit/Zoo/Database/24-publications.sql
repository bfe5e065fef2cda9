CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, update');
CREATE PUBLICATION "some; tables" FOR TABLE zoo.texts, zoo.measured WITH (publish_via_partition_root = true);
CREATE PUBLICATION nothing_yet;
ALTER PUBLICATION nothing_yet OWNER TO zoo_owner;
