-- The tables of an EventLink database at revision 0021_weighted_implicit_signals, without their keys.
CREATE TYPE public.userrole AS ENUM ('student', 'organizator', 'admin');

CREATE TABLE public.alembic_version (version_num varchar(255) NOT NULL);

CREATE TABLE public.users (
    id serial NOT NULL,
    email varchar(255) NOT NULL,
    password_hash varchar(255) NOT NULL,
    role public.userrole NOT NULL,
    full_name varchar(255),
    org_name varchar(255),
    org_description text,
    org_logo_url varchar(500),
    org_website varchar(255),
    theme_preference varchar(10) DEFAULT 'system' NOT NULL,
    city varchar(100),
    university varchar(255),
    faculty varchar(255),
    study_level varchar(20),
    study_year integer,
    created_at timestamptz DEFAULT now() NOT NULL,
    last_seen_at timestamptz,
    is_active boolean DEFAULT true NOT NULL,
    language_preference varchar(10) DEFAULT 'system' NOT NULL,
    email_digest_enabled boolean DEFAULT false NOT NULL,
    email_filling_fast_enabled boolean DEFAULT false NOT NULL
);

CREATE TABLE public.events (
    id serial NOT NULL,
    title varchar(255) NOT NULL,
    description text,
    category varchar(100),
    start_time timestamptz NOT NULL,
    end_time timestamptz,
    location varchar(255),
    max_seats integer,
    owner_id integer NOT NULL,
    created_at timestamptz DEFAULT now(),
    cover_url varchar(500),
    status varchar(20) NOT NULL,
    publish_at timestamptz,
    deleted_at timestamptz,
    deleted_by_user_id integer,
    city varchar(100),
    moderation_score double precision DEFAULT 0 NOT NULL,
    moderation_flags json,
    moderation_status varchar(20) DEFAULT 'clean' NOT NULL,
    moderation_reviewed_at timestamptz,
    moderation_reviewed_by_user_id integer
);

CREATE TABLE public.registrations (
    id serial NOT NULL,
    user_id integer NOT NULL,
    event_id integer NOT NULL,
    registration_time timestamptz DEFAULT now(),
    attended boolean DEFAULT false NOT NULL,
    deleted_at timestamptz,
    deleted_by_user_id integer
);

CREATE TABLE public.event_interactions (
    id serial NOT NULL,
    user_id integer,
    event_id integer,
    interaction_type varchar(50) NOT NULL,
    occurred_at timestamptz DEFAULT now() NOT NULL,
    meta json
);

CREATE TABLE public.tags (id serial NOT NULL, name varchar(100) NOT NULL);
CREATE TABLE public.event_tags (event_id integer NOT NULL, tag_id integer NOT NULL);
CREATE TABLE public.user_interest_tags (user_id integer NOT NULL, tag_id integer NOT NULL);
CREATE TABLE public.user_hidden_tags (user_id integer NOT NULL, tag_id integer NOT NULL);
CREATE TABLE public.user_blocked_organizers (user_id integer NOT NULL, organizer_id integer NOT NULL);

CREATE TABLE public.favorite_events (
    id serial NOT NULL,
    user_id integer NOT NULL,
    event_id integer NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL
);

CREATE TABLE public.notification_deliveries (
    id serial NOT NULL,
    dedupe_key varchar(200) NOT NULL,
    notification_type varchar(50) NOT NULL,
    user_id integer NOT NULL,
    event_id integer,
    sent_at timestamptz DEFAULT now() NOT NULL,
    meta json
);

CREATE TABLE public.user_recommendations (
    id serial NOT NULL,
    user_id integer NOT NULL,
    event_id integer NOT NULL,
    score double precision NOT NULL,
    rank integer NOT NULL,
    model_version varchar(50),
    generated_at timestamptz DEFAULT now() NOT NULL,
    reason text
);

CREATE TABLE public.user_implicit_interest_tags (
    id serial NOT NULL,
    user_id integer NOT NULL,
    tag_id integer NOT NULL,
    last_seen_at timestamptz DEFAULT now() NOT NULL,
    score double precision DEFAULT '1' NOT NULL
);

CREATE TABLE public.user_implicit_interest_categories (
    id serial NOT NULL,
    user_id integer NOT NULL,
    category varchar(100) NOT NULL,
    score double precision DEFAULT '1' NOT NULL,
    last_seen_at timestamptz DEFAULT now() NOT NULL
);

CREATE TABLE public.user_implicit_interest_cities (
    id serial NOT NULL,
    user_id integer NOT NULL,
    city varchar(100) NOT NULL,
    score double precision DEFAULT '1' NOT NULL,
    last_seen_at timestamptz DEFAULT now() NOT NULL
);

CREATE TABLE public.background_jobs (
    id serial NOT NULL,
    job_type varchar(50) NOT NULL,
    payload json NOT NULL,
    status varchar(20) DEFAULT 'queued' NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    max_attempts integer DEFAULT 3 NOT NULL,
    run_at timestamptz DEFAULT now() NOT NULL,
    locked_at timestamptz,
    locked_by varchar(100),
    last_error text,
    created_at timestamptz DEFAULT now() NOT NULL,
    finished_at timestamptz,
    dedupe_key varchar(200)
);

CREATE TABLE public.audit_logs (
    id serial NOT NULL,
    entity_type varchar(50) NOT NULL,
    entity_id integer NOT NULL,
    action varchar(50) NOT NULL,
    actor_user_id integer,
    created_at timestamptz DEFAULT now() NOT NULL,
    meta json
);

CREATE TABLE public.password_reset_tokens (
    id serial NOT NULL,
    user_id integer NOT NULL,
    token varchar(255) NOT NULL,
    expires_at timestamptz NOT NULL,
    used boolean DEFAULT false NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL
);

CREATE TABLE public.recommender_models (
    id serial NOT NULL,
    model_version varchar(100) NOT NULL,
    feature_names json NOT NULL,
    weights json NOT NULL,
    meta json,
    is_active boolean DEFAULT false NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL
);
