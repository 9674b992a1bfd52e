"""Telling: findings as sentences in both languages, and repairs as the report would print them."""
