"""PostgreSQL and Valkey for a machine that has neither: the wheels' programs, started and stopped by ourselves.

Runs before Django and without it: ``python -m newsroom.services start|stop|status [--json]``. Where ``DATABASE_URL``
or ``REDIS_URL`` is set, that part is somebody else's server and nothing is started for it. What was checked about the
two wheels, and how to replace them, stands in ``docs/adr/0001-embedded-services.md``.
"""
