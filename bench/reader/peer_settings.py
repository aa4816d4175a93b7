"""The peer: the same database and models, but five usual middlewares and no more."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import BASE_DIR, DATABASES
from newsroom.settings import INSTALLED_APPS as OURS

NOT_NEEDED = ("allauth", "allauth.account", "django.contrib.admin", "unfold")
INSTALLED_APPS = [app for app in OURS if app not in NOT_NEEDED]
ROOT_URLCONF = "bench.reader.peer"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "reader" / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}}
