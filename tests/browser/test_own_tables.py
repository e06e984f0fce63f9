"""A reader's own tables as offices have them: headings, digits, encodings, workbooks, and what is refused."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sample_page as sample
from opened import Open
from openpyxl import Workbook
from owned import begun, bring, columns, counted, place, replaced, said, workbook
from playwright.sync_api import Page, expect
from pyproj import Transformer

#: In the science park, in the ocean centre, in neither.
SCIENCE, OCEAN, NOWHERE = (113.51, 22.73), (113.56, 22.73), (113.60, 22.90)
HEADS = "名称,经度,纬度"


def table(*places: tuple[float, float], head: str = HEADS) -> str:
    rows = [f"甲{i},{lon},{lat}" for i, (lon, lat) in enumerate(places)]
    return "\n".join([head, *rows]) + "\n"


@pytest.fixture
def page(open_page: Open) -> Page:
    return begun(open_page(sample.payload()).page)


def write(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(page: Page) -> str:
    return page.locator(".zm-own-note[role=alert]").inner_text()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"], ids=str
)
def test_encodings_are_known_by_their_bytes(page: Page, tmp_path: Path, encoding: str) -> None:
    bring(page, write(tmp_path, table(SCIENCE, OCEAN, NOWHERE).encode(encoding)))
    assert columns(page) == {"way": "经度、纬度两列", "lon": "经度", "lat": "纬度", "name": "名称"}
    place(page)
    figures = counted(page)
    assert figures["中科院明珠科学园"] == ["1"]
    assert figures["南沙科学城主体功能区"] == ["2"]
    assert figures["不在任何区内"] == ["1"]
    assert figures["全部点"] == ["3"]


ROWS = {
    "semicolons": "名称;经度;纬度\n甲;113.51;22.73\n",
    "tabs": "名称\t经度\t纬度\r\n甲\t113.51\t22.73\r\n",
    "sep": "sep=|\r\n名称|经度|纬度\r\n甲|113.51|22.73\r\n",
    "quotes": '"名称","经度","纬度"\r\n"甲, ""乙""\r\n丙","113.51","22.73"\r\n',
    "old macs": "名称,经度,纬度\r甲,113.51,22.73\r",
    "behind a quote": '名称,经度,纬度\n"甲"乙,113.51,22.73\n',
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS)
def test_tables_as_excel_writes_them(page: Page, tmp_path: Path, text: str) -> None:
    place(bring(page, write(tmp_path, text)))
    assert counted(page)["中科院明珠科学园"] == ["1"]


PLACES = {
    "full-width digits": ("经度,纬度,名称", "１１３．５１,２２．７３,甲"),
    "degrees, minutes, seconds": ("东经,北纬,名称", "113°30′36″,22°43′48″,甲"),
    "in words": ("经度,纬度,名称", "东经113度30分36秒,北纬22度43分48秒,甲"),
    "letters": ("Longitude,Latitude,Name", '"113°30\'36""E","22°43\'48""N",甲'),
    "minutes with decimals": ("lng,lat,name", "113°30.6′,22°43.8′,甲"),
    "exchanged headings": ("纬度,经度,名称", "113.51,22.73,甲"),
    "x and y": ("X,Y,名称", "113.51,22.73,甲"),
    "y first": ("Y,X,名称", "22.73,113.51,甲"),
    "one column": ("名称,坐标", '甲,"113.51,22.73"'),
    "one column, latitude first": ("名称,位置", '甲,"22.73，113.51"'),
    "well-known text": ("name,geom", "甲,POINT (113.51 22.73)"),
    "no headings at all": ("甲,113.512,22.731", "乙,113.51,22.73"),
}


@pytest.mark.parametrize(("head", "row"), PLACES.values(), ids=PLACES)
def test_places_are_found_however_they_are_written(page: Page, tmp_path: Path, head: str, row: str) -> None:
    place(bring(page, write(tmp_path, f"{head}\n{row}\n")))
    count = "2" if head.startswith("甲") else "1"
    assert counted(page)["中科院明珠科学园"] == [count]
    assert "未计入" not in said(page)


@pytest.mark.parametrize("cells", ["NaN,22.7", "#N/A,22.7", "#DIV/0!,#N/A"])
def test_rows_without_a_place_are_no_heads(page: Page, tmp_path: Path, cells: str) -> None:
    place(bring(page, write(tmp_path, f"{HEADS}\n乙,{cells}\n丙,#N/A,22.7\n甲,113.51,22.73\n丁,#N/A,22.7\n")))
    assert counted(page)["中科院明珠科学园"] == ["1"]
    assert "3 行没有可用的位置" in said(page)


LACKING = {
    "a word for none": ("名称,经度,纬度", "甲,暂缺,暂缺", 1, "第 2 行：坐标不是数字。甲"),
    "nothing": ("名称,经度,纬度", "甲,,", 1, "第 2 行：没有坐标。甲"),
    "a name of a coordinate as a value": ("名称,经度,纬度,半球", "甲,,,E", 1, "第 2 行：没有坐标。甲"),
    "below units": ("名称,经度,纬度\n,（度）,°", "甲,无,无", 2, "第 3 行：坐标不是数字。甲"),
    "below two rows of heads": ("名称,坐标,\n,经度,纬度", "甲,,", 2, "第 3 行：没有坐标。甲"),
    "below heads that nobody knows": ("企业,一,二", "甲,,", 1, "第 2 行：没有坐标。甲"),
    "below a title": ("名录,,\n企业,一,二", "甲,待定,待定", 2, "第 3 行：坐标不是数字。甲"),
}


@pytest.mark.parametrize(("head", "row", "heads", "told"), LACKING.values(), ids=LACKING)
def test_first_rows_that_lack_a_place_are_told_and_no_heads(
    page: Page, tmp_path: Path, head: str, row: str, heads: int, told: str
) -> None:
    rows = f"{head}\n{row}\n乙,113.51,22.73\n丙,113.51,22.73\n丁,113.51,22.73\n"
    bring(page, write(tmp_path, rows))
    assert page.locator("#zm-own-head").input_value() == str(heads)
    place(page)
    assert page.locator(".zm-own-told details").first.locator("li").all_text_contents() == [told]
    assert counted(page)["中科院明珠科学园"] == ["3"]


def test_units_below_heads_that_are_merged_down_are_no_data(page: Page, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["企业", "经度", "纬度", "产值"],
        [None, None, None, "万元"],
        ["乙", None, None, 3],
        ["甲", *SCIENCE, 10],
    ]
    bring(page, workbook(tmp_path / "t.xlsx", rows, ("A1:A2", "B1:B2", "C1:C2", "A3:A4")))
    assert page.locator("#zm-own-head").input_value() == "2"
    place(page)
    page.locator("#zm-own-measure").select_option("sum")
    page.locator("#zm-own-column").select_option(label="产值 · 万元")
    assert "1 行没有可用的位置" in said(page)


@pytest.mark.parametrize("cells", ["113,5;22,7", "113,51;22,73"])
def test_a_decimal_comma_is_no_pair_of_degrees(page: Page, tmp_path: Path, cells: str) -> None:
    heads = HEADS.replace(",", ";")
    place(bring(page, write(tmp_path, f"{heads}\n甲;113.51;22.73\n乙;{cells}\n丙;113.51;22.73\n")))
    assert counted(page)["中科院明珠科学园"] == ["2"]
    assert "1 行没有可用的位置" in said(page)
    bring(page, write(tmp_path, f"{heads}\n乙;{cells}\n丙;{cells}\n"))
    assert columns(page)["way"] != "一列经纬度"
    expect(page.locator("#zm-own-body")).to_contain_text("没有找到位置")


def test_exchanged_headings_are_told(page: Page, tmp_path: Path) -> None:
    bring(page, write(tmp_path, table(SCIENCE[::-1], OCEAN[::-1])))
    assert columns(page) == {"way": "经度、纬度两列", "lon": "纬度", "lat": "经度", "name": "名称"}
    expect(page.locator(".zm-own-note")).to_contain_text("写反")
    place(page)
    assert counted(page)["南沙科学城主体功能区"] == ["2"]


def test_ages_are_no_latitudes(page: Page, tmp_path: Path) -> None:
    rows = "姓名,年龄,人数,lng,lat\n甲,35,12,113.51,22.73\n乙,41,8,113.512,22.731\n"
    bring(page, write(tmp_path, rows))
    assert {key: columns(page)[key] for key in ("lon", "lat", "name")} == {
        "lon": "lng",
        "lat": "lat",
        "name": "姓名",
    }


@pytest.mark.parametrize(("code", "head"), [(4547, "Y坐标,X坐标"), (4526, "东坐标,北坐标"), (4526, "X,Y")])
def test_eastings_of_belts(page: Page, tmp_path: Path, code: int, head: str) -> None:
    east, north = Transformer.from_crs(4490, code, always_xy=True).transform(*SCIENCE)
    bring(page, write(tmp_path, f"{head},名称\n{east:.3f},{north:.3f},甲\n"))
    assert columns(page)["way"] == "CGCS2000 平面坐标"
    assert columns(page)["meridian"] == "114°"
    place(page, None)
    assert counted(page)["中科院明珠科学园"] == ["1"]


def test_rows_without_a_place_are_counted_and_told_with_their_numbers(page: Page, tmp_path: Path) -> None:
    text = f"{HEADS}\n甲,113.51,22.73\n\n乙,,\n丙,暂缺,22.7\n丁,22.73,113.51\n戊,2.35,48.85\n"
    place(bring(page, write(tmp_path, text)))
    assert "4 行没有可用的位置" in said(page)
    listed = page.locator(".zm-own-told details").first.locator("li").all_text_contents()
    assert listed == [
        "第 4 行：没有坐标。乙",
        "第 5 行：坐标不是数字。丙",
        "第 6 行：经度和纬度写反。丁",
        "第 7 行：坐标不在中国范围内。戊",
    ]


def test_a_workbook_with_a_title_two_rows_of_headings_and_merged_cells(page: Page, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["企业名录（2022 年）", None, None, None, None],
        ["企业", "行业", "坐标", None, "产值"],
        [None, None, "经度", "纬度", "万元"],
        ["甲", "软件", *SCIENCE, 10],
        ["乙", None, *OCEAN, 20.5],
        ["丙", "海洋", None, None, None],
    ]
    path = workbook(
        tmp_path / "t.xlsx", rows, ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "B4:B5", "C5:C6", "D5:D6")
    )
    bring(page, path)
    assert page.locator("#zm-own-head").input_value() == "3"
    assert {key: columns(page)[key] for key in ("lon", "lat", "name")} == {
        "lon": "坐标 · 经度",
        "lat": "坐标 · 纬度",
        "name": "企业",
    }
    place(page)
    page.locator("#zm-own-measure").select_option("sum")
    page.locator("#zm-own-column").select_option(label="产值 · 万元")
    page.locator("#zm-own-by").select_option(label="行业")
    figures = counted(page)
    # A cell that is merged down stands for all its rows: 乙 is of 软件, 丙 lies where 乙 does.
    assert figures["南方海洋科技创新中心核心区"] == ["20.5", "2", "1", "1"]
    assert figures["南沙科学城主体功能区"] == ["30.5", "3", "2", "1"]


def test_one_of_several_sheets_is_chosen(page: Page, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["说明"])
    sheet = book.create_sheet("数据")
    for row in (["名称", "经度", "纬度", "日期"], ["甲", *SCIENCE, date(2022, 3, 1)]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    bring(page, tmp_path / "t.xlsx")
    expect(page.locator("#zm-own-go")).to_be_disabled()
    page.locator("#zm-own-sheet").select_option(label="数据")
    place(page)
    page.locator("#zm-own-by").select_option(label="日期")
    expect(page.locator("#zm-own-body thead")).to_contain_text("2022-03-01")


def test_a_workbook_by_another_program(page: Page, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["名称", "经度", "纬度"]])
    replaced(
        path,
        "xl/worksheets/sheet1.xml",
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>名</x:t></x:r>'
        '<x:r><x:t xml:space="preserve">称</x:t></x:r></x:is></x:c>'
        '<x:c t="str"><x:v>经度</x:v></x:c><x:c t="str"><x:f>B1</x:f><x:v>纬度</x:v></x:c></x:row>'
        '<x:row r="4"><x:c r="A4" t="inlineStr"><x:is><x:t>&lt;b&gt;&#x7532;&amp;</x:t></x:is></x:c>'
        '<x:c r="B4"><x:v>113.51</x:v></x:c><x:c r="C4"><x:v>22.73</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>",
    )
    bring(page, path)
    assert columns(page)["name"] == "名称"
    expect(page.locator(".zm-own-systems")).to_contain_text("第 4 行")
    place(page)
    assert counted(page)["中科院明珠科学园"] == ["1"]


def test_a_million_rows_are_refused_with_what_to_do(page: Page, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["名称"]])
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}"><v>113.5</v></c><c r="C{0}"><v>22.7</v></c></row>'
    rows = "".join(map(row.format, range(1, 1_000_001)))
    replaced(path, "xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    bring(page, path)
    assert refused(page) == "超过 200,000 行，页面放不下：请用命令 zonemap tally 统计。"
    page.evaluate("ZM.setLanguage('en')")
    assert "use the command zonemap tally" in refused(page)


def test_too_many_lines_are_refused(page: Page, tmp_path: Path) -> None:
    line = "甲,113.5,22.7\n"
    bring(page, write(tmp_path, f"{HEADS}\n{line * 200_000}"))
    expect(page.locator(".zm-own-read")).to_contain_text("200,000 行")
    page.locator("#zm-own-file").set_input_files(write(tmp_path, f"{HEADS}\n{line * 200_200}"))
    page.locator(".zm-own-note[role=alert]").wait_for()
    assert "超过 200,000 行" in refused(page)


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_what_is_no_table_is_refused_in_one_sentence(page: Page, tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", [["名称", "经度", "纬度"], ["甲", *SCIENCE]])
    cut = write(tmp_path, good.read_bytes()[:-40], "cut.xlsx")
    damaged = bytearray(good.read_bytes())
    at = damaged.index(b"xl/worksheets/sheet1.xml") + 60
    damaged[at] ^= 0xFF
    typed = replaced(
        workbook(tmp_path / "typed.xlsx", [["a"]]),
        "xl/worksheets/sheet1.xml",
        '<!DOCTYPE x [<!ENTITY a "b">]>'
        "<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>",
    )
    row = '<row r="{0}"><c r="B{0}"><v>113.5</v></c><c r="C{0}"><v>22.7</v></c></row>'
    torn = replaced(
        workbook(tmp_path / "torn.xlsx", [["a"]]),
        "xl/worksheets/sheet1.xml",
        f"<worksheet><sheetData>{''.join(map(row.format, range(1, 40)))}"[:-30],
    )
    bomb = replaced(
        workbook(tmp_path / "bomb.xlsx", [["a"]]),
        "xl/worksheets/sheet1.xml",
        f"<worksheet><sheetData><row><c><v>{' ' * 40_000_000}</v></c></row></sheetData></worksheet>",
    )
    cases = {
        cut: "不完整或已损坏",
        write(tmp_path, bytes(damaged), "damaged.xlsx"): "不完整或已损坏",
        typed: "文档类型",
        torn: "第 39 行的结构有误",
        bomb: "解压后过大",
        zipped(tmp_path / "other.zip", {"a.txt": "a"}): "没有工作表",
        write(tmp_path, b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old.xls"): "旧格式",
        write(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "a.png"): "不是文本表格",
        write(tmp_path, '名称,经度,纬度\n"甲,113.5,22.7\n', "open.csv"): "第 2 行的引号没有结束",
        write(tmp_path, "", "empty.csv"): "没有数据",
        write(tmp_path, '{"type": "FeatureCollection", "features": [', "a.geojson"): "JSON 不完整",
        write(tmp_path, '{"type": "Topology"}', "b.geojson"): "没有 GeoJSON 要素",
    }
    for path, words in cases.items():
        page.locator("#zm-own-file").set_input_files(path)
        expect(page.locator(".zm-own-note[role=alert]"), path.name).to_contain_text(words)
    # And what is whole is read after all that.
    place(bring(page, good))
    assert counted(page)["中科院明珠科学园"] == ["1"]


def test_a_workbook_that_says_less_than_it_unpacks_to_is_stopped(page: Page, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [["a"]])
    replaced(path, "xl/workbook.xml", f"<workbook>{' ' * 40_000_000}</workbook>")
    told = bytearray(path.read_bytes())
    at = told.rindex(b"xl/workbook.xml") - 46  # its entry in the directory
    assert told[at : at + 4] == b"PK\x01\x02"
    told[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(told))
    bring(page, path)
    assert "解压后过大" in refused(page)


def test_geojson_of_points(page: Page, tmp_path: Path) -> None:
    text = """{"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"名称": "甲", "n": 2}, "geometry": {"type": "Point", "coordinates": [113.51, 22.73]}},
        {"type": "Feature", "properties": {"名称": "乙", "__proto__": 1}, "geometry": {"type": "LineString", "coordinates": [[113.5, 22.7], [113.6, 22.8]]}},
        {"type": "Feature", "properties": null, "geometry": null}]}"""  # noqa: E501
    place(bring(page, write(tmp_path, text, "t.geojson")))
    assert counted(page)["中科院明珠科学园"] == ["1"]
    assert "2 行没有可用的位置" in said(page)
