"""Every file of the benchmark data is read row for row, or refused with a reason."""

import json
from datetime import date
from pathlib import Path

import pytest

from copilot.errors import FileRefused
from copilot.ingest.reading import read_file
from copilot.ingest.terms import Terms

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
pytestmark = [pytest.mark.bench_data, pytest.mark.skipif(not DATA.is_dir(), reason=f"no benchmark data at {DATA}")]
TERMS = Terms(date(2026, 11, 23), "salt")


def account(path: Path) -> tuple[int, int, int]:
    """Return rows, rows that gave items, and rejected rows."""
    rows = kept = rejected = 0
    with read_file(path, film=None, terms=TERMS) as reading:
        for batch in reading.batches():
            rows += batch.rows
            kept += len({item.row for item in batch.items})
            rejected += len(batch.rejected)
    return rows, kept, rejected


def test_every_file_is_read_row_for_row():
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and "jsontestsuite" not in str(path) and path.name != "daily.csv":
            rows, kept, rejected = account(path)
            assert rows == kept + rejected, path
            assert kept, path


def test_days_of_release_need_a_film():
    with pytest.raises(FileRefused, match="--film"):
        account(DATA / "boxoffice_cn_daily" / "daily.csv")


def test_the_csv_spectrum_has_as_many_rows_as_its_json():
    for path in sorted((DATA / "hostile_csv-spectrum" / "csvs").iterdir()):
        expected = json.loads((DATA / "hostile_csv-spectrum" / "json" / f"{path.stem}.json").read_text())
        assert account(path)[0] == len(expected if isinstance(expected, list) else [expected]), path


def test_broken_json_is_refused_or_rejected_never_a_crash():
    for path in sorted((DATA / "hostile_jsontestsuite" / "test_parsing").iterdir()):
        try:
            rows, kept, rejected = account(path)
        except FileRefused as refused:
            rows = kept = rejected = 0
            said = refused.found
        else:
            said = ""
        assert "解析中断" not in said, path
        assert rows == kept + rejected, path
