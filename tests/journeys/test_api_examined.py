"""Another tool asks the API everything its description allows and forbids, as it is served.

No 5xx, no status and no content that the description does not name, nothing accepted that it
forbids; with a token of somebody who may write, and without.
"""

import pytest
from tests.support import examiner
from tests.support.programs import Program

from demo import fiction
from demo.acts import agent, holder

from .public_world import found_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
]
#: For each of about fifty operations; each also has its own edges tried once.
EXAMPLES = 8


@pytest.fixture
def site(live_server, settings, office, walked, paper, clock):
    settings.ALLOWED_HOSTS = ["*"]
    settings.API_RATE_PER_MINUTE = 10**9
    _, at = found_site(walked, paper)
    clock(at)
    return live_server.url, at


def test_without_a_token_every_answer_is_one_that_the_description_names(site, tmp_path):
    is_well, report = examiner.examine(site[0], examples=EXAMPLES, folder=tmp_path)
    assert is_well, report[-6000:]


@pytest.mark.parametrize(
    ("scopes", "only"),
    [(["documents", "ledgers"], "/(drafts|ledgers|token)"), (["sales"], "/(own|token)")],
)
def test_with_a_token_every_answer_is_one_that_the_description_names(site, tmp_path, scopes, only):
    url, at = site
    is_holder = scopes == ["sales"]
    person = agent(fiction.applicant(1).pk) if is_holder else holder("unit_reporter@swj")
    program = Program(person, at=at, scopes=scopes)
    headers = [("Authorization", f"Bearer {program.secret}")]
    is_well, report = examiner.examine(
        url, examples=EXAMPLES, folder=tmp_path, headers=headers, only=only
    )
    assert is_well, report[-6000:]
