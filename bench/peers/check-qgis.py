"""Opens the rasters of a run in QGIS and compares what it makes of them with the STAC Item.

QT_QPA_PLATFORM=offscreen python3 bench/peers/check-qgis.py FOLDER...   (Debian: python3-qgis)

Never a part of the product. Ends with 2 where there is no QGIS, with 1 where QGIS complains or reads anything else.
"""

import json
import math
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from osgeo import gdal
    from qgis.core import (
        Qgis,
        QgsApplication,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsPointXY,
        QgsRasterLayer,
    )
    from qgis.PyQt.QtCore import QSize
except ImportError as error:
    print(f"QGIS is not installed for this Python ({error}; Debian: python3-qgis): nothing was checked")
    sys.exit(2)

TYPES = {"float32": Qgis.DataType.Float32, "int32": Qgis.DataType.Int32, "uint8": Qgis.DataType.Byte}
SIDE = 256


def differs(one, other, share=1e-9):
    return not math.isclose(one, other, rel_tol=share, abs_tol=1e-12)


def colors_of(layer):
    """Number of colours in the picture that QGIS draws of a layer with its default style."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setOutputSize(QSize(SIDE, SIDE))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return len({image.pixel(x, y) for x in range(SIDE) for y in range(SIDE)}), [error.message for error in job.errors()]


def unit_of(path):
    """Unit of the band as GDAL below QGIS reads it: QGIS itself hands out none."""
    opened = gdal.Open(str(path))
    return opened.GetRasterBand(1).GetUnitType()


def faults_of(path, asset, place):
    """What QGIS does not read of a raster as its asset of the STAC Item says."""
    layer = QgsRasterLayer(str(path), path.stem)
    if not layer.isValid():
        return ["not valid"]
    provider = layer.dataProvider()
    found = []

    def expect(name, is_so, value):
        if not is_so:
            found.append(f"{name}: {value}")

    crs = layer.crs()
    expect("CRS", crs.isValid() and crs.authid() == place["proj:code"], crs.authid())
    rows, columns = place["proj:shape"]
    expect("size", (layer.height(), layer.width()) == (rows, columns), (layer.height(), layer.width()))
    extent = layer.extent()
    edges = [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]
    expect("extent", not any(map(differs, edges, place["proj:bbox"])), edges)
    expect("bands", layer.bandCount() == 1, layer.bandCount())
    expect("band name", layer.bandName(1) == f"Band 1: {asset['title']}", layer.bandName(1))
    expect("unit", unit_of(path) == asset["unit"], unit_of(path))
    expect("type", provider.sourceDataType(1) == TYPES[asset["data_type"]], provider.sourceDataType(1))
    no_data = provider.sourceNoDataValue(1)
    is_same = math.isnan(no_data) if asset["nodata"] == "nan" else no_data == asset["nodata"]
    expect("no data", provider.sourceHasNoDataValue(1) and is_same, no_data)
    said = asset.get("statistics")
    if said:
        read = provider.bandStatistics(1)
        for name, value in (("minimum", read.minimumValue), ("maximum", read.maximumValue), ("mean", read.mean)):
            expect(name, not differs(value, said[name], 1e-6), f"{value} for {said[name]}")
    step_x, _, left, _, step_y, top = place["proj:transform"]
    middle = QgsPointXY(left + (columns // 2 + 0.5) * step_x, top + (rows // 2 + 0.5) * step_y)
    _, is_data = provider.sample(middle, 1)
    outside = provider.sample(QgsPointXY(left - step_x, top), 1)[1]
    expect("sample", not outside and (is_data or asset["nodata"] == 0), (is_data, outside))
    sizes = [(level.ySize, level.xSize) for level in provider.buildPyramidList() if level.exists]
    levels = max(0, math.ceil(math.log2(max(rows, columns) / 512)))
    expect("overviews", len(sizes) >= levels, sizes)
    colors, errors = colors_of(layer)
    expect("picture", colors > 1 and not errors, (colors, errors))
    return found


def main(folders):
    gdal.UseExceptions()
    application = QgsApplication([], False)
    application.initQgis()
    messages = []
    application.messageLog().messageReceived.connect(lambda text, tag, level: messages.append(f"{tag}: {text}"))
    faults = 0
    for folder in map(Path, folders):
        item = json.loads((folder / "stac-item.json").read_text())
        assets = {name: asset for name, asset in item["assets"].items() if asset["href"].endswith(".tif")}
        for name, asset in assets.items():
            messages.clear()
            found = faults_of(folder / asset["href"], asset, item["properties"])
            application.processEvents()
            found += messages
            print(f"{folder.name}/{name}.tif: {'; '.join(found) if found else 'as written'}")
            faults += len(found)
        print(f"{folder.name}: {len(assets)} rasters, {item['properties']['proj:code']}, QGIS {Qgis.QGIS_VERSION}")
    application.exitQgis()
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
