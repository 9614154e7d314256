"""Every address of the applicant's portal."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from .views import (
    access_codes,
    account,
    application_pages,
    authorisations,
    before,
    calendar_file,
    certificates,
    changes,
    correct_address,
    dishonesty,
    draft_pages,
    home,
    intents,
    kept_form,
    letters,
    materials,
    own_archive,
    people,
    photos,
    printing,
    privacy,
    products,
    profile,
    questions,
    ratings,
    replies,
    sales,
    sales_files,
    signing_in,
    starting_anew,
    tokens,
    unsaved_forms,
)

app_name = "portal"

product = [
    path("", products.EditProduct.as_view(), name="product"),
    path("benefit/", products.EditBenefit.as_view(), name="benefit"),
    path("up/", products.MoveProduct.as_view(step=-1), name="move_up"),
    path("down/", products.MoveProduct.as_view(step=1), name="move_down"),
    path("copy/", products.CopyProduct.as_view(), name="copy_product"),
    path("remove/", products.RemoveProduct.as_view(), name="remove_product"),
    path("mend/", application_pages.Mend.as_view(), name="mend"),
    path("urge/", application_pages.Urge.as_view(), name="urge"),
    path("ratings/<int:opinion>/", ratings.RateStep.as_view(), name="rate"),
    path("withdraw/", application_pages.Withdraw.as_view(), name="withdraw"),
    path("photos/", photos.Photos.as_view(), name="photos"),
    path("photos/<int:photo>/", photos.ShowPhoto.as_view(), name="photo"),
    path("photos/<int:photo>/remove/", photos.RemovePhoto.as_view(), name="remove_photo"),
]

authorisation = [
    path("", authorisations.ShowAuthorisation.as_view(), name="authorisation"),
    path(
        "withdraw/",
        authorisations.WithdrawAuthorisation.as_view(),
        name="withdraw_authorisation",
    ),
]

material = [
    path("download/", materials.Download.as_view(), name="download"),
    path("preview/", materials.Preview.as_view(), name="preview"),
    path("inside/", materials.PreviewFile.as_view(), name="preview_file"),
    path("remove/", materials.TakeBack.as_view(), name="take_back"),
]

application = [
    path("", application_pages.ApplicationPage.as_view(), name="application"),
    path("delete/", draft_pages.Discard.as_view(), name="discard"),
    path("copy/", starting_anew.CopyDraft.as_view(), name="copy_draft"),
    path("anew/", starting_anew.StartAnew.as_view(), name="start_anew"),
    path("particulars/", draft_pages.Particulars.as_view(), name="particulars"),
    path("products/", products.Products.as_view(), name="products"),
    path("products/new/", products.NewProduct.as_view(), name="new_product"),
    path("products/<int:item>/", include(product)),
    path("benefits/", products.Benefits.as_view(), name="benefits"),
    path("materials/", materials.Materials.as_view(), name="materials"),
    path("materials/<int:material>/", include(material)),
    path("materials/licences/<int:licence>/", materials.UseLicence.as_view(), name="use_licence"),
    path("commitment/", draft_pages.Commitment.as_view(), name="commitment"),
    path("check/", draft_pages.Check.as_view(), name="check"),
    path("signing/", printing.Signing.as_view(), name="signing"),
    path("print/", printing.Print.as_view(), name="print"),
    path("print/pdf/", printing.PrintPdf.as_view(), name="print_pdf"),
    path("print/word/", printing.PrintWord.as_view(), name="print_word"),
    path("questions/", questions.Questions.as_view(), name="questions"),
    path("questions/read/", questions.ReadAnswers.as_view(), name="read_answers"),
    path("unsaved/", unsaved_forms.UnsavedText.as_view(), name="unsaved"),
]

licence = [
    path("", profile.EditLicence.as_view(), name="licence"),
    path("scan/", profile.LicenceScan.as_view(), name="licence_scan"),
    path("remove/", profile.DropLicence.as_view(), name="drop_licence"),
]

certificate = [
    path("", certificates.CertificatePage.as_view(), name="certificate"),
    path("certificate.pdf", certificates.Print.as_view(), name="print_certificate"),
    path("exit/", certificates.Exit.as_view(), name="exit"),
    path("exit/back/", certificates.Stay.as_view(), name="stay"),
    path("changes/new/", changes.NewChange.as_view(), name="new_change"),
    path("changes/<int:change>/", changes.ChangePage.as_view(), name="change"),
    path(
        "changes/<int:change>/withdraw/", changes.WithdrawChange.as_view(), name="withdraw_change"
    ),
    path(
        "changes/<int:change>/files/<uuid:file>/",
        changes.OwnChangeFile.as_view(),
        name="change_file",
    ),
]

sale = [
    path("", sales.Sales.as_view(), name="sales"),
    path("new/", sales.NewSale.as_view(), name="new_sale"),
    path("none/", sales.NoSales.as_view(), name="no_sales"),
    path("records/<int:sale>/", sales.SalePage.as_view(), name="sale"),
    path("records/<int:sale>/vouchers/", sales.SaleVouchers.as_view(), name="sale_vouchers"),
    path("vouchers/<uuid:voucher>/", sales.OwnVoucher.as_view(), name="sale_voucher"),
    path("import/", sales_files.Upload.as_view(), name="import_sales"),
    path("import/columns/", sales_files.Headings.as_view(), name="sales_columns"),
    path("import/<int:batch>/", sales_files.Preview.as_view(), name="preview_sales"),
    path("import/<int:batch>/mistakes/", sales_files.Mistakes.as_view(), name="sales_mistakes"),
    path("import/<int:batch>/undo/", sales_files.UndoImport.as_view(), name="undo_import"),
    path("template.<str:form>", sales.Template.as_view(), name="sales_template"),
    path("export.<str:form>", sales.Export.as_view(), name="export_sales"),
]

urlpatterns = [
    path("login/", signing_in.login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("before/", before.Before.as_view(), name="before"),
    path("privacy/", privacy.Privacy.as_view(), name="privacy"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/address/", correct_address.CorrectAddress.as_view(), name="correct_address"),
    path("account/code/", access_codes.UseCode.as_view(), name="use_code"),
    path("account/kept/", kept_form.KeptFormPage.as_view(), name="kept_form"),
    path("people/", people.People.as_view(), name="people"),
    path("people/<int:person>/remove/", people.Remove.as_view(), name="remove_person"),
    path("people/<int:person>/role/", people.ChangeRole.as_view(), name="change_role"),
    path(
        "people/invitations/<int:invitation>/cancel/",
        people.CancelInvitation.as_view(),
        name="cancel_invitation",
    ),
    path("tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("tokens/<int:token>/revoke/", tokens.RevokeToken.as_view(), name="revoke_token"),
    path("people/authorisations/new/", authorisations.HandIn.as_view(), name="authorise"),
    path("people/authorisations/<int:authorisation>/", include(authorisation)),
    path("join/<str:token>/", people.Join.as_view(), name="join"),
    path("", home.Home.as_view(), name="home"),
    path("dates.ics", calendar_file.Dates.as_view(), name="dates"),
    path("applications/new/", draft_pages.Start.as_view(), name="start"),
    path("applications/<int:application>/", include(application)),
    path("certificates/", certificates.Certificates.as_view(), name="certificates"),
    path("certificates/<int:certificate>/", include(certificate)),
    path("sales/", include(sale)),
    path("unit/", profile.Profile.as_view(), name="profile"),
    path("unit/licences/new/", profile.NewLicence.as_view(), name="new_licence"),
    path("unit/licences/<int:licence>/", include(licence)),
    path("unit/archive/", own_archive.OwnArchive.as_view(), name="own_archive"),
    path("unit/mail/", profile.MailNotices.as_view(), name="mail_notices"),
    path("complaints/", replies.Replies.as_view(), name="replies"),
    path("complaints/<int:reply>/", replies.Answer.as_view(), name="reply"),
    path("complaints/files/<uuid:uid>/", replies.OwnEvidence.as_view(), name="reply_file"),
    path("intents/", intents.Intents.as_view(), name="intents"),
    path("intents/<int:intent>/", intents.IntentPage.as_view(), name="intent"),
    path("dishonesty/", dishonesty.Dishonesty.as_view(), name="dishonesty"),
    path(
        "dishonesty/<int:dishonesty>/",
        dishonesty.DishonestyEntryPage.as_view(),
        name="dishonesty_entry",
    ),
    path(
        "dishonesty/files/<uuid:dishonesty_file>/",
        dishonesty.OwnDishonestyFile.as_view(),
        name="dishonesty_file",
    ),
    path("letters/", letters.Letters.as_view(), name="letters"),
    path("letters/<int:letter>/", letters.LetterPage.as_view(), name="letter"),
    path("letters/<int:letter>/pdf/", letters.LetterPaper.as_view(), name="letter_paper"),
]
