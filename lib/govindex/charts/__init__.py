"""The look of every chart, which figures share."""
