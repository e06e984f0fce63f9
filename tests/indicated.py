"""The made-up layers with indicators: what tests break, bound and show."""

from pathlib import Path

INDICATORS, VOCABULARY = "town/indicators.toml", "vocabulary.toml"

WORDS = """
[units.percent]
zh = "%"
en = "%"

[units.firms]
zh = "家"
en = "firms"

[topics.share]
zh = "研发强度"
en = "R&D share"

[topics.firms]
zh = "企业"
en = "Firms"
"""

TABLES = """
[[tables]]
id = "targets"
kind = "targets"
title = "主要指标"
title_en = "Main indicators"
cite = "方城规划 二"

[[tables.rows]]
number = 1
topic = "share"
name = "研发投入强度"
name_en = "R&D share"
group = "投入"
group_en = "Input"
unit = "percent"
base_year = 2020
base = 3
target_year = 2025
target = 4
nature = "anticipatory"

[[tables.rows]]
number = 2
topic = "firms"
name = "高新技术企业"
name_en = "High-tech enterprises"
group = "产业"
group_en = "Industry"
unit = "firms"
base_year = 2020
base = 100
target_year = 2025
target = 200
bound = "at least"
nature = "binding"
actual = { 2021 = 110, 2022 = 130 }
also = [
  { value = 100, year = 2020, cite = "方城规划 一" },
]

[[tables.rows]]
number = 3
name = "新增上市企业"
name_en = "Newly listed enterprises"
unit = "firms"
target_year = 2025
target = 7

[[tables]]
id = "fields"
kind = "state"
title = "领域"
title_en = "Fields"
cite = "方城规划 一"
total = 5

[[tables.rows]]
number = 1
name = "电子"
name_en = "Electronics"
unit = "firms"
year = 2020
value = 3

[[tables.rows]]
number = 2
name = "材料"
name_en = "Materials"
unit = "firms"
year = 2020
value = 2
"""


def indicated(folder: Path, *changes: tuple[str, str], words: str = WORDS, tables: str = TABLES) -> Path:
    """Give indicators to a copy of the made-up layers; of `changes` each replaces a text that is there."""
    for old, new in changes:
        assert tables.count(old) >= 1, old
        tables = tables.replace(old, new, 1)
    (folder / VOCABULARY).write_text(words, "utf-8")
    (folder / INDICATORS).write_text(tables, "utf-8")
    return folder
