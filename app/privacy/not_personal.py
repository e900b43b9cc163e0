"""The columns that hold words and no personal data, table by table.

Closed words (states, kinds, codes of territories and sectors), names of organisations and public
notices, keys of content, what the portal itself writes. Numbers, dates and booleans need no line.
What somebody writes freely is not here: the register holds it, whatever they wrote.
"""

from __future__ import annotations

NOT_PERSONAL: dict[str, str] = {
    "activity": "sector zones capacity_unit evidence",
    "aid_rate": "kind source url published reliability note",
    "alert": "listing",
    "attempt": "action",
    "award": (
        "uid reference number buyer_siret buyer_name object cpv nature procedure "
        "place_text territory territory_proof framework_id source digests"
    ),
    "award_holder": "kind",
    "award_sector": "sector evidence",
    "checklist_item": "section",
    "clause": "lot kind quotation field article origin",
    "committee": (
        "slug kind level territory name acronym local_name legal_basis successor "
        "former_names missions colleges contributions guests files themes frequency "
        "note sources origin digest"
    ),
    "consortium": "reference lot title buyer_name state came_from form",
    "consortium_event": "before after organisation",
    "consortium_file": "media_type organisation",
    "consortium_message": "organisation",
    "consortium_place": "name siret state came_from",
    "consortium_point": "key",
    "consortium_share": "lot",
    "consultation": (
        "reference buyer_name buyer_siret buyer_key buyer_place buyer_reference nature "
        "procedure family status deadline_precision deadline_source sectors places "
        "clause_kinds folder_id url documents_url publisher"
    ),
    "dossier": "stage kind beneficiary territory visibility",
    "dossier_decision": "committee outcome",
    "dossier_file": "kind media_type",
    "event": (
        "slug uid fingerprint kind place territory_code online_url url committee "
        "agenda_themes documents source status status_note origin"
    ),
    "fact": (
        "measure territory kind sector period words note source source_url published "
        "reliability origin"
    ),
    "funder_position": "state",
    "funding_call": "year url pieces",
    "funding_scheme": (
        "slug name funders instructors form purpose beneficiaries beneficiary_kinds "
        "kinds stages expenses themes territories amount basis cumul not_with "
        "asks_beneficiary when recurrence declared pieces url sources source source_url "
        "generic former_names former_slugs origin source_key link_state link_note"
    ),
    "invitation": "state",
    "join_request": "state",
    "letter": "key state",
    "lot": "number cpv place_text",
    "lot_sector": "sector evidence",
    "lot_territory": "territory proof",
    "need": (
        "reference modality state came_from closing sectors territory_code "
        "department_code conditions asker_kind"
    ),
    "need_match": (
        "organisation_name verdict parts rules why state came_from reason asker_outcome "
        "organisation_outcome"
    ),
    "need_match_file": "media_type side",
    "need_match_message": "side",
    "need_match_move": "before after side",
    "need_move": "before after side",
    "network_place": "state",
    "notice": "source number kind folder_id",
    "notice_link": "number",
    "one_time_token": "purpose",
    "organisation": "siret name legal_form naf_code claimed_siret kind territory_code",
    "pending_document": "reference",
    "premises": "slug direction lease rent access territory_code status origin",
    "proposal": "kind subject origin state",
    "proximity": "state came_from",
    "proximity_move": "before after side",
    "pursuit": (
        "reference lot title buyer_name deadline_precision status sectors state came_from reason"
    ),
    "pursuit_file": "media_type",
    "pursuit_move": "before after reason",
    "republication": "earlier later reason decision",
    "revision": "subject_kind subject_key",
    "scheme_funder": "scheme",
    "sector_interest": "sector territory wishes",
    "siae": (
        "slug name brand sort_name address postal_code city commune_code "
        "department_code geocoding website headcount source source_id"
    ),
    "siae_contact": "subject",
    "siae_imported_value": "field source state",
    "siae_photo": "key thumbnail_key",
    "siae_profile": (
        "written refused_sectors publics labels equipment approvals languages "
        "turnover partnerships needs"
    ),
    "stakeholder": (
        "slug name acronym kind parent former_names former_slugs role functions parts "
        "themes territories url sources note origin"
    ),
    "team_step": "step role",
    "watched_entry": "key listing version",
    "watched_list": "listing",
    "weights_version": "grid points",
    "worksheet": "tool",
}
