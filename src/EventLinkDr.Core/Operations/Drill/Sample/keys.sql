-- Primary keys and indexes of the sample database, one statement a line: they can run side by side, table by table.

-- alembic_version
ALTER TABLE public.alembic_version ADD CONSTRAINT alembic_version_pkey PRIMARY KEY (version_num);

-- users
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE public.users ADD CONSTRAINT uq_users_email UNIQUE (email);

-- events
ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id);
CREATE INDEX ix_events_category ON public.events (category);
CREATE INDEX ix_events_city ON public.events (city);
CREATE INDEX ix_events_deleted_at ON public.events (deleted_at);
CREATE INDEX ix_events_moderation_score ON public.events (moderation_score);
CREATE INDEX ix_events_moderation_status ON public.events (moderation_status);
CREATE INDEX ix_events_start_time ON public.events (start_time);
CREATE INDEX ix_events_owner ON public.events (owner_id);

-- registrations
ALTER TABLE public.registrations ADD CONSTRAINT registrations_pkey PRIMARY KEY (id);
ALTER TABLE public.registrations ADD CONSTRAINT uq_registration UNIQUE (user_id, event_id);
CREATE INDEX ix_registrations_deleted_at ON public.registrations (deleted_at);

-- event_interactions
ALTER TABLE public.event_interactions ADD CONSTRAINT event_interactions_pkey PRIMARY KEY (id);
CREATE INDEX ix_event_interactions_event_id ON public.event_interactions (event_id);
CREATE INDEX ix_event_interactions_interaction_type ON public.event_interactions (interaction_type);
CREATE INDEX ix_event_interactions_occurred_at ON public.event_interactions (occurred_at);
CREATE INDEX ix_event_interactions_user_id ON public.event_interactions (user_id);
CREATE INDEX ix_event_interactions_user_id_occurred_at ON public.event_interactions (user_id, occurred_at);

-- tags
ALTER TABLE public.tags ADD CONSTRAINT tags_pkey PRIMARY KEY (id);
ALTER TABLE public.tags ADD CONSTRAINT uq_tags_name UNIQUE (name);

-- event_tags
ALTER TABLE public.event_tags ADD CONSTRAINT event_tags_pkey PRIMARY KEY (event_id, tag_id);

-- user_interest_tags
ALTER TABLE public.user_interest_tags ADD CONSTRAINT user_interest_tags_pkey PRIMARY KEY (user_id, tag_id);

-- user_hidden_tags
ALTER TABLE public.user_hidden_tags ADD CONSTRAINT user_hidden_tags_pkey PRIMARY KEY (user_id, tag_id);
CREATE INDEX ix_user_hidden_tags_tag_id ON public.user_hidden_tags (tag_id);
CREATE INDEX ix_user_hidden_tags_user_id ON public.user_hidden_tags (user_id);

-- user_blocked_organizers
ALTER TABLE public.user_blocked_organizers ADD CONSTRAINT user_blocked_organizers_pkey PRIMARY KEY (user_id, organizer_id);
CREATE INDEX ix_user_blocked_organizers_organizer_id ON public.user_blocked_organizers (organizer_id);
CREATE INDEX ix_user_blocked_organizers_user_id ON public.user_blocked_organizers (user_id);

-- favorite_events
ALTER TABLE public.favorite_events ADD CONSTRAINT favorite_events_pkey PRIMARY KEY (id);
ALTER TABLE public.favorite_events ADD CONSTRAINT uq_favorite_event UNIQUE (user_id, event_id);

-- notification_deliveries
ALTER TABLE public.notification_deliveries ADD CONSTRAINT notification_deliveries_pkey PRIMARY KEY (id);
ALTER TABLE public.notification_deliveries ADD CONSTRAINT uq_notification_delivery_dedupe_key UNIQUE (dedupe_key);
CREATE INDEX ix_notification_deliveries_event_id ON public.notification_deliveries (event_id);
CREATE INDEX ix_notification_deliveries_notification_type ON public.notification_deliveries (notification_type);
CREATE INDEX ix_notification_deliveries_user_id ON public.notification_deliveries (user_id);

-- user_recommendations
ALTER TABLE public.user_recommendations ADD CONSTRAINT user_recommendations_pkey PRIMARY KEY (id);
ALTER TABLE public.user_recommendations ADD CONSTRAINT uq_user_recommendation UNIQUE (user_id, event_id);
CREATE INDEX ix_user_recommendations_event_id ON public.user_recommendations (event_id);
CREATE INDEX ix_user_recommendations_generated_at ON public.user_recommendations (generated_at);
CREATE INDEX ix_user_recommendations_user_id ON public.user_recommendations (user_id);
CREATE INDEX ix_user_recommendations_user_id_rank ON public.user_recommendations (user_id, rank);

