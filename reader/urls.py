"""Addresses of the public site. A section's address is any word, so sections come last."""

from django.urls import path, register_converter

from reader import api, feeds, finding, paper_pages, review_page, syndication, versions, views


class Digits:
    """A number of exactly ``length`` digits, kept as text."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TwoDigits(Digits):
    regex = "[0-9]{2}"


register_converter(Digits, "year")
register_converter(TwoDigits, "two")

ARTICLE = "<slug:section>/<year:year>/<two:month>/<two:day>/<slug:slug>/"

app_name = "reader"
urlpatterns = [
    path("", views.home, name="home"),
    path("a/<int:article_id>/", views.short, name="short"),
    path("a/<int:article_id>.ninjs.json", api.as_ninjs, name="ninjs"),
    path("a/<int:article_id>.nitf.xml", syndication.nitf_article, name="nitf"),
    path("api/v1/articles/", api.articles, name="api_articles"),
    path("api/v1/articles/<int:article_id>/", api.article, name="api_article"),
    path("review/<str:token>/", review_page.review, name="review"),
    path("search/", views.search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
    path("about/", paper_pages.about, name="about"),
    path("about/<slug:slug>/", paper_pages.paper_page, name="page"),
    path("feed/", feeds.PaperFeed(), name="feed"),
    path("feed.ninjs.json", syndication.ninjs_list, name="ninjs_list"),
    path("feed.nitf.xml", syndication.nitf_list, name="nitf_list"),
    path("tag/<slug:slug>/", views.tag, name="tag"),
    path("tag/<slug:slug>/feed/", feeds.TagFeed(), name="tag_feed"),
    path("source/<slug:slug>/", views.source, name="source"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
    path("robots.txt", finding.robots, name="robots"),
    path("<slug:section>/", views.section, name="section"),
    path("<slug:section>/feed/", feeds.SectionFeed(), name="section_feed"),
    path("<slug:section>/feed.ninjs.json", syndication.ninjs_list, name="section_ninjs_list"),
    path("<slug:section>/feed.nitf.xml", syndication.nitf_list, name="section_nitf_list"),
    path("<slug:section>/<year:year>/<two:month>/<two:day>/<slug:slug>/", views.article, name="article"),
    path(f"{ARTICLE}versions/", versions.versions, name="versions"),
    path(f"{ARTICLE}versions/<int:before>/<int:after>/", versions.compared, name="versions_compared"),
    path(f"{ARTICLE}history.json", versions.history, name="history"),
]
