"""Pages of the register: units, sites, accounts, contacts, import, and what breaks the rules."""
