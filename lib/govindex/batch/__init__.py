"""The batch: every page that ``notebooks/runs.yml`` declares, made with nothing lost when something breaks."""
