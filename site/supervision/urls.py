"""The public's doors of this room."""

from django.urls import path

from . import views

app_name = "supervision"
urlpatterns = [
    path("complaints/", views.Follow.as_view(), name="follow"),
    path("complaints/new/", views.NewComplaint.as_view(), name="complain"),
    path("complaints/received/", views.Received.as_view(), name="received"),
    path("complaints/figures/", views.Figures.as_view(), name="figures"),
    path("complaints/rate/", views.RateFeedback.as_view(), name="rate"),
    path("site-reports/new/", views.NewSiteReport.as_view(), name="report_site"),
    path("intents/new/", views.NewIntent.as_view(), name="intend"),
]
