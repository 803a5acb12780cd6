"""Query strings: which parameters name a page, and which only follow its reader."""

from __future__ import annotations

import re

# Names are compared in lower case. Only names that no site uses for choosing a page belong here: `ref`, `from`,
# `source`, `id` and `cid` do both and stay.
_TRACKING_NAMES = """
fbclid gclid gclsrc dclid wbraid gbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik srsltid gad_source
gad_campaignid gad _ga _gl _gac _hsenc _hsmi __hstc __hssc __hsfp hss_channel hsctatracking mc_cid mc_eid mkt_tok
oly_anon_id oly_enc_id vero_id vero_conv wickedid rb_clickid s_cid ml_subscriber ml_subscriber_hash spm scm xtor wt_mc
wt.mc_id cmpid ncid ref_src ref_url smid smtyp fb_action_ids fb_action_types fb_source fb_ref action_object_map
action_type_map action_ref_map __twitter_impression guccounter guce_referrer guce_referrer_sig soc_src soc_trk sr_share
isappinstalled replytocom __cf_chl_tk __cf_chl_rt_tk trk trkcampaign icid ocid wtrid dicbo obosource tblci _openstat ito
cn-reloaded ns_campaign ns_mchannel ns_source ns_linkname ns_fee utm at_medium at_campaign piwik_campaign piwik_kwd
__s sc_campaign sc_channel sc_content sc_medium sc_outcome sc_geo sc_country nr_email_referer mbid cx_testid echobox
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "hsa_", "at_custom", "elq", "fb_comment_", "__cft__", "__tn__", "_x_tr_")

_SESSION = frozenset(("phpsessid", "phpsessionid", "jsessionid", "cfid", "cftoken", "zenid", "oscsid", "asp.net_sessionid"))
_SESSION_PREFIXES = ("aspsessionid",)
# `sid=12` and `session_id=7` choose a section or a talk; only a long mixed token is a session
_SESSION_BY_VALUE = frozenset(("sid", "s", "sessid", "sessionid", "session_id", "session", "ssid", "token_session"))
_TOKEN = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z,_-]{16,}")


def canonical_query(query: str) -> str:
    """The parameters that choose the page, sorted by name; empty where none is left.

    Tracking parameters, session ids, empty parts and exact repetitions go. Repeated names keep their order among
    themselves, since that order is part of a list's value. ``query`` comes with its escapes already in one form.
    """
    if "&" not in query:
        return query if _chooses(query) else ""
    parts = list(dict.fromkeys(part for part in query.split("&") if _chooses(part)))
    parts.sort(key=_name)
    return "&".join(parts)


def query_names(query: str) -> list[str]:
    """The sorted names of the parameters, each once."""
    return sorted({_name(part) for part in query.split("&") if part})


def _name(part: str) -> str:
    return part.partition("=")[0]


def _chooses(part: str) -> bool:
    name, _, value = part.partition("=")
    name = name.lower()
    if not name:
        return bool(value)
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or name in _SESSION or name.startswith(_SESSION_PREFIXES):
        return False
    return not (name in _SESSION_BY_VALUE and _TOKEN.fullmatch(value))
