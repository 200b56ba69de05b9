"""The notebook in examples/ runs from beginning to end, with few trials."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "founding-trial.ipynb"


@pytest.mark.filterwarnings("ignore")  # what Jupyter's own packages say to one another is not ours to mend
def test_the_founding_notebook_runs(tmp_path, monkeypatch):
    nbformat = pytest.importorskip("nbformat", reason="comes with the test extra")
    nbclient = pytest.importorskip("nbclient", reason="comes with the test extra")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("trials=500", "trials=8")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))

    client = nbclient.NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()

    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any(output.output_type == "execute_result" for output in outputs)
    assert (tmp_path / "report" / "report.html").exists()
