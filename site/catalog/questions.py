"""What a listing asks of the catalogue, each written once in a process."""

from records.prepared import NUMBER, SECOND_NUMBER, TEXT, Prepared, greatest

from .models import Certificate, CertificateEvent, Product, ProductVersion

ENTRIES = Prepared(
    lambda applicant: (
        Certificate.objects.select_for_update()
        .filter(applicant=applicant)
        .order_by("pk")
        .values_list("pk")
    ),
    NUMBER,
)
PRODUCT = Prepared(
    lambda applicant, identity: Product.objects.select_for_update().filter(
        applicant=applicant, identity=identity
    ),
    NUMBER,
    TEXT,
)
#: Whether a product has a live entry besides the one that is renewed.
LIVE = Prepared(
    lambda product, renewed: (
        Certificate.objects.live()
        .filter(product=product)
        .exclude(pk=renewed)
        .order_by()
        .values_list("pk")[:1]
    ),
    NUMBER,
    SECOND_NUMBER,
)
LAST_VERSION = greatest(ProductVersion, "number", owner="product")
LAST_EVENT = greatest(CertificateEvent, "version", owner="certificate")


def lock_entries_of(applicant):
    """Lock each entry of ``applicant`` (its key): a case about it and a listing of it come one by
    one.
    """
    return len(ENTRIES(applicant))
