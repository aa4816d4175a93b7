"""Settings of the project. Every choice of an operator comes from the environment; docs/operations.md lists them."""

from email.utils import formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from common import env
from newsroom import desk
from newsroom.sweeps import SWEEPS

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The running instance ---------------------------------------------------------------------------------------

VAR = Path(env.text("NEWSROOM_VAR", str(BASE_DIR / "var"))).absolute()
env.use_instance(
    VAR / "instance.json",
    {
        "database_url": "DATABASE_URL",
        "owner_database_url": "DATABASE_OWNER_URL",
        "redis_url": "REDIS_URL",
        "site_url": "NEWSROOM_SITE_URL",
        "demo": "NEWSROOM_DEMO",
        "data": "NEWSROOM_DATA",
        "secret_key_file": "SECRET_KEY_FILE",
        "smtp_host": "EMAIL_HOST",
        "smtp_port": "EMAIL_PORT",
        "demo_wire_url": "NEWSROOM_DEMO_WIRE_URL",
        "outbound_allow": "NEWSROOM_OUTBOUND_ALLOW",
    },
)
DATA = Path(env.text("NEWSROOM_DATA", str(VAR)))
DEMO = env.flag("NEWSROOM_DEMO")
SITE_URL = env.url("NEWSROOM_SITE_URL", "http://localhost:8000", schemes=["http", "https"]).rstrip("/")
SITE_NAME = env.text("NEWSROOM_SITE_NAME", "The Meridian" if DEMO else "Newsroom")
SITE_IS_SECURE = SITE_URL.startswith("https://")
DEMO_WIRE_URL = env.url("NEWSROOM_DEMO_WIRE_URL", schemes=["http", "https"])
DEMO_MAIL_DIR = DATA / "mail"

# --- Secrets ----------------------------------------------------------------------------------------------------


def _secret_key() -> str:
    if value := env.text("SECRET_KEY"):
        return value
    if file := env.text("SECRET_KEY_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"SECRET_KEY_FILE={file}: cannot be read ({error.strerror})."
            ) from None
    return ""


# Empty only where nothing is signed (parsing a feed, printing workflows): Django refuses the first use of an empty key.
SECRET_KEY = _secret_key()
CHECKPOINT_KEY = env.text("NEWSROOM_CHECKPOINT_KEY")
DEBUG = env.flag("NEWSROOM_DEBUG")
ALLOWED_HOSTS = env.words("NEWSROOM_ALLOWED_HOSTS", urlsplit(SITE_URL).hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "reader",
    "assist",
    "feeds",
    "comments",
    "related",
    "articles",
    "moderation",
    "notifications",
    "accounts",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_prose_editor",
    "taggit",
    "django_migration_linter",
]
try:
    import django_migration_linter  # noqa: F401 — a tool of development, absent where only requirements.txt is installed
except ImportError:
    INSTALLED_APPS.remove("django_migration_linter")

MIDDLEWARE = [
    # First, so that a stored page costs nothing else; what it stores has passed all others and carries their headers.
    "reader.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "newsroom.middleware.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsroom.middleware.StaffPagesMiddleware",
    "newsroom.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ],
        },
    },
]

# --- Database: PostgreSQL always --------------------------------------------------------------------------------

DATABASE_SCHEMES = ["postgres", "postgresql"]
DATABASE_URL = env.url("DATABASE_URL", schemes=DATABASE_SCHEMES)
DATABASE_OWNER_URL = env.url("DATABASE_OWNER_URL", DATABASE_URL, schemes=DATABASE_SCHEMES)
DATABASE_ROLE = env.choice("NEWSROOM_DATABASE_ROLE", ["app", "owner"], "app")


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(options.pop("host", "")) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "newsroom",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": env.integer("NEWSROOM_DATABASE_CONNECTION_SECONDS", 60, least=0, most=86_400),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }


