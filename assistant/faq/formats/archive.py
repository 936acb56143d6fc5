"""Write a zip archive (DOCX, XLSX) so that the same contents always give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def fixed(data: bytes, built: str) -> bytes:
    """Return the archive with the index's time in place of the clock's.

    `built` is ISO 8601. Every part gets the zip format's first day as its time.
    """
    written = io.BytesIO()
    moment = f"{built[:19]}Z".encode()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _SAVED.sub(rb"\g<1>" + moment + rb"\g<3>", part)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return written.getvalue()
