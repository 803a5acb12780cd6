"""The typed site profile and the loader of TOML files, one file a site."""

from crawler.sites.loader import Sites, check, load, read
from crawler.sites.profile import FIELDS, Layout, Profile
from crawler.sites.selectors import Selector

__all__ = ["FIELDS", "Layout", "Profile", "Selector", "Sites", "check", "load", "read"]
