"""The fifteen counterexamples that once ran through the real services, each with its tests.

Each was a way to break a promise of the office with ordinary clicks. The table says which tests
show that it is shut, and by which other roads the same was tried; a test that is renamed or gone
fails here.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: What was possible → the tests that show it is no more, as ``file::test``.
COUNTEREXAMPLES = {
    "F1 one officer removes an entry alone, with any text as the province's decision": (
        "workflow/test_cases.py::test_neither_who_found_it_nor_who_sent_it_records_the_ruling",
        "workflow/test_cases.py::test_no_words_but_a_document_number_remove_an_entry",
        "workflow/test_cases.py::test_the_catalogue_itself_takes_no_removal_without_a_document_number",
        "workflow/test_case_invariants.py::test_a_removal_and_a_suspension_around_the_case_are_told",
    ),
    "F2 a suspension cannot be lifted": (
        "workflow/test_cases.py::test_what_was_only_suspended_waits_for_another_to_re_check_it",
        "workflow/test_cases.py::test_what_was_not_mended_stays_suspended_and_goes_up_as_a_case_of_its_own",
    ),
    "F3 a holiday declared while a notice runs shortens the window": (
        "workflow/test_calendar_changes.py::test_two_days_off_declared_inside_a_notice_are_counted_again",
        "workflow/test_calendar_changes.py::test_holidays_inside_the_lengthened_part_are_counted_again",
        "workflow/test_calendar_changes.py::test_a_timer_that_comes_before_the_recount_closes_nothing",
    ),
    "F4 a wrong year in one date skips the second publicity": (
        "workflow/test_typed_dates.py::test_a_report_dated_before_its_windows_end_is_refused_at_its_field",
        "workflow/test_cases.py::test_nothing_went_up_before_it_was_registered",
        "desk/test_days_at_doors.py::test_any_day_at_the_door_is_right_or_refused_with_a_reason",
        "ledger/test_days_of_ledgers.py::test_a_mistyped_year_is_refused_at_its_column",
    ),
    "F5 the public is shown the claimed, not the verified figures": (
        "workflow/test_verified_figures.py::test_notices_and_certificate_show_the_verified_figures_and_the_paper_keeps_the_claim",
        "workflow/test_verified_figures.py::test_a_claimed_income_is_endorsed_only_with_the_verified_one",
        "workflow/test_verified_figures.py::test_an_income_that_nobody_verified_is_not_public_whatever_was_claimed",
        "workflow/test_raised_figures.py::test_figures_reported_as_lower_need_no_station",
    ),
    "F6 a suspension is laundered by a renewal": (
        "workflow/test_past_an_open_case.py::test_a_suspension_is_not_laundered_by_a_renewal",
        "workflow/test_past_an_open_case.py::test_a_complaint_about_the_entry_holds_its_renewal_too",
    ),
    "F7 neither an upheld complaint stops a listing nor one not yet accepted": (
        "supervision/test_complaints_and_listing.py::test_a_complaint_stops_the_listing_of_a_product_until_it_is_decided",
        "supervision/test_complaints_and_listing.py::test_a_product_that_a_complaint_keeps_out_is_never_listed_and_ended_by_the_head",
        "workflow/test_past_an_open_case.py::test_a_listing_past_a_complaint_is_a_breach",
    ),
    "F8 the dishonesty register has no door": (
        "workflow/test_dishonesty.py::test_a_unit_is_told_and_has_five_working_days_before_anybody_decides",
        "workflow/test_dishonesty.py::test_the_database_takes_no_entry_that_was_not_noticed_heard_and_decided",
        "workflow/test_dishonesty.py::test_an_application_under_way_is_not_listed_until_the_unit_is_out_again",
    ),
    "F9 the separation of duties ends with the certification": (
        "workflow/test_cases.py::test_neither_who_found_it_nor_who_sent_it_records_the_ruling",
        "supervision/test_inspections.py::test_who_may_not_confirm_a_finding_only_proposes_it",
    ),
    "F10 the clock dies on 1 January without the new year's paper": (
        "workflow/test_clock.py::test_a_year_without_its_holiday_paper_stops_only_what_needs_the_calendar",
        "workflow/test_clock.py::test_jobs_that_raise_stop_no_other_and_are_told_until_they_come_through",
    ),
    "F11 an objection is lost when the product is withdrawn": (
        "workflow/test_objections.py::test_an_objection_outlives_the_product_that_is_withdrawn_and_is_answered",
        "workflow/test_objections.py::test_an_objection_left_without_an_answer_is_overdue_after_its_days",
    ),
    "F12 personal numbers pass the gate when a line wraps": (
        "rules/test_parted_numbers.py::test_a_resident_number_is_found_over_any_gap",
        "rules/test_parted_numbers.py::test_a_mobile_is_found_over_marks_and_line_ends",
    ),
    "F13 a partnership, a sole proprietorship or a branch applies as an enterprise": (
        "rules/test_applicant_kinds.py::test_who_may_not_apply_is_told_why",
        "rules/test_applicant_kinds.py::test_a_district_that_asks_for_no_legal_person_still_refuses_branches",
    ),
    "F14 sales on the day of a suspension or removal count": (
        "ledger/test_sales.py::test_what_is_sold_before_after_or_while_suspended_does_not_count",
        "ledger/test_sales.py::test_the_day_of_a_removal_counts_no_more_whatever_the_hour",
    ),
    "F15 the same product stands in the catalogue twice": (
        "workflow/test_identity.py::test_a_product_in_force_is_not_applied_for_again_in_other_letters",
        "workflow/test_identity.py::test_the_database_refuses_the_same_product_in_other_letters",
    ),
}


@pytest.mark.parametrize("name", COUNTEREXAMPLES)
def test_each_counterexample_is_shut_by_tests_that_are_there(name):
    for test in COUNTEREXAMPLES[name]:
        file, _, function = test.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        functions = [each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
        assert function in functions, test
