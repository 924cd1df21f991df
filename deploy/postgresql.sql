-- Two roles in PostgreSQL (15 or later): `portal_owner` owns the tables and migrates them, `portal` serves the site.
-- Whoever takes over the server's process can then neither lift the triggers that guard the log of moderation, nor
-- alter a table.
-- Run it as a superuser in the portal's own database, before the first `migrate`; running it again does no harm:
--     runuser -u postgres -- psql -d portal -f /srv/portal/deploy/postgresql.sql
-- docs/deploy.md tells which DATABASE_URL is used when. No password stands here.

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'portal_owner') THEN
        CREATE ROLE portal_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'portal') THEN
        CREATE ROLE portal LOGIN;
    END IF;
    EXECUTE format('ALTER DATABASE %I OWNER TO portal_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO portal', current_database());
END $$;

-- A statement that takes long would keep the others waiting; so would a migration that waits for a table behind one.
ALTER ROLE portal SET statement_timeout = '60s';
ALTER ROLE portal SET lock_timeout = '10s';
-- A server that falls silent within a transaction (frozen, cut off) would keep its locks for hours.
ALTER ROLE portal SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE portal_owner SET lock_timeout = '5s';

-- Whoever may create something in a schema could put another function or table before ours.
ALTER SCHEMA public OWNER TO portal_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal;

-- What stands there, and what migrations will make. Neither TRUNCATE nor TRIGGER nor REFERENCES is granted.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO portal;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO portal;  -- `backup` reads them

