-- One database and one role a service; no role can even connect to another's database.
-- Passwords for development only: the databases are reached from the containers alone.

CREATE ROLE enrollment LOGIN PASSWORD 'development-only';
CREATE ROLE partnerships LOGIN PASSWORD 'development-only';
CREATE ROLE accountability LOGIN PASSWORD 'development-only';

-- An open transaction hides newer events from every reader, so a forgotten one is ended.
ALTER ROLE enrollment SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE partnerships SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE accountability SET idle_in_transaction_session_timeout = '30s';

CREATE DATABASE enrollment OWNER enrollment;
CREATE DATABASE partnerships OWNER partnerships;
CREATE DATABASE accountability OWNER accountability;

REVOKE ALL ON DATABASE enrollment FROM PUBLIC;
REVOKE ALL ON DATABASE partnerships FROM PUBLIC;
REVOKE ALL ON DATABASE accountability FROM PUBLIC;
