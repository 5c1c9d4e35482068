"""Histories of partnerships as structured CloudEvents: realistic, hostile, or by the thousand."""
