"""Ends with 0 when a worker gave a sign of life in the last minute. The container's health check."""

import sys

import psycopg

from api.settings import load_settings

BEAT = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute' LIMIT 1"

with psycopg.connect(load_settings().database_url, connect_timeout=5) as connection:
    sys.exit(connection.execute(BEAT).fetchone() is None)
