-- Names that need care.
CREATE TABLE "quote "" and ' and \ and ; and $$" ("col "" '' \" integer, "select" text, "a,b" text, "(" text, " " text);
INSERT INTO "quote "" and ' and \ and ; and $$" VALUES (1, 'a', 'b', 'c', 'd');
CREATE TABLE "line
break" ("col
umn" text DEFAULT E'x\ny', CONSTRAINT "check
this" CHECK ("col
umn" <> ''));
INSERT INTO "line
break" VALUES ('under a name with a line break');
CREATE INDEX "index
break" ON "line
break" ("col
umn");
CREATE TABLE "emoji 🦒 ștț" ("🐘" integer PRIMARY KEY);
INSERT INTO "emoji 🦒 ștț" VALUES (1), (2);
-- 63 bytes, the last character of four.
CREATE TABLE "sixty-three bytes of a name whose last four are one animal 🐢" (a integer);
INSERT INTO "sixty-three bytes of a name whose last four are one animal 🐢" VALUES (63);
CREATE TABLE "UPPER" (a integer);
CREATE TABLE upper (a integer);
CREATE TABLE "1st.table" ("$1" text, "%s" text);
INSERT INTO "1st.table" VALUES ('$1', '%s');
CREATE TABLE "tab	name" ("c	" integer);
INSERT INTO "tab	name" VALUES (9);
CREATE TABLE "-- comment" (a integer);
CREATE TABLE "/* open" (a integer);
INSERT INTO "/* open" VALUES (1);
CREATE TABLE "user" ("order" integer, "table" integer, ctid_ integer, "COPY" text);
INSERT INTO "user" VALUES (1, 2, 3, '4');
CREATE TABLE "FROM stdin;" ("FROM stdin;" text);
INSERT INTO "FROM stdin;" VALUES ('FROM stdin;');
