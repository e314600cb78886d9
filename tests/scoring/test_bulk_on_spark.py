"""What DuckDB scores in bulk, Spark scores alike; it takes a minute, so only with ``--thorough``."""

import random
import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest

import assess
from assess.scoring.bulk.ibis_tables import opened
from tests.scoring.test_bulk import reports, rubric

ibis = pytest.importorskip("ibis", reason="assess[bulk] brings Ibis")
pa = pytest.importorskip("pyarrow", reason="assess[bulk] brings pyarrow")


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_gives_what_duckdb_gives(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--thorough"):
        pytest.skip("Spark takes a minute: --thorough")
    pyspark = pytest.importorskip("pyspark", reason="assess[spark] brings PySpark")
    assert pyspark
    rng = random.Random(5)
    about = rubric(rng)
    path = tmp_path / "reports.parquet"
    opened(pa.Table.from_pylist(reports(rng, about, 40))).to_parquet(path)
    here = assess.bulk(path, about, since="2020").to_arrow().to_pylist()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of PySpark, about pandas.
        from pyspark.sql import SparkSession

        settings: dict[str, Any] = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1"}
        session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
        try:
            table = ibis.pyspark.connect(session).read_parquet(path)
            there = assess.bulk(table, about, since="2020").to_arrow().to_pylist()
        finally:
            session.stop()
    key = "subject", "question", "hypothesis"
    by_key = {tuple(row[name] for name in key): row for row in there}
    assert len(by_key) == len(here)
    for row in here:
        other = by_key[tuple(row[name] for name in key)]
        assert {name: other[name] for name in ("term", "reports", "how")} == {
            name: row[name] for name in ("term", "reports", "how")
        }
        assert [other[name] for name in ("posterior", "then", "points", "db")] == pytest.approx(
            [row[name] for name in ("posterior", "then", "points", "db")], abs=1e-9
        )
