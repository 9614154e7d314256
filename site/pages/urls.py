"""The addresses of the public site that are no page of the tree."""

from django.urls import path

from .verification import verify, verify_number
from .views import inspection_draw, picture, reading

app_name = "public"
urlpatterns = [
    path("draws/<str:number>/", inspection_draw, name="draw"),
    path("media/images/<path:path>", picture, name="picture"),
    path("reading/", reading, name="reading"),
    path("verify/", verify, name="verify"),
    path("verify/<str:number>/", verify_number, name="verify_number"),
]
