"""Write files to practise on: ``python tests/newyear FOLDER``.

A copy of the tables without PAR INDEX 2023, its official table as workbook and CSV, and the made-up PAPI 2025 in four
shapes: our template filled in, tidy rows, a workbook as an office lays it out, and the same full of errors.
"""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from govindex.tables.load import load_tables
from newyear.errors import plant_errors
from newyear.places import PAR_2023, copy_data, take_out
from newyear.shapes import fill_template, write_messy, write_tidy


def main(folder: Path) -> None:
    """Write everything into a new folder."""
    if folder.exists():
        sys.exit(f"{folder} is there already: give the name of a new folder.")
    data = copy_data(folder / "data")
    take_out(data, "par", 2023)
    for path in PAR_2023.values():
        shutil.copyfile(path, folder / path.name)
    tables = load_tables()
    fill_template(tables, folder / "papi-2025-made-up-template.xlsx")
    write_tidy(tables, folder / "papi-2025-made-up.csv")
    write_messy(tables, folder / "papi-2025-made-up-office.xlsx")
    plant_errors(tables, folder / "papi-2025-made-up-errors.xlsx")
    sys.stdout.write("".join(f"{path}\n" for path in sorted(folder.iterdir())))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give one folder: python tests/newyear FOLDER")
    main(Path(sys.argv[1]))
