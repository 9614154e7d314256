"""长辈版: twice the size, on and off without a script, remembered, and it leads nowhere else."""

import pytest


@pytest.fixture
def home(office, client):
    return lambda: client.get("/").content.decode()


def test_large_type_is_remembered_until_it_is_given_back(home, client):
    assert 'data-reading="large"' not in home()
    answer = client.get("/reading/", {"type": "large", "next": "/cpml/?q=油"})
    assert (answer.status_code, answer["Location"]) == (302, "/cpml/?q=%E6%B2%B9")
    cookie = client.cookies["gongshi_reading"]
    assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (31536000, "Lax", True)
    assert 'data-reading="large"' in home()
    assert "返回标准版" in home()
    client.get("/reading/", {"type": "standard", "next": "/"})
    assert 'data-reading="large"' not in home()


def test_pages_of_both_sizes_are_never_mixed_up_by_a_cache(office, client):
    assert "Cookie" in client.get("/")["Vary"]
    assert "no-store" in client.get("/reading/", {"type": "large"})["Cache-Control"]


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "javascript:x", ""])
def test_one_is_only_led_back_into_this_site(office, client, back):
    assert client.get("/reading/", {"type": "large", "next": back})["Location"] == "/"
