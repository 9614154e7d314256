"""Addresses of what leaves the archive, and of what must not: lists of disposals, preservations."""

from django.urls import path

from . import disposals, preservations

urlpatterns = [
    path("preservations/", preservations.Preservations.as_view(), name="preservations"),
    path("preservations/<int:pk>/", preservations.OnePreservation.as_view(), name="preservation"),
    path(
        "preservations/new/<slug:kind>/<int:pk>/",
        preservations.Preserve.as_view(),
        name="preserve",
    ),
    path("disposals/", disposals.Disposals.as_view(), name="disposals"),
    path("disposals/new/<slug:kind>/", disposals.ListFiles.as_view(), name="list_files"),
    path("disposals/<int:pk>/", disposals.OneDisposal.as_view(), name="disposal"),
]
