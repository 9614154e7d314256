"""Every address of the applicant's portal."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from .views import drafting, following, home, letters, materials, products, signing_in, voices

app_name = "portal"

product = [
    path("", products.EditProduct.as_view(), name="product"),
    path("copy/", products.CopyProduct.as_view(), name="copy_product"),
    path("remove/", products.RemoveProduct.as_view(), name="remove_product"),
    path("mend/", following.Mend.as_view(), name="mend"),
    path("withdraw/", following.Withdraw.as_view(), name="withdraw"),
]

material = [
    path("download/", materials.Download.as_view(), name="download"),
    path("remove/", materials.TakeBack.as_view(), name="take_back"),
]

application = [
    path("", following.ApplicationPage.as_view(), name="application"),
    path("particulars/", drafting.Particulars.as_view(), name="particulars"),
    path("products/", products.Products.as_view(), name="products"),
    path("products/new/", products.NewProduct.as_view(), name="new_product"),
    path("products/<int:item>/", include(product)),
    path("materials/", materials.Materials.as_view(), name="materials"),
    path("materials/<int:material>/", include(material)),
    path("commitment/", drafting.Commitment.as_view(), name="commitment"),
    path("check/", drafting.Check.as_view(), name="check"),
    path("print/", following.Print.as_view(), name="print"),
]

urlpatterns = [
    path("login/", signing_in.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", home.Home.as_view(), name="home"),
    path("applications/new/", drafting.Start.as_view(), name="start"),
    path("applications/<int:application>/", include(application)),
    path("complaints/", voices.Replies.as_view(), name="replies"),
    path("complaints/<int:reply>/", voices.Answer.as_view(), name="reply"),
    path("complaints/files/<uuid:uid>/", voices.OwnEvidence.as_view(), name="reply_file"),
    path("intents/", voices.Intents.as_view(), name="intents"),
    path("intents/<int:intent>/", voices.IntentPage.as_view(), name="intent"),
    path("letters/", letters.Letters.as_view(), name="letters"),
    path("letters/<int:letter>/", letters.LetterPage.as_view(), name="letter"),
]
