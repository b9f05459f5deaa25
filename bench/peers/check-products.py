"""Checks the rasters and the STAC Item of a run with rio-cogeo and pystac.

python -m venv ENV && ENV/bin/pip install rio-cogeo==7.0.4 "pystac[validation]==1.15.2"
ENV/bin/python bench/peers/check-products.py FOLDER

Never a part of the product. pystac fetches the schemas of STAC's extensions; where it cannot, only STAC itself is checked.
"""

import json
import sys
from pathlib import Path

import pystac
from rio_cogeo.cogeo import cog_validate

folder = Path(sys.argv[1])
faults = 0
for path in sorted(folder.glob("*.tif")):
    valid, errors, warnings = cog_validate(str(path), strict=True, quiet=True)
    print(f"{path.name}: {'valid' if valid else 'not valid'} {errors} {warnings}")
    faults += 0 if valid and not errors and not warnings else 1

item = json.loads((folder / "stac-item.json").read_text())
try:
    pystac.Item.from_dict(item).validate()
    print("stac-item.json: valid with its extensions")
except pystac.errors.STACValidationError as error:
    print(f"stac-item.json: {error}")
    faults += 1
except Exception as error:
    print(f"stac-item.json: schemas of extensions not at hand ({error}); STAC itself:")
    pystac.Item.from_dict({**item, "stac_extensions": []}).validate()
    print("stac-item.json: valid")
sys.exit(1 if faults else 0)
