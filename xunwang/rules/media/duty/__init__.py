"""Duties of accounts (国办发〔2018〕123号), one file each: told and put right, no outcome hangs on them."""
