"""People and the roles they hold."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.skeletons import skeleton


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person; the address is the sign-in and is compared without case. Without password: by code only."""
        user = self.model(email=self.normalize_email(email), **fields)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store an administrator (Django's own command calls this)."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: reader or staff. Erasure empties the row and keeps it, so that decisions still name somebody."""

    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("display name"), max_length=60)
    # By what others may take the name for: written with it, asked when somebody chooses a name.
    name_skeleton = models.CharField(max_length=240, blank=True, default="", db_default="", editable=False)
    is_staff = models.BooleanField(_("may enter the desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    language = models.CharField(_("language"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    # Part of what every session is signed with: one more, and all of them have ended.
    session_generation = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    # Whether measures of the talk may hold for them: so pages need not ask about everybody else. Kept by comments.measures.
    has_measures = models.BooleanField(default=False, db_default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]
        indexes = [
            models.Index(
                fields=["name_skeleton"],
                condition=~models.Q(name_skeleton=""),
                name="accounts_user_name_skeleton",
            )
        ]

    def __str__(self) -> str:
        return gettext("Erased account") if self.erased_at else self.display_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django; the skeleton follows the name wherever that is written."""
        self.name_skeleton = skeleton(self.display_name)[:240]
        fields = kwargs.get("update_fields")
        if fields is not None and "display_name" in fields:
            kwargs["update_fields"] = {*fields, "name_skeleton"}
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own, which a changed password changes; here the generation does as well."""
        signed: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]  # the stubs leave it out
        return f"{signed}:{self.session_generation}" if self.session_generation else signed

    @property
    def is_guest(self) -> bool:
        """Whether they only ever confirmed an address to write, and never signed in."""
        return self.last_login is None and not self.is_staff and not self.has_usable_password()

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class Membership(models.Model):
    """One role of a person, in one section (its slug) or, empty, in all."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    section = models.SlugField(
        _("section"), blank=True, help_text=_("Slug of a section; empty: all sections.")
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "section"], name="accounts_membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="accounts_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}" + (f" ({self.section})" if self.section else "")
