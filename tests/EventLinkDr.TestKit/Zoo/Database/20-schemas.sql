-- Schemas, one of them with an awkward name, and the grants on public.
CREATE SCHEMA "odd schema" AUTHORIZATION zoo_owner;
CREATE SCHEMA "a.b ""c"" 🦓";
CREATE TABLE "a.b ""c"" 🦓"."t.u" (id integer PRIMARY KEY, m zoo.mood DEFAULT 'ok');
INSERT INTO "a.b ""c"" 🦓"."t.u" VALUES (1, 'sad');
CREATE TABLE public.in_public (id integer GENERATED ALWAYS AS IDENTITY REFERENCES "a.b ""c"" 🦓"."t.u", at timestamptz);
INSERT INTO public.in_public (at) VALUES ('2026-01-01');
GRANT CREATE ON SCHEMA public TO zoo_reader;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA "odd schema" TO PUBLIC;
CREATE SCHEMA empty_one;
COMMENT ON SCHEMA public IS 'no longer the standard one';
COMMENT ON SCHEMA "a.b ""c"" 🦓" IS 'it''s odd';
