"""A campaign against the project: thousands of spoilt inputs, and what became of each; ``make torture`` runs it."""