DATABASES = {"default": _database(DATABASE_OWNER_URL if DATABASE_ROLE == "owner" else DATABASE_URL)}
# The role that the site runs with: given data rights after each migration (newsroom/database_roles.py).
DATABASE_APPLICATION_ROLE = unquote(urlsplit(DATABASE_URL).username or "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Valkey or Redis: broker, cache, limits ---------------------------------------------------------------------

REDIS_URL = env.url("REDIS_URL", "redis://localhost:6379/0", schemes=["redis", "rediss", "unix"])
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "newsroom",
    },
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 110
CELERY_TASK_TIME_LIMIT = 120
# Above the longest task, or Redis hands a task that is still running to a second worker.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "feeds.tasks.*": {"queue": "fetch"},
    "notifications.tasks.*": {"queue": "notify"},
    # Waits on strangers' servers, as fetching does.
    "articles.tasks.look_at_links": {"queue": "fetch"},
    # The one sweep that wants the processor: a queue of its own, so that a busy site can give it a worker of its own.
    "articles.tasks.make_renditions": {"queue": "pictures"},
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SWEEPS

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {"login": "accounts.signing_in.PasswordForm"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A mail may be late; a code is good for one sign-in and three guesses.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
# Staff enter the desk with a second factor; accounts.E001 says so where a deployment leaves it out.
REQUIRE_SECOND_FACTOR = env.flag("NEWSROOM_REQUIRE_SECOND_FACTOR", not DEMO)
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute: clocks of phones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_IS_SECURE

# --- Languages and times ----------------------------------------------------------------------------------------

LANGUAGE_CODE = env.choice("NEWSROOM_LANGUAGE", ["en", "de"], "en")
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "newsroom.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("NEWSROOM_TIME_ZONE", "Europe/Berlin")

# --- Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.static.HashedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # a text of a megabyte, and what it was, in any script

# --- Mail and outgoing requests ---------------------------------------------------------------------------------

_MAIL_SERVER = {
    "host": env.text("EMAIL_HOST", "localhost"),
    "port": env.integer("EMAIL_PORT", 25, least=1, most=65_535),
    "username": env.text("EMAIL_HOST_USER"),
    "password": env.text("EMAIL_HOST_PASSWORD"),
    "use_tls": env.flag("EMAIL_USE_TLS"),
}
MAILERS = {
    "default": {"OPTIONS": {**_MAIL_SERVER, "timeout": 10}},
    # A sign-in code leaves while its reader waits for the page: better a word soon than a code late.
    "while_waiting": {"OPTIONS": {**_MAIL_SERVER, "timeout": 5}},
}
DEFAULT_FROM_EMAIL = formataddr(
    (SITE_NAME, env.text("NEWSROOM_MAIL_FROM", f"newsroom@{urlsplit(SITE_URL).hostname}"))
)
OUTBOUND_ALLOW = env.words("NEWSROOM_OUTBOUND_ALLOW")
OUTBOUND_CONTACT = env.text("NEWSROOM_CONTACT_URL", f"{SITE_URL}/")
# Watched folders of the wires lie below it; empty: none is watched.
WIRE_FOLDER = env.text("NEWSROOM_WIRE_FOLDER")
ITEMS_KEPT_DAYS = env.integer("NEWSROOM_ITEMS_KEPT_DAYS", 180, least=7, most=3_650)
FETCHES_KEPT_DAYS = env.integer("NEWSROOM_FETCHES_KEPT_DAYS", 30, least=1, most=3_650)
_WEBSUB = env.choice("NEWSROOM_WEBSUB", ["auto", "on", "off"], "auto")
IS_WEBSUB_ON = _WEBSUB == "on" or (_WEBSUB == "auto" and SITE_IS_SECURE)
UNDO_SECONDS = env.integer("NEWSROOM_UNDO_SECONDS", 30, least=0, most=300)
SECOND_OPINION_PERCENT = env.integer("NEWSROOM_SECOND_OPINION_PERCENT", 3, least=0, most=100)
ARCHIVE_DAYS = env.integer("NEWSROOM_ARCHIVE_DAYS", 14, least=1, most=3_650)
CORRECTIONS_ADDRESS = env.text("NEWSROOM_CORRECTIONS_ADDRESS", "")

# --- The talk ---------------------------------------------------------------------------------------------------

GUEST_COMMENTS = env.flag("NEWSROOM_GUEST_COMMENTS")
PROOF_OF_WORK = env.choice("NEWSROOM_PROOF_OF_WORK", ["auto", "on", "off"], "auto")

# --- Security ---------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# The admin's theme evaluates expressions (Alpine) and sets inline styles; the editor's import map carries the nonce.
# Never "unsafe-inline" for scripts.
STAFF_CSP = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.NONCE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# What a paper never asks of a browser; passkeys alone are ours to use.
PERMISSIONS_POLICY = {
    **dict.fromkeys(("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics"), "()"),
    "publickey-credentials-get": "(self)",
}
CSRF_FAILURE_VIEW = "reader.errors.stale_form"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_SECURE
SECURE_SSL_REDIRECT = env.flag("NEWSROOM_REDIRECT_TO_HTTPS", True) and SITE_IS_SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_IS_SECURE
if env.flag("NEWSROOM_BEHIND_PROXY"):
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Words of the machine ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice("NEWSROOM_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO"),
    },
}

# --- The desk ---------------------------------------------------------------------------------------------------

UNFOLD = desk.unfold(SITE_NAME)
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