-- user_implicit_interest_tags
ALTER TABLE public.user_implicit_interest_tags ADD CONSTRAINT user_implicit_interest_tags_pkey PRIMARY KEY (id);
ALTER TABLE public.user_implicit_interest_tags ADD CONSTRAINT uq_user_implicit_interest_tag UNIQUE (user_id, tag_id);
CREATE INDEX ix_user_implicit_interest_tags_last_seen_at ON public.user_implicit_interest_tags (last_seen_at);
CREATE INDEX ix_user_implicit_interest_tags_tag_id ON public.user_implicit_interest_tags (tag_id);
CREATE INDEX ix_user_implicit_interest_tags_user_id ON public.user_implicit_interest_tags (user_id);

-- user_implicit_interest_categories
ALTER TABLE public.user_implicit_interest_categories ADD CONSTRAINT user_implicit_interest_categories_pkey PRIMARY KEY (id);
ALTER TABLE public.user_implicit_interest_categories ADD CONSTRAINT uq_user_implicit_interest_category UNIQUE (user_id, category);
CREATE INDEX ix_user_implicit_interest_categories_category ON public.user_implicit_interest_categories (category);
CREATE INDEX ix_user_implicit_interest_categories_last_seen_at ON public.user_implicit_interest_categories (last_seen_at);
CREATE INDEX ix_user_implicit_interest_categories_user_id ON public.user_implicit_interest_categories (user_id);

-- user_implicit_interest_cities
ALTER TABLE public.user_implicit_interest_cities ADD CONSTRAINT user_implicit_interest_cities_pkey PRIMARY KEY (id);
ALTER TABLE public.user_implicit_interest_cities ADD CONSTRAINT uq_user_implicit_interest_city UNIQUE (user_id, city);
CREATE INDEX ix_user_implicit_interest_cities_city ON public.user_implicit_interest_cities (city);
CREATE INDEX ix_user_implicit_interest_cities_last_seen_at ON public.user_implicit_interest_cities (last_seen_at);
CREATE INDEX ix_user_implicit_interest_cities_user_id ON public.user_implicit_interest_cities (user_id);

-- background_jobs
ALTER TABLE public.background_jobs ADD CONSTRAINT background_jobs_pkey PRIMARY KEY (id);
ALTER TABLE public.background_jobs ADD CONSTRAINT uq_background_job_dedupe_key UNIQUE (job_type, dedupe_key);
CREATE INDEX ix_background_jobs_dedupe_key ON public.background_jobs (dedupe_key);
CREATE INDEX ix_background_jobs_job_type ON public.background_jobs (job_type);
CREATE INDEX ix_background_jobs_run_at ON public.background_jobs (run_at);
CREATE INDEX ix_background_jobs_status ON public.background_jobs (status);
CREATE INDEX ix_background_jobs_status_run_at ON public.background_jobs (status, run_at);

-- audit_logs
ALTER TABLE public.audit_logs ADD CONSTRAINT audit_logs_pkey PRIMARY KEY (id);
CREATE INDEX ix_audit_logs_action ON public.audit_logs (action);
CREATE INDEX ix_audit_logs_actor_user_id ON public.audit_logs (actor_user_id);
CREATE INDEX ix_audit_logs_entity_id ON public.audit_logs (entity_id);
CREATE INDEX ix_audit_logs_entity_type ON public.audit_logs (entity_type);

-- password_reset_tokens
ALTER TABLE public.password_reset_tokens ADD CONSTRAINT password_reset_tokens_pkey PRIMARY KEY (id);
ALTER TABLE public.password_reset_tokens ADD CONSTRAINT password_reset_tokens_token_key UNIQUE (token);
CREATE INDEX ix_password_reset_tokens_id ON public.password_reset_tokens (id);

-- recommender_models
ALTER TABLE public.recommender_models ADD CONSTRAINT recommender_models_pkey PRIMARY KEY (id);
ALTER TABLE public.recommender_models ADD CONSTRAINT uq_recommender_models_model_version UNIQUE (model_version);
CREATE INDEX ix_recommender_models_is_active ON public.recommender_models (is_active);
CREATE INDEX ix_recommender_models_model_version ON public.recommender_models (model_version);
