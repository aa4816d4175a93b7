"""``make run``: everything that a newsroom needs on one machine, under one supervisor with one log.

``python -m newsroom.run`` prepares (services, migrations, demo, static files), starts the web server, the worker, the
clock and the demo's helpers, keeps them running, and ends all of them with itself. Why not a ready-made process
manager stands in ``docs/adr/0002-supervisor.md``.
"""
