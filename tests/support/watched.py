"""A notice that is watched: the site stands in on the loopback, an authority stamps the heads."""

import threading

import pytest
from tests.support.stand_in import stand_in
from tests.support.standing import stands

from demo.stamping_authority import Authority
from exchange import watching
from publicity.models import Observation

__all__ = ["authority", "look", "page", "place", "stamped_by"]


@pytest.fixture
def place(settings):
    with stand_in() as server:
        settings.SITE_URL, settings.WATCH_MINUTES = server.url, 5
        yield server


@pytest.fixture
@stands
def page(notice):
    return notice()


@pytest.fixture
def look(clock, client, place, page):
    """``look(at)``: the site as it is at ``at``, one pass of the watch, what it newly saw."""

    def at_moment(at, show=True):
        clock(at)
        if show:
            place.show(client, page.url, f"{page.url}table/")
        before = list(Observation.objects.values_list("pk", flat=True))
        watching.watch.run(at)
        return list(Observation.objects.exclude(pk__in=before))

    return at_moment


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def stamped_by(authority, settings):
    """The authority serves; ``settings`` name it."""
    server = authority.server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.TIMESTAMP_CERTIFICATES = str(authority.root)
    yield authority
    server.shutdown()
    thread.join()
    server.server_close()
