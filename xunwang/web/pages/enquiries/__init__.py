"""Test questions to the sites of a campaign (模拟咨询)."""
