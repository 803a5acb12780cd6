"""The typed site profile and the loader of TOML files, one file a site."""
