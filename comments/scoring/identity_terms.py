"""Names of groups of people. A text must not be taken for a worse one because it names one of them: a model is measured by
putting these into texts on which people decided."""

TERMS = {
    "en": (
        "women", "men", "gay", "lesbian", "transgender", "straight", "black", "white", "asian", "muslim", "jewish",
        "christian", "atheist", "immigrant", "refugee", "disabled", "blind", "deaf", "old", "young", "turkish", "polish",
        "roma",
    ),
    "de": (
        "Frauen", "Männer", "schwul", "lesbisch", "transgender", "schwarz", "weiß", "muslimisch", "jüdisch", "christlich",
        "Migrantin", "Flüchtling", "behindert", "blind", "gehörlos", "alt", "jung", "türkisch", "polnisch", "ostdeutsch",
        "Roma",
    ),
    "fr": (
        "femmes", "hommes", "gay", "lesbienne", "transgenre", "noir", "blanc", "musulman", "juif", "chrétien", "immigré",
        "réfugié", "handicapé", "aveugle", "sourd", "vieux", "jeune",
    ),
    "it": ("donne", "uomini", "gay", "lesbica", "nero", "bianco", "musulmano", "ebreo", "cristiano", "immigrato", "disabile"),
    "es": ("mujeres", "hombres", "gay", "lesbiana", "negro", "blanco", "musulmán", "judío", "cristiano", "inmigrante", "gitano"),
}  # fmt: skip


def terms_of(languages: set[str]) -> list[str]:
    """The terms of these languages, each once; those of English where none of them has any."""
    known = [TERMS[language] for language in sorted(languages) if language in TERMS] or [TERMS["en"]]
    return list(dict.fromkeys(term for terms in known for term in terms))
