"""A folder of documents: what cannot be read is a problem with advice, and metadata is checked whole."""

import os
from pathlib import Path

import pytest

from claimscape import sources
from claimscape.errors import SourceError


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def test_documents_come_in_order_of_their_names_with_what_is_known_of_them(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, b="Beta.", a="Alpha.")
    (folder / "sources.yaml").write_text("a.txt: {label: First, kind: blog}\n")
    documents, problems = sources.read(folder)
    assert [(one.doc_id, one.path, one.label, one.text) for one in documents] == [
        ("a", "a.txt", "First", "Alpha."),
        ("b", "b.txt", "b", "Beta."),
    ]
    assert documents[0].known == {"label": "First", "kind": "blog"}
    assert problems == []


def test_files_of_one_stem_keep_their_whole_names(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="Alpha.", b="Beta.")
    (folder / "below").mkdir()
    (folder / "below/a.md").write_text("Gamma.")
    (folder / "a.txt.md").write_text("Delta.")
    assert [one.doc_id for one in sources.read(folder)[0]] == ["a.txt", "a.txt.md", "b", "below/a.md"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", b" \n\t\n", "it holds no text"),
        ("nbsp.txt", "\xa0\n\u3000\u2003".encode(), "it holds no text"),
        ("unseen.txt", "\ufeff\u200b\xad\u200e".encode(), "it holds no text"),
        ("report.txt", b"%PDF-1.7", "it is no text but a PDF file"),
        ("report.docx", b"PK", "there is no reader for .docx"),
        ("noise.txt", bytes(range(256)) * 4, "it is no text in a known encoding"),
        ("bare", b"text", "there is no reader for a name without suffix"),
    ],
)
def test_a_file_that_is_no_document_is_a_problem_and_the_others_are_read(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    folder = folder_of(tmp_path, a="Alpha.")
    (folder / name).write_bytes(data)
    documents, problems = sources.read(folder)
    assert [one.doc_id for one in documents] == ["a"]
    assert [(problem["path"], problem["stage"], problem["reason"]) for problem in problems] == [(name, "read", reason)]
    assert problems[0]["advice"]


def test_links_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Secret.")
    (tmp_path / "in").mkdir()
    folder = folder_of(tmp_path / "in", a="Alpha.")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    documents, problems = sources.read(folder)
    assert [one.doc_id for one in documents] == ["a"]
    assert [(problem["path"], problem["reason"]) for problem in problems] == [
        ("link.txt", "it is a link, and links are not followed"),
        ("loop", "it is a link, and links are not followed"),
        ("pipe.txt", "it is no regular file"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="Alpha.", shut="Beta.")
    (folder / "shut.txt").chmod(0)
    assert [problem["reason"] for problem in sources.read(folder)[1]] == ["it cannot be read (Permission denied)"]


def test_names_that_are_no_utf_8_or_steer_a_terminal_are_written_out(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"a\nb.txt", "x\u202egpj.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_text("Alpha.")
    assert [one.path for one in sources.read(tmp_path)[0]] == ["a\\nb.txt", "caf\\xe9.txt", "x\\u202egpj.txt"]


def test_a_byte_and_a_sign_of_the_same_number_are_two_names(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xad.txt")).write_text("a byte", "utf-8")
    (tmp_path / "a\u00ad.txt").write_text("a soft hyphen", "utf-8")
    assert sorted(one.doc_id for one in sources.read(tmp_path)[0]) == ["a\\u00ad", "a\\xad"]


def test_a_text_may_begin_with_the_name_of_a_receptor_and_a_blank_one_is_told(tmp_path: Path) -> None:
    folder_of(tmp_path, a="PAR1 antagonists and tea.", b="GIF8 is a format.", c="\xa0\u3000\n")
    found, problems = sources.read(tmp_path)
    assert [one.doc_id for one in found] == ["a", "b"]
    assert [problem["path"] for problem in problems] == ["c.txt"]


def test_hidden_files_and_yaml_are_no_documents(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="Alpha.")
    (folder / ".hidden.txt").write_text("Beta.")
    (folder / "codebook.yaml").write_text("title: x")
    assert [one.doc_id for one in sources.read(folder)[0]] == ["a"]


def test_a_guessed_encoding_is_a_problem_of_a_document_that_was_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Le café est à côté.".encode("cp1252"))
    documents, problems = sources.read(tmp_path)
    assert documents[0].text == "Le café est à côté."
    assert problems == [
        {
            "path": "a.txt",
            "stage": "read",
            "reason": "its encoding was guessed as cp1252",
            "advice": "save it as UTF-8 to be sure",
        }
    ]


def test_a_folder_that_is_missing_empty_or_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("Alpha.")
    for at, words in (("nowhere", "is not there"), ("a.txt", "is a file"), ("empty", "no documents in")):
        with pytest.raises(SourceError, match=words):
            sources.read(tmp_path / at)


def test_a_folder_without_any_readable_document_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    with pytest.raises(SourceError, match=r"no documents in .*\n  a.txt: it is no text but a PDF file"):
        sources.read(tmp_path)


def test_every_fault_of_sources_yaml_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, alpha="Alpha.", beta="Beta.")
    (folder / "sources.yaml").write_text(
        "alpha.txt: {lable: x, url: 'javascript:alert(1)'}\nalhpa.txt: {kind: blog}\nbeta.txt: text\n"
    )
    with pytest.raises(SourceError) as raised:
        sources.read(folder)
    assert str(raised.value).splitlines()[1:] == [
        "  line 1: alpha.txt: unknown key 'lable'; did you mean 'label'?",
        "  line 1: alpha.txt: url must begin with http:// or https://",
        "  line 2: there is no document alhpa.txt; did you mean 'alpha.txt'?",
        "  line 3: beta.txt needs 'label: …' and the like, not a text or a list",
    ]


def test_two_documents_of_one_label_are_a_fault(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a="Alpha.", b="Beta.")
    (folder / "sources.yaml").write_text("a.txt: {label: Same}\nb.txt: {label: Same}\n")
    with pytest.raises(SourceError, match=r"line 2: b.txt: label 'Same' is that of a.txt too"):
        sources.read(folder)
