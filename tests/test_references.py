"""Entries of a bibliography taken apart, in the styles one meets; all works are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimscape.references import Reference, clean_doi, parse

ENTRIES = {
    "APA article with DOI": (
        "Halloran, P. J., Obi, C., & Stern-Weiss, M. A. (2021). Warm rooms and slow talk: A trial of guided "
        "sessions. Journal of "
        "Invented Psychiatry, 14(3), 201–219. https://doi.org/10.1234/jip.2021.0303",
        Reference(
            ("Halloran", "Obi", "Stern-Weiss"),
            2021,
            "Warm rooms and slow talk: A trial of guided sessions",
            "Journal of Invented Psychiatry",
            "14",
            "3",
            "201–219",
            "10.1234/jip.2021.0303",
            "https://doi.org/10.1234/jip.2021.0303",
        ),
    ),
    "APA article without DOI, twenty authors cut": (
        "Ames, B., Cole, D., Dunn, E., . . . Zeller, T. (2019). Fear and its loss. Acta Fictiva, 7, 12-30.",
        Reference(("Ames", "Cole", "Dunn", "Zeller"), 2019, "Fear and its loss", "Acta Fictiva", "7", None, "12-30"),
    ),
    "APA report of an organisation": (
        "World Council of Sleep. (2018). Guidance on rest (Report No. 12). https://example.org/rest.pdf",
        Reference(("World Council of Sleep",), 2018, "Guidance on rest (Report No. 12)", url="https://example.org/rest.pdf"),
    ),
    "APA chapter": (
        "Quill, R. S. (2016). Listening at length. In T. Marsh & U. Penn (Eds.), Handbook of quiet methods "
        "(pp. 44–61). Paper House.",
        Reference(("Quill",), 2016, "Listening at length", "Handbook of quiet methods", None, None, "44–61"),
    ),
    "APA book": (
        "de la Cruz, M. (2012). The patient listener (2nd ed.). Hollow Tree Press.",
        Reference(("de la Cruz",), 2012, "The patient listener"),
    ),
    "APA web page with month and day": (
        "Norwood, K. (2023, March 14). What guided sessions cost. Harbour News. https://harbour.example/costs",
        Reference(("Norwood",), 2023, "What guided sessions cost", "Harbour News", url="https://harbour.example/costs"),
    ),
    "Vancouver article": (
        "1. Okafor BN, Lindqvist S, van der Meer JA. Heart rate during guided sessions: a cohort study. Invent J Cardiol. "
        "2020;31(4):455-62.",
        Reference(
            ("Okafor", "Lindqvist", "van der Meer"),
            2020,
            "Heart rate during guided sessions: a cohort study",
            "Invent J Cardiol",
            "31",
            "4",
            "455-62",
        ),
    ),
    "Vancouver with et al., date and DOI": (
        "[12] Prentice K, Ueda M, Farouk A, et al. Sleep after dosing. Lancet Fictive. 2022 Jun 3;9(11):e101-e109. "
        "doi: 10.5555/lf.22.109.",
        Reference(
            ("Prentice", "Ueda", "Farouk"),
            2022,
            "Sleep after dosing",
            "Lancet Fictive",
            "9",
            "11",
            "e101-e109",
            "10.5555/lf.22.109",
        ),
    ),
    "Vancouver electronic article": (
        "7. Ibarra L, Tan WH. Nausea in practice. Drug Fict Rev [Internet]. 2018 [cited 2019 May 2];22:118. Available from: "
        "https://dfr.example/118",
        Reference(
            ("Ibarra", "Tan"), 2018, "Nausea in practice", "Drug Fict Rev", "22", None, "118", None, "https://dfr.example/118"
        ),
    ),
    "Vancouver, title ends in a question": (
        "Moss R, Hale T. Who should be left out? A survey. Br J Imagin Med. 2017;5:9-14.",
        Reference(("Moss", "Hale"), 2017, "Who should be left out? A survey", "Br J Imagin Med", "5", None, "9-14"),
    ),
    "Harvard article": (
        "Fenwick, J. and O’Dowd, L. (2015) ‘Trust in the room’, Journal of Made-up Therapy, 8(2), pp. 77–90.",
        Reference(("Fenwick", "O’Dowd"), 2015, "Trust in the room", "Journal of Made-up Therapy", "8", "2", "77–90"),
    ),
    "Harvard article without brackets": (
        "Brandt, H., Svensson, P. and Yilmaz, D., 2014. Dose and duration. International Review of Nothing, 3(1), pp.1-19.",
        Reference(
            ("Brandt", "Svensson", "Yilmaz"), 2014, "Dose and duration", "International Review of Nothing", "3", "1", "1-19"
        ),
    ),
    "Harvard web page": (
        "National Agency for Invented Medicines (2020) Scheduling explained. Available at: https://naim.example/schedule "
        "(Accessed: 4 May 2021).",
        Reference(
            ("National Agency for Invented Medicines",), 2020, "Scheduling explained", url="https://naim.example/schedule"
        ),
    ),
    "MLA article": (
        "Ortega, Lucía, and Ben Whitlock. “Speech Without Fear.” Quarterly of Imaginary Studies, vol. 40, no. "
        "2, 2011, pp. 300-18.",
        Reference(("Ortega", "Whitlock"), 2011, "Speech Without Fear", "Quarterly of Imaginary Studies", "40", "2", "300-18"),
    ),
    "MLA with et al. and straight quotes": (
        'Varga, Ilona, et al. "A Year Later." Journal of Long Views, vol. 2, no. 1, Spring 2010, '
        "pp. 5-25, doi:10.4321/jlv.2.1.5.",
        Reference(("Varga",), 2010, "A Year Later", "Journal of Long Views", "2", "1", "5-25", "10.4321/jlv.2.1.5"),
    ),
    "MLA book": (
        "Templeton, Grace. The Long Session. Cobalt Press, 2009.",
        Reference(("Templeton",), 2009, "The Long Session"),
    ),
    "Chicago author-date": (
        "Adeyemi, Tunde, and Clara Voss. 2013. “Aftercare as Practice.” Studies in Care 21 (4): 88–104.",
        Reference(("Adeyemi", "Voss"), 2013, "Aftercare as Practice", "Studies in Care", "21", "4", "88–104"),
    ),
    "Chicago notes and bibliography": (
        "Lemke, Petra. “Memory and Ease.” Annals of Fiction 55, no. 3 (March 2008): 210–33. "
        "https://doi.org/10.9876/af.55.3.210.",
        Reference(
            ("Lemke",),
            2008,
            "Memory and Ease",
            "Annals of Fiction",
            "55",
            "3",
            "210–33",
            "10.9876/af.55.3.210",
            "https://doi.org/10.9876/af.55.3.210",
        ),
    ),
    "Chicago book": (
        "Hartigan, Noel, Mira Sato, and Paul Eck. A History of Calm. Chicago: Imaginary University Press, 2004.",
        Reference(("Hartigan", "Sato", "Eck"), 2004, "A History of Calm"),
    ),
    "ACS article with title": (
        "Rahman, S. T.; Klein, V.; Du Pont, E. Release of Invented Amines in Tissue. J. Fict. Chem. 2021, 64 (5), 1020–1031.",
        Reference(
            ("Rahman", "Klein", "Du Pont"),
            2021,
            "Release of Invented Amines in Tissue",
            "J. Fict. Chem.",
            "64",
            "5",
            "1020–1031",
        ),
    ),
    "ACS article without title": (
        "Rahman, S. T.; Klein, V. J. Am. Fict. Soc. 1999, 121, 334.",
        Reference(("Rahman", "Klein"), 1999, None, "J. Am. Fict. Soc.", "121", None, "334"),
    ),
    "IEEE": (
        "[3] D. Kowal, A. B. Reyes, and F. Lund, “Signals of distress,” IEEE Trans. Invent. Eng., vol. 12, no. 6, pp. 99–108, "
        "Jun. 2016.",
        Reference(("Kowal", "Reyes", "Lund"), 2016, "Signals of distress", "IEEE Trans. Invent. Eng.", "12", "6", "99–108"),
    ),
    "physics": (
        "T. Onaga and B. Frey, Phys. Rev. Fict. 12, 345 (1998).",
        Reference(("Onaga", "Frey"), 1998, None, "Phys. Rev. Fict.", "12", None, "345"),
    ),
    "bulleted": (
        "• Weir, A. (2020). On being bulleted. Lists, 1(1), 1–2.",
        Reference(("Weir",), 2020, "On being bulleted", "Lists", "1", "1", "1–2"),
    ),
    "wrapped over lines, word and DOI broken": (
        "Castellan, V., & Drummond, Y. (2022). Contraindi-\ncations in invented care: A\nreview. Safety Letters, 6(2),\n"
        "11–29. https://doi.org/10.1111/\nsl.2022.0011",
        Reference(
            ("Castellan", "Drummond"),
            2022,
            "Contraindications in invented care: A review",
            "Safety Letters",
            "6",
            "2",
            "11–29",
            "10.1111/sl.2022.0011",
            "https://doi.org/10.1111/sl.2022.0011",
        ),
    ),
    "article number for pages": (
        "Feng, X., & Ivanova, O. (2024). Openness. Progress in Invented Science, 128, 110999.",
        Reference(("Feng", "Ivanova"), 2024, "Openness", "Progress in Invented Science", "128", None, "110999"),
    ),
    "group as author, Vancouver": (
        "Invented Trials Consortium. Outcomes at one year. N Engl J Fict. 2019;380:100-10.",
        Reference(("Invented Trials Consortium",), 2019, "Outcomes at one year", "N Engl J Fict", "380", None, "100-10"),
    ),
    "title in two sentences": (
        "Hume C, Sand B. Lasting change. Results of a follow-up. J Imagin Clin Res. 2016;4(2):3-8.",
        Reference(("Hume", "Sand"), 2016, "Lasting change. Results of a follow-up", "J Imagin Clin Res", "4", "2", "3-8"),
    ),
    "given names joined and suffix": (
        "Barlow, J.-P., Jr., & Ng, K.-L. (2017). Hope, measured. Mind & Fiction, 9, 4–8.",
        Reference(("Barlow", "Ng"), 2017, "Hope, measured", "Mind & Fiction", "9", None, "4–8"),
    ),
    "several semicolons, year with letter": (
        "Achterberg, N.; Quist, R. (2018b). Two papers a year. Repetition, 3(4), 5–6.",
        Reference(("Achterberg", "Quist"), 2018, "Two papers a year", "Repetition", "3", "4", "5–6"),
    ),
    "surname with an initial, and a group behind an ellipsis": (
        "Marsh, T. B., Ab’ular G., N., van der Zee, P., ... Quiet Rooms Study Group. (2022). "
        "Fear after a year. Fict Med, 3, 1–9.",
        Reference(
            ("Marsh", "Ab’ular", "van der Zee", "Quiet Rooms Study Group"),
            2022,
            "Fear after a year",
            "Fict Med",
            "3",
            None,
            "1–9",
        ),
    ),
    "part of a volume in brackets": (
        "Ferro AA, Milo MC. Is memory the mechanism? Prog Fict Biol. 2018;84(Pt A):221-228.",
        Reference(("Ferro", "Milo"), 2018, "Is memory the mechanism?", "Prog Fict Biol", "84", "A", "221-228"),
    ),
    "MLA with the issue behind a point": (
        'Nardi, Remo, et al. "Reopening a Window." Fiction 569.7754 (2019): 116-120.',
        Reference(("Nardi",), 2019, "Reopening a Window", "Fiction", "569", "7754", "116-120"),
    ),
    "company as author": (
        "Hollow Therapeutics. (2024, August 9). Hollow announces a letter [Press release].",
        Reference(("Hollow Therapeutics",), 2024, "Hollow announces a letter"),
    ),
    "acronym as author": (
        "IREC. Guided sessions: final report. Institute for Reviews; 2024. Accessed July 1, 2024. https://irec.example/final",
        Reference(("IREC",), 2024, "Guided sessions: final report", "Institute for Reviews", url="https://irec.example/final"),
    ),
    "dotted initials without commas": (
        "Sand K.W., Siccar D.J., White C.M. Outcomes of care: a review. J. Fict. Pharm. 2022;62:463–471.",
        Reference(("Sand", "Siccar", "White"), 2022, "Outcomes of care: a review", "J. Fict. Pharm.", "62", None, "463–471"),
    ),
    "abbreviated title words": (
        "Noor F, Beck A. MDMA vs. placebo in the U.S. A trial. Fict Trials J. 2023;1(1):1-9.",
        Reference(("Noor", "Beck"), 2023, "MDMA vs. placebo in the U.S. A trial", "Fict Trials J", "1", "1", "1-9"),
    ),
}


@pytest.mark.parametrize("entry, fields", ENTRIES.values(), ids=list(ENTRIES))
def test_every_field_of_an_entry_is_read(entry: str, fields: Reference) -> None:
    assert parse(entry) == fields


@pytest.mark.parametrize(
    "found, doi",
    [
        ("10.1002/jcph.1995.", "10.1002/jcph.1995"),
        ("10.1016/S0140-6736(22)01234-5).", "10.1016/S0140-6736(22)01234-5"),
        ("10.1000/182_;", "10.1000/182"),
        ("10.1000/182]", "10.1000/182"),
    ],
)
def test_a_doi_loses_trailing_marks_and_brackets_it_does_not_open(found: str, doi: str) -> None:
    assert clean_doi(found) == doi


def test_prose_has_no_authors() -> None:
    assert parse("The weather was fine all week.").authors == ()


@given(st.text(max_size=400))
def test_any_text_is_parsed_without_an_error(text: str) -> None:
    assert isinstance(parse(text).authors, tuple)


@given(st.sampled_from([entry for entry, _ in ENTRIES.values()]), st.integers(0, 200), st.text(max_size=20))
def test_damaged_entries_are_parsed_without_an_error(entry: str, at: int, noise: str) -> None:
    fields = parse(entry[:at] + noise + entry[at:])
    assert fields.title is None or fields.title.strip() == fields.title
