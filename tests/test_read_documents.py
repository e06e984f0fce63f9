"""Documents of every kind: what is read of them, where it stands, and what is refused in a line."""

import io
import json
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from commands import assert_told, printed, run
from reading_score import MADE_UP, cites, score, sets
from support import within

from mapgen.reading import letters
from mapgen.reading.document import Place, place
from mapgen.reading.draft import draft
from mapgen.reading.findings import findings
from mapgen.reading.opening import open_document
from mapgen.reading.paragraphs import document_of
from mapgen.reading.words import own_words

TEXT = "梅坞科技园规划范围东至松涛河，南至云溪大道，西至银杏路，北至白鹭山，面积3平方公里。"
WORDS = own_words()


def zone(made: dict) -> dict:
    (element,) = [each for each in made["elements"] if each["sides"]]
    return element


def pdf_of(lines: list[str]) -> bytes:
    """A PDF whose text is that of the lines: letters by their code, and a table that says so."""
    shown = b"".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj 0 -20 Td\n" for line in lines)
    stream = b"BT /F1 12 Tf 50 780 Td\n" + shown + b"ET"
    codes = sorted({char for line in lines for char in line})
    table = b"".join(
        b"<%s> <%s>\n" % (code, code) for code in (char.encode("utf-16-be").hex().encode() for char in codes)
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n%d beginbfchar\n%sendbfchar endcmap end end"
        % (len(codes), table)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % at for at in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("一、总体布局", level=1)
    document.add_paragraph(TEXT.replace("，南", "，\n南"))
    table = document.add_table(rows=1, cols=5)
    for cell, text in zip(table.rows[0].cells, ("1", "研发投入强度", "%", "3.5", "预期性"), strict=True):
        cell.text = text
    inner = table.rows[0].cells[0].add_table(rows=1, cols=1)
    inner.rows[0].cells[0].text = "桐林软件园"
    document.save(str(path))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert len(zone(printed("read", path))["sides"]) == 4


def test_text_in_big5(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    text = "梅塢科技園規劃範圍東至松濤河,西至銀杏路,北至白鷺山。"
    path.write_bytes(text.encode("big5"))
    made = printed("read", path, "--encoding", "big5")
    assert zone(made)["name"] == "梅坞科技园"
    assert [side["cite"]["quote"] for side in zone(made)["sides"]] == ["松濤河", "銀杏路", "白鷺山"]


def test_word(tmp_path: Path) -> None:
    made = printed("read", word(tmp_path / "plan.docx"))
    assert len(zone(made)["sides"]) == 4
    assert zone(made)["sides"][0]["cite"]["heading"] == "一、总体布局"
    assert "桐林软件园" in {each["name"] for each in made["elements"]}


def test_pdf_and_lines_that_a_page_cuts(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of([TEXT[:24], TEXT[24:]]))
    assert len(zone(printed("read", path))["sides"]) == 4


def test_html_without_what_nobody_sees(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    page = (
        "<!DOCTYPE html><html><head><meta charset='gbk'><title>x</title>"
        "<script>var a='桐林科技园东至学府路，西至云海路'</script></head><body><h2>一、总体布局</h2>"
        f"<p>梅坞<b>科技园</b>{TEXT[5:]}</p><img src='http://127.0.0.1:1/x.png'></body></html>"
    )
    path.write_bytes(page.encode("gbk"))
    made = printed("read", path)
    assert zone(made)["name"] == "梅坞科技园"
    assert zone(made)["sides"][0]["cite"]["heading"] == "一、总体布局"


def test_rows_of_a_table_are_indicators(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("序号\n指标\n单位\n2020\n2025\n属性\n1\n研发投入强度\n%\n3.67\n6\n预期性\n", "utf-8")
    (row,) = printed("read", path)["indicators"]
    assert {key: row[key] for key in ("name", "unit", "base", "target", "nature")} == {
        "name": "研发投入强度", "unit": "%", "base": 3.67, "target": 6.0, "nature": "预期性",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
        ("a.docx", b"no zip", "unreadable zip"),
        ("a.txt", b"PK\x03\x04", "renamed"),
        ("a.pdf", b"%PDF-1.7 broken", "cannot be read"),
        ("a.txt", b"", "no text"),
        ("a.txt", b" \r\n\v", "no text"),
        ("a.xlsx", b"PK\x03\x04", "not in a format"),
        ("a.html", b"<html></html>", "no text"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run("read", path)
    assert_told(result, 1)
    assert told in result.stderr
    assert name in result.stderr


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    result = run("read", path)
    assert_told(result, 1)
    assert "no Word document" in result.stderr


@pytest.mark.parametrize("bomb", ["entity", "ratio"])
def test_a_document_that_would_do_harm(tmp_path: Path, bomb: str) -> None:
    whole, path = word(tmp_path / "whole.docx"), tmp_path / "a.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                head = b'<!DOCTYPE a [<!ENTITY b "c">]>'
                content = content.replace(b"?>", b"?>" + head, 1) if bomb == "entity" else content
                content += b" " * (40 * 2**20) if bomb == "ratio" else b""
            archive.writestr(name, content)
    assert_told(run("read", path), 1)


def test_a_scanned_and_an_encrypted_pdf(tmp_path: Path) -> None:
    for name, told in (("scan", "scan"), ("locked", "encrypted")):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(595, 842)
        if name == "locked":
            writer.encrypt("secret", algorithm="RC4-128")
        path = tmp_path / f"{name}.pdf"
        writer.write(str(path))
        result = run("read", path)
        assert_told(result, 1)
        assert told in result.stderr


def test_a_hundred_megabytes_of_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    result = run("read", path)
    assert_told(result, 1)
    assert "100 MB" in result.stderr


@pytest.mark.parametrize(
    "content", ["[names", "[names]\nzone = [1]\n", "[names]\nzones = ['a']\n", "[sides]\ncompass = ['a']\n"]
)
def test_a_word_list_that_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "more.toml").write_text(content, "utf-8")
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    assert_told(run("read", tmp_path / "plan.txt", "--words", tmp_path / "more.toml"), 1)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("plan.txt", "plan.docx"):
        told = run("read", tmp_path / name, "--lang", "en")
        assert_told(told, 1)
        assert f"{name}: cannot be read" in told.stderr
        assert "check that it exists" in told.stderr


def test_the_draft_is_written_and_told(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("规划范围：东至松涛河，西至银杏路。", "utf-8")
    result = run("read", tmp_path / "plan.txt", "--out", tmp_path / "draft.json")
    assert result.exit_code == 0
    first, *doubts = result.stdout.splitlines()
    assert first.startswith("plan.txt: layout")
    assert [each.split(": ")[0] for each in doubts] == ["plan.txt:1:7", "plan.txt:1:13"]
    made = json.loads((tmp_path / "draft.json").read_text("utf-8"))
    assert list(made) == ["layouts", "elements", "loose", "indicators", "doubts", "source"]
    assert made == printed("read", tmp_path / "plan.txt")


def test_the_keys_are_those_that_others_read() -> None:
    made = printed("read", MADE_UP / "qinglan.txt")
    element = next(each for each in made["elements"] if each["sides"] and each["stated"])
    assert list(element) == [
        "name", "aliases", "kind", "tier", "role", "parent", "stated", "sides", "members", "member_cites",
        "passes", "pass_cites", "doubts", "cite",
    ]  # fmt: skip
    assert list(element["stated"][0]) == ["value", "unit", "km2", "qualifier", "cite"]
    assert list(element["sides"][0]) == ["side", "part", "words", "name", "of", "offset_m", "cite"]
    assert list(element["cite"]) == ["heading", "paragraph", "start", "end", "quote"]
    axis = next(each for each in made["elements"] if each["passes"])
    assert axis["passes"] == ["云溪大科学装置集聚区", "桐林软件园", "梅坞科技园"]


@pytest.mark.parametrize("name", ["qinglan.txt", "baita.txt"])
def test_every_place_quotes_the_text(name: str) -> None:
    document, _ = open_document(MADE_UP / name, WORDS)
    found = list(cites(printed("read", MADE_UP / name)))
    assert len(found) > 20
    for each in found:
        assert document.raw[each["start"] : each["end"]] == each["quote"]
        paragraph = document.by_number[each["paragraph"]]
        assert paragraph.start <= each["start"] < each["end"] <= paragraph.end


def test_a_place_needs_its_words() -> None:
    document = document_of("a.txt", TEXT, WORDS)
    with pytest.raises(ValueError, match="words"):
        place(document, document.paragraphs[0], 3, 3)
    with pytest.raises(ValueError, match="words"):
        Place("", 1, 0, 3, "")


def test_doubtful_elements_come_first() -> None:
    doubts = [bool(each["doubts"]) for each in printed("read", MADE_UP / "baita.txt")["elements"]]
    assert True in doubts
    assert doubts == sorted(doubts, reverse=True)


def test_traditional_letters_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = (letters._known_letter, letters._table, letters._read)
    monkeypatch.setattr(letters, "_converter", lambda: None)
    for each in kept:
        each.cache_clear()
    try:
        document = document_of("a.txt", "某科技園東至某路，總面積約3平方公里。", WORDS)
        assert document.paragraphs[0].text == "某科技园东至某路，总面积约3平方公里。"
    finally:
        for each in kept:
            each.cache_clear()


def test_made_up_texts_are_read_as_a_careful_reader_does() -> None:
    ((_, items),) = sets(MADE_UP)
    count, missed, _ = score(items)
    assert count["places wrong"] == 0
    floors = {
        ("elements", "elements found"): 0.95,
        ("sides", "sides found"): 0.97,
        ("sides", "sides of the right zone"): 0.94,
        ("areas", "areas of the right zone"): 1,
        ("parents", "parents found"): 0.8,
        ("roles", "roles found"): 1,
        ("phrases", "phrases first"): 1,
    }
    for (whole, part), floor in floors.items():
        assert count[part] >= floor * count[whole] > 0, missed
    assert count["of a wrong zone, no doubt said"] == 0


def test_a_line_without_end_is_cut_into_paragraphs_at_full_stops() -> None:
    sentence = "梅坞科技园东至松涛河，西至银杏路。"
    document = document_of("a.txt", sentence * 1000, WORDS)
    assert len(document.paragraphs) > 4
    assert all(len(each.text) <= 2000 for each in document.paragraphs)
    assert all(each.text.endswith("。") for each in document.paragraphs)
    assert "".join(each.text for each in document.paragraphs) == sentence * 1000


@pytest.mark.parametrize(
    "unit", ["多", "东西", "串联云区、", "1平方公里", "，包括三个区", "1，包括三个区", "“一", "建设", "（("]
)
def test_words_said_again_and_again_take_time_by_their_number(unit: str) -> None:
    with within(12):
        draft(findings(document_of("a.txt", unit * (8000 // len(unit)), WORDS), WORDS), WORDS)


def test_notes_boxes_and_changes_of_word(tmp_path: Path) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{0}</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ).format("石桥科技园东至学府路，西至云海路。")
    body = (
        "<w:p><w:r><w:t>梅坞科技园东至</w:t></w:r>"
        '<w:del w:id="1"><w:r><w:delText>丁香路</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>松涛河</w:t></w:r></w:ins>'
        '<w:r><w:t>，西至银杏路。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>' + box + "</w:p>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{w}"><w:footnote w:id="2"><w:p><w:r><w:t>桐林软件园东至紫藤路，'
        "西至长塘路。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    whole, path = word(tmp_path / "whole.docx"), tmp_path / "a.docx"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            content = source.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else None
            if content is None:
                archive.writestr(name, source.read(name))
                continue
            if name == "word/document.xml":
                start, end = content.index("<w:body>") + 8, content.index("<w:sectPr")
                content = content[:start] + body + content[end:]
            if name == "word/_rels/document.xml.rels":
                told = f'<Relationship Id="rIdN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                content = content.replace("</Relationships>", told)
            if name == "[Content_Types].xml":
                part = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                told = f'<Override PartName="/word/footnotes.xml" ContentType="{part}"/></Types>'
                content = content.replace("</Types>", told)
            archive.writestr(name, content)
        archive.writestr("word/footnotes.xml", notes)
    made = {each["name"]: each for each in printed("read", path)["elements"] if each["sides"]}
    assert {name: [side["name"] for side in each["sides"]] for name, each in made.items()} == {
        "梅坞科技园": ["松涛河", "银杏路"],
        "石桥科技园": ["学府路", "云海路"],
        "桐林软件园": ["紫藤路", "长塘路"],
    }


def test_a_page_nested_too_deep_is_refused_and_not_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    depth = 100_000
    path.write_text(f"<p>{TEXT}</p>{'<div>' * depth}x{'</div>' * depth}<p>{TEXT}</p>", "utf-8")
    result = run("read", path)
    assert_told(result, 1)
    assert "depth" in result.stderr


def test_a_sentence_said_on_many_lines_is_no_running_head() -> None:
    document = document_of("a.txt", "梅坞科技园东至松涛河，西至银杏路。\n" * 5, WORDS)
    assert len(document.paragraphs) == 5
