"""The Kafka client, set up as it must be here. Nothing outside imports it.

Clients are made in the process and thread that use them, never before a fork.
"""
