"""What moderators do about people: notes, warnings, review before publication, suspensions, bans. Nothing of it is hidden."""
