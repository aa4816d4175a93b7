"""NITF 3.x, the IPTC's news in XML, read into reports: the head for machines, the body's head for people."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from feeds.parsing.dates import read_date
from feeds.parsing.normalising import Draft, enclosure
from feeds.parsing.reports import Enclosure, IncomingReport
from feeds.parsing.wires.markup import html_of_nitf
from feeds.parsing.wires.saying import names_of, status_of, urgency_of
from feeds.parsing.wires.trees import first, words

_LEAST = datetime.min.replace(tzinfo=UTC)
_MEDIA_TYPES = {"image": "image/jpeg", "photo": "image/jpeg", "video": "video/mp4", "audio": "audio/mpeg"}


def report_of(root: Element, base: str, now: datetime) -> IncomingReport:
    """The report that a ``nitf`` element is."""
    return draft_of(root, base, now).finished(now)


def draft_of(root: Element, base: str, now: datetime) -> Draft:
    """The same before it is finished, for a wire that wraps NITF in its own envelope."""
    docdata, body_head = root.find("head/docdata"), root.find("body/body.head")
    docdata = docdata if docdata is not None else Element("docdata")
    body_head = body_head if body_head is not None else Element("body.head")
    issued, released = _moment(docdata, "date.issue"), _moment(docdata, "date.release")
    byline = _byline(body_head)
    status = docdata.get("management-status", "")
    issued_at, released_at = _instant(issued, now), _instant(released, now)
    is_held_back = status.casefold() == "embargoed" or released_at > max(issued_at, _LEAST if issued else now)
    earlier = released if released and released_at < issued_at else issued or released
    owner = words(body_head.find("rights/rights.owner"))
    return Draft(
        guid=_fact(docdata, "doc-id", "id-string") or _fact(docdata, "du-key", "key"),
        link=_fact(root, "head/pubdata", "ex-ref"),
        base=base,
        title=words(first(body_head, "hedline/hl1")) or words(root.find("head/title")),
        summary=_abstract(body_head),
        content=_content(root),
        authors=[name for line in byline for name in names_of(line)],
        published=issued if is_held_back else earlier,
        updated=issued,
        categories=_classes(docdata, root),
        enclosures=[file for media in root.iter("media") if (file := _file(media, base))],
        credit=words(root.find("body/body.end/tagline")) or words(body_head.find("distributor")),
        rights=_rights(docdata, body_head),
        source=words(body_head.find("distributor")) or owner or _fact(docdata, "doc.copyright", "holder"),
        language=root.get("lang", ""),
        version=_fact(docdata, "du-key", "version") or root.get("version.number", ""),
        status=status_of(status),
        urgency=urgency_of(_fact(docdata, "urgency", "ed-urg")),
        dateline=words(body_head.find("dateline/location")) or words(body_head.find("dateline")),
        byline="; ".join(byline),
        embargo=released if is_held_back else "",
        usage_terms=_terms(docdata, body_head),
        note=_notes(docdata, root),
    )


def _fact(element: Element, path: str, name: str) -> str:
    found = element.find(path)
    return found.get(name, "").strip() if found is not None else ""


def _moment(docdata: Element, name: str) -> str:
    """A date as NITF writes it, 20261125T031500Z, with the marks that other readers need."""
    return _fact(docdata, name, "norm")


def _instant(text: str, now: datetime) -> datetime:
    return (read_date(text, now).instant if text else None) or _LEAST


def _byline(body_head: Element) -> list[str]:
    """Each byline on a line of its own: the people where they are marked, else the words without their office."""
    found = []
    for line in body_head.iter("byline"):
        people = [words(person) for person in line.iter("person")]
        if people:
            found.append(", ".join(filter(None, people)))
        else:
            office = words(line.find("byttl"))
            found.append(words(line).removesuffix(office).strip(" ,"))
    return [line for line in found if line]


def _abstract(body_head: Element) -> str:
    found = body_head.find("abstract")
    if found is None:
        return words(body_head.find("hedline/hl2"))
    return html_of_nitf(found)


def _content(root: Element) -> str:
    """The body's text; a plain block counts as what is in it."""
    found = [html_of_nitf(content) for content in root.findall("body/body.content")]
    return "".join(found).strip()


def _classes(docdata: Element, root: Element) -> list[str]:
    keywords = [keyword.get("key", "") for keyword in docdata.iter("keyword")]
    head = root.find("head")
    tobjects = list(head.iter("tobject.subject")) if head is not None else []
    subjects = [
        subject.get("tobject.subject.matter", "") or subject.get("tobject.subject.type", "")
        for subject in tobjects
    ]
    classes = [
        each.get("value", "")
        for each in docdata.iter("classifier")
        if each.get("type") in {"genre", "subject"}
    ]
    return [name for name in [*keywords, *subjects, *classes] if name]


def _rights(docdata: Element, body_head: Element) -> str:
    """The copyright notice: as the text says it, else from who holds it since when."""
    if said := words(body_head.find("copyrite")) or words(body_head.find("rights/copyrite")):
        return said
    holder, year = _fact(docdata, "doc.copyright", "holder"), _fact(docdata, "doc.copyright", "year")
    holder = holder or _fact(docdata, "doc.rights", "owner")
    return " ".join(filter(None, ("©", year, holder))) if holder else ""


def _terms(docdata: Element, body_head: Element) -> str:
    limits = [words(each) for each in body_head.findall("rights/rights.limitations")]
    limits += [each.get("limitations", "") for each in docdata.iter("doc.rights")]
    return " ".join(dict.fromkeys(filter(None, limits)))


def _notes(docdata: Element, root: Element) -> str:
    """What editors are told: messages, and what was corrected."""
    told = [message.get("info", "") or words(message) for message in root.iter("ed-msg")]
    told += [correction.get("info", "") for correction in docdata.iter("correction")]
    return " ".join(filter(None, told))


def _file(media: Element, base: str) -> Enclosure | None:
    reference = first(media, "media-reference")
    if reference is None:
        return None
    kind = reference.get("mime-type", "") or _MEDIA_TYPES.get(media.get("media-type", "").casefold(), "")
    caption = words(media.find("media-caption"))
    return enclosure(
        reference.get("source", ""),
        kind,
        None,
        base,
        credit=words(media.find("media-producer")) or reference.get("copyright", ""),
        caption=caption or reference.get("alternate-text", ""),
        rights=reference.get("copyright", ""),
    )
