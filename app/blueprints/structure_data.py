"""A structure for machines: JSON-LD in the words of schema.org.

It stands at its own address, which the page links to: no page of the portal holds anything inline.
"""

from __future__ import annotations

import json
from typing import Any

from app import sectors
from app.siae.models import Activity, Siae
from app.territories import find_code

MEDIA_TYPE = "application/ld+json"
REGION = "Île-de-France"


def write_json_ld(siae: Siae, base: str, photos: tuple[str, ...]) -> str:
    """The structure as JSON-LD, safe to stand inside a page: it can close no element.

    `base` is the public address of the portal, `photos` are paths of it. What nobody said is left
    out.
    """
    address = f"{base}/structures/{siae.slug}"
    whole = {
        "@context": "https://schema.org",
        "@type": ["Organization", "LocalBusiness"],
        "@id": address,
        "url": address,
        "name": siae.display_name,
        "legalName": siae.name if siae.brand else "",
        "description": siae.description,
        "sameAs": siae.website,
        "identifier": identifier(siae),
        "address": postal_address(siae),
        "geo": geo(siae),
        "image": [f"{base}{photo}" for photo in photos],
        "areaServed": areas(siae),
        "makesOffer": [offer(activity) for activity in siae.activities],
    }
    text = json.dumps({k: v for k, v in whole.items() if v}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def identifier(siae: Siae) -> dict[str, str] | None:
    """Its SIRET."""
    siret = siae.organisation.siret
    return {"@type": "PropertyValue", "propertyID": "SIRET", "value": siret} if siret else None


def postal_address(siae: Siae) -> dict[str, str] | None:
    """Its seat."""
    said = {
        "streetAddress": siae.address,
        "postalCode": siae.postal_code,
        "addressLocality": siae.city,
    }
    said = {name: text for name, text in said.items() if text}
    if not said:
        return None
    return {"@type": "PostalAddress", **said, "addressRegion": REGION, "addressCountry": "FR"}


def geo(siae: Siae) -> dict[str, Any] | None:
    """Its point, in degrees (WGS 84), where it is its own and not the commune's centre."""
    if siae.point is None or siae.geocoding == "commune":
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": siae.point.lat,
        "longitude": siae.point.lon,
    }


def areas(siae: Siae) -> list[dict[str, Any]]:
    """Where it works, each area once."""
    found = (area for activity in siae.activities for area in areas_of(activity, siae))
    return list({json.dumps(area, sort_keys=True): area for area in found}.values())


def areas_of(activity: Activity, siae: Siae) -> list[dict[str, Any]]:
    """Where an activity is done; nothing where nobody said."""
    if activity.is_nationwide:
        return [{"@type": "Country", "name": "France"}]
    if activity.zones:
        places = (find_code(code) for code in activity.zones)
        return [{"@type": "AdministrativeArea", "name": p.name} for p in places if p is not None]
    centre = geo(siae)
    if activity.radius_km is None or centre is None:
        return []
    metres = f"{activity.radius_km * 1000:.0f}"
    return [{"@type": "GeoCircle", "geoMidpoint": centre, "geoRadius": metres}]


def offer(activity: Activity) -> dict[str, Any]:
    """What it sells: a sector, in a form of service where it is known."""
    sector = sectors.find(activity.sector)
    service = {"@type": "Service", "name": sector.name if sector else activity.sector}
    if activity.service is not None:
        service["serviceType"] = activity.service.label
    return {"@type": "Offer", "itemOffered": service}
