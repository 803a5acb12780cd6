"""What stands between Scrapy and the network: guards, manners, the archive, conditional requests."""
