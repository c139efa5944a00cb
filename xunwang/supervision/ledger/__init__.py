"""The ledger of 我为政府网站找错: entry, import, and its clocks."""
