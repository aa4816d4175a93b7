"""Words that every report uses and that say nothing about what it is about; stop words alone do not hold them.

In a large archive their frequency tells; in the first weeks of a paper it does not yet.
"""

from common.words import base_language

_ENGLISH = """
    said say says told asked added ask tell announced according reported called spoke word words
    one two three four five six seven eight nine ten eleven twelve hundred thousand million billion first second third
    last next half per cent percent
    day days night nights week weeks month months year years hour hours minute minutes time times today tomorrow
    yesterday morning evening noon
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december
    people man men woman women mr mrs ms
    would could should might may must also still yet ever never even just already much many more most less least
    make made makes take took taken takes come came comes go goes went gone get got give gave given put see saw seen
    find found finds know knew known think thought want wanted like use used run running runs ran work worked works
    begin began begun end ended ends keep kept stand stood leave left let need needs
    new old good better best big small long short high low large great early late little few several another other
    others every each both since without within across around along away back upon near nears far off
    thing things way ways part parts place side sides number end kind
"""
_GERMAN = """
    sagte sagt sagen gesagt erklärte erklärt teilte mitgeteilt berichtete hieß laut zufolge fügte hinzu fragte
    ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million millionen milliarde
    milliarden erste ersten erster zweite zweiten dritte dritten letzte letzten nächste nächsten prozent
    tag tage tagen nacht woche wochen monat monate monaten jahr jahre jahren stunde stunden minute minuten uhr zeit
    heute morgen gestern abend mittag
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august
    september oktober november dezember
    menschen leute mann frau herr
    wurde wurden worden könnte könnten sollte sollten müsse müssen muss möglich bereits noch nur sogar immer mehr
    weniger viel viele wenig wenige
    macht machen gemacht kommt kommen kam geht gehen ging gibt geben gab nehmen nahm sehen sah steht stehen stand
    neu neue neuen alt alte alten gut gute guten groß große großen klein kleine kleinen lang lange
    weitere weiteren mehrere ganz teil teile ende
"""
_WORDS = {"en": frozenset(_ENGLISH.split()), "de": frozenset(_GERMAN.split())}


def commonplaces(language: str) -> frozenset[str]:
    """Those of the language, in small letters; none where nobody wrote them down."""
    return _WORDS.get(base_language(language), frozenset())
