CREATE VIEW as_the_caller WITH (security_invoker = true) AS SELECT 1 AS one;
