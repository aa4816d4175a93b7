"""Where an item goes: rules of the desk, their tester, and the trust that a feed has earned."""
