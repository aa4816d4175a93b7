"""The demo wire: two agencies that go on reporting, served on loopback."""
