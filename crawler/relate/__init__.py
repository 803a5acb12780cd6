"""Texts and credits in, groups and persons out: what belongs together, and the evidence for it. No input or output here."""
