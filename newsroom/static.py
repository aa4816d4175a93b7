"""Static files under names that carry their content's hash, so that they may be kept for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; a file that a theme names but does not ship is no reason to fail."""

    manifest_strict = False
