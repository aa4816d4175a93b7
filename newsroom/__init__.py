"""The project: settings, addresses, the services it starts. Composes the apps and is imported by none."""
