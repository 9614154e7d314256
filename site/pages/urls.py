"""The addresses of the public site that are no page of the tree."""

from django.urls import path

from .search_page import search

app_name = "public"
urlpatterns = [
    path("search/", search, name="search"),
]
