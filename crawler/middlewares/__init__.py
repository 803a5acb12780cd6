"""What stands between Scrapy and the network.

``connect``     the resolver that checks every address and port, and the download handler that bounds headers
``guards``      scheme, scope, address and budget of every request, redirected ones included; ``traps`` counts barren pages
``robots``      robots.txt after RFC 9309, and the pace it asks for; ``robots_rules`` reads and applies it
``redirects``   follows redirects of a leased address, at most ten
``manners``     429, 503 and retries: who waits, and until when
``received``    the headers of every request, and each response as it was received, for the archive
``decoding``    content encodings, bounded
``replay``      answers from an archive in place of the network
``own_items``   items of somebody's own spider become Pages
``refusals``    the one table from what went wrong to a reason of the closed list
"""
