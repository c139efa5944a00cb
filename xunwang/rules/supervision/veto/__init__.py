"""Veto indicators (单项否决): one module each."""
