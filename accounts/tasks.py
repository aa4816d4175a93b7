"""The sweep of invitations."""

from celery import shared_task

from accounts import inviting


@shared_task(soft_time_limit=110, time_limit=120)
def mail_invitations() -> int:
    """Mail the invitations that are owed."""
    return inviting.mail_due()
