"""Mails to readers who need no account: breaking news and the newsletter."""
