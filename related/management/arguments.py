"""What ``manage.py related`` can be asked."""

from typing import Any


def add_rebuilding(jobs: Any) -> None:
    """The jobs that look at the site's own articles."""
    rebuild = jobs.add_parser("rebuild", help="make every list anew; readers keep the old one until then")
    rebuild.add_argument("--resume", action="store_true", help="go on where an earlier run was ended")
    rebuild.add_argument("--json", action="store_true", help="print one JSON object at the end")
    one = jobs.add_parser("explain", help="why these reports stand beside an article")
    one.add_argument("article", help="its number or its address")
    one.add_argument("--json", action="store_true", help="print one JSON object")


def add_measuring(jobs: Any) -> None:
    """The jobs that look at labelled reports in files."""
    evaluate = jobs.add_parser(
        "evaluate", help="measure the ranking beside BM25 on labelled reports; needs no database"
    )
    _add_documents(evaluate)
    evaluate.add_argument(
        "--queries", required=True, help="JSON lines with id and graded, topic_only, same_story, near_copies"
    )
    evaluate.add_argument(
        "--only", choices=["earlier", "later"], help="the earlier or the later half of the queries, by time"
    )
    rank = jobs.add_parser(
        "rank", help="the related older reports of some reports, best first; needs no database"
    )
    _add_documents(rank)
    rank.add_argument("--ids", nargs="+", required=True, help="ids of the reports to rank for")
    rank.add_argument("--queries", help="JSON lines as for evaluate: near copies named there are left out")


def _add_documents(parser: Any) -> None:
    parser.add_argument(
        "--documents",
        required=True,
        help="JSON lines (.gz too) with id, title, body, published, and perhaps tags, language, source",
    )
    parser.add_argument("--without-tags", action="store_true", help="do as if the reports had no tags")
    parser.add_argument(
        "--set", action="append", default=[], metavar="WEIGHT=NUMBER", help="change a weight of the blend"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
