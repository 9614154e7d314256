"""Which tests are run on both databases, and so on PostgreSQL a second time."""

#: What is run on PostgreSQL a second time: where rows, locks, sums and searches are written. Forms,
#: words and files are the same on any database, and `make test` has them.
TWICE = {
    *("catalog", "publicity", "records", "upgrades"),
    # what locks, and who was first
    *("test_races", "test_races_of_listings", "test_side_by_side", "test_two_watchers"),
    *("test_certification", "test_cases", "test_joining", "test_complaints_and_listing"),
    *("test_clock", "test_never_lost", "test_submitting", "test_drafts", "test_guessing"),
    # what sums, sorts and compares
    *("test_statistics", "test_quarters", "test_sales", "test_reconciling", "test_totals_hold"),
    *("test_imports", "test_file_imports", "test_batches", "test_delivery"),
    *(
        "test_search",
        "test_growth",
        "test_visibility",
        "test_public_surface",
        "test_page_cache",
        "test_for_nginx",
        "test_catalogue",
    ),
    *("test_api", "test_api_lists", "test_api_following", "test_moved"),
    *("test_inbox", "test_lines", "test_registers", "test_trail", "test_oversight"),
}
ONLY_THERE = {"walk", "paper", "postgres", "redis", "restic", "sshd"}


def runs_twice(item):
    return any(item.get_closest_marker(name) for name in ONLY_THERE) or _is_of_both(item.path)


def may_hold(path):
    """Whether a file may hold any of them; what a marker says is looked for in its text."""
    return _is_of_both(path) or any(f"mark.{name}" in path.read_text() for name in ONLY_THERE)


def _is_of_both(path):
    return not TWICE.isdisjoint({path.parent.name, path.stem})
