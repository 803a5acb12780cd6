"""The spiders: ``site`` uses every way of discovery at once."""
