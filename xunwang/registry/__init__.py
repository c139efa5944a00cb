"""The register (名录): units, their websites and accounts, contacts, and the filings that change them."""
